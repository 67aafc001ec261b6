"""The jitter buffer keeps what arrives."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderline.channels.webrtc.incoming import HOLD, OpusSound, PacketOrder
from orderline.channels.webrtc.outgoing import SILENCE, OpusPackets

pytestmark = pytest.mark.unit


def handed_on(numbers: list[int]) -> list[bytes | None]:
    order = PacketOrder()
    return [payload for number in numbers for payload in order.add(number & 0xFFFF, str(number).encode())]


def test_packets_in_order_are_handed_on_at_once() -> None:
    assert handed_on([7, 8, 9]) == [b"7", b"8", b"9"]


def test_two_packets_that_changed_places_are_put_right() -> None:
    assert handed_on([1, 3, 2, 4]) == [b"1", b"2", b"3", b"4"]


def test_a_lost_packet_is_given_up_when_three_newer_ones_are_there() -> None:
    assert handed_on([1, 3, 4]) == [b"1"]
    assert handed_on([1, 3, 4, 5]) == [b"1", None, b"3", b"4", b"5"]


def test_a_packet_that_comes_too_late_or_twice_is_dropped() -> None:
    assert handed_on([1, 3, 4, 5, 2, 5, 6]) == [b"1", None, b"3", b"4", b"5", b"6"]


def test_the_count_goes_round_at_65536() -> None:
    assert handed_on([65534, 65535, 65536, 65537]) == [b"65534", b"65535", b"65536", b"65537"]


def test_a_jump_in_numbers_is_a_new_stream() -> None:
    assert handed_on([10, 11, 5000, 5001]) == [b"10", b"11", b"5000", b"5001"]


@given(st.floats(0, 0.3), st.integers(0, 2**32))
def test_all_that_arrives_is_handed_on_in_order_at_any_loss(loss: float, seed: int) -> None:
    chance = random.Random(seed)
    sent = [number for number in range(400) if number == 0 or chance.random() >= loss]
    got = [payload for payload in handed_on(sent) if payload is not None]
    assert got == sorted(got, key=lambda payload: int(payload))
    assert len(got) >= len(sent) - HOLD


def test_speech_goes_through_opus_and_back_at_sixteen_kilohertz() -> None:
    encoder, decoder = OpusPackets(), OpusSound()
    tone = (np.sin(np.arange(16000) * 2 * np.pi * 440 / 16000) * 8000).astype(np.int16)
    frames = [
        frame for at in range(0, 16000, 320) for frame in decoder.decode(encoder.encode(tone[at : at + 320].tobytes()))
    ]
    sound = np.concatenate([frame.to_ndarray()[0] for frame in frames])
    assert 15_000 < sound.size <= 16_000
    loudest = np.argmax(np.abs(np.fft.rfft(sound.astype(float)))) * 16000 / sound.size
    assert abs(loudest - 440) < 5
    assert 4000 < np.abs(sound[4000:]).max() < 12_000


def test_the_silence_packet_is_silent() -> None:
    decoder = OpusSound()
    assert all(int(np.abs(frame.to_ndarray()).max()) < 50 for _ in range(5) for frame in decoder.decode(SILENCE))


def test_a_packet_that_is_no_opus_gives_nothing_and_harms_nothing() -> None:
    decoder = OpusSound()
    decoder.decode(b"\xff\xff\xff\xff")
    assert decoder.decode(SILENCE)
