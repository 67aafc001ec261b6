"""Offers are bounded, read, and cleaned of addresses a caller cannot have."""

import pytest
from aiortc import RTCPeerConnection
from aiortc.mediastreams import AudioStreamTrack

from orderline.channels.browser.offers import OfferRules, allowed_candidate, checked_offer
from orderline.errors import CallRefused

pytestmark = pytest.mark.unit

PUBLIC = OfferRules(max_bytes=16_384, max_candidates=20, allow_private=False, allow_loopback=False)
SHOP = OfferRules(max_bytes=16_384, max_candidates=20, allow_private=True, allow_loopback=False)


@pytest.fixture
async def offer() -> str:
    peer = RTCPeerConnection()
    peer.addTrack(AudioStreamTrack())
    peer.createDataChannel("chat")
    await peer.setLocalDescription(await peer.createOffer())
    sdp = peer.localDescription.sdp
    await peer.close()
    return sdp


def candidate(address: str) -> str:
    return f"candidate:1 1 udp 2130706431 {address} 50000 typ host"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "::1", "0.0.0.0", "169.254.169.254", "fe80::1", "224.0.0.1", "abc.local", "internal.example.com"],
)
def test_addresses_no_caller_has_are_never_used(address: str) -> None:
    assert not allowed_candidate(candidate(address), PUBLIC)
    assert not allowed_candidate(candidate(address), SHOP)


@pytest.mark.parametrize("address", ["10.0.0.7", "192.168.1.20", "fd00::8"])
def test_private_addresses_are_for_a_shops_own_network(address: str) -> None:
    assert allowed_candidate(candidate(address), SHOP)
    assert not allowed_candidate(candidate(address), PUBLIC)


def test_a_public_address_is_used() -> None:
    assert allowed_candidate(candidate("93.184.216.34"), PUBLIC)


def test_a_candidate_of_garbage_is_not_used() -> None:
    assert not allowed_candidate("candidate:", SHOP)
    assert not allowed_candidate("a b c d e f g h i", SHOP)


async def test_a_good_offer_keeps_all_but_forbidden_candidates(offer: str) -> None:
    bad = offer.replace("a=end-of-candidates", f"a={candidate('169.254.169.254')}\r\na=end-of-candidates")
    assert "169.254.169.254" in bad
    checked = checked_offer(bad, SHOP)
    assert "169.254.169.254" not in checked
    assert "opus" in checked


@pytest.mark.parametrize("garbage", ["", "v=0", "hello", "\0" * 100, "m=audio", "v=0\r\nm=audio 9 x y z\r\n"])
def test_what_is_no_offer_is_refused_in_words(garbage: str) -> None:
    with pytest.raises(CallRefused) as told:
        checked_offer(garbage, SHOP)
    assert told.value.what


def test_an_offer_that_is_too_large_is_not_even_read() -> None:
    with pytest.raises(CallRefused, match="too large"):
        checked_offer("v" * 20_000, SHOP)


async def test_an_offer_without_opus_is_refused(offer: str) -> None:
    with pytest.raises(CallRefused, match="Opus"):
        checked_offer(offer.replace("opus/48000/2", "other/48000/2"), SHOP)


async def test_an_offer_without_a_safe_fingerprint_is_refused(offer: str) -> None:
    without = "\r\n".join(line for line in offer.splitlines() if not line.startswith("a=fingerprint:sha-256")) + "\r\n"
    with pytest.raises(CallRefused, match="fingerprint"):
        checked_offer(without, SHOP)


async def test_an_offer_that_only_has_data_is_refused() -> None:
    peer = RTCPeerConnection()
    peer.createDataChannel("chat")
    await peer.setLocalDescription(await peer.createOffer())
    with pytest.raises(CallRefused, match="no audio"):
        checked_offer(peer.localDescription.sdp, SHOP)
    await peer.close()


async def test_an_offer_with_too_many_addresses_is_refused(offer: str) -> None:
    many = "\r\n".join(f"a={candidate(f'10.0.0.{last}')}" for last in range(30))
    with pytest.raises(CallRefused, match="too many"):
        checked_offer(offer.replace("a=end-of-candidates", f"{many}\r\na=end-of-candidates", 1), SHOP)
