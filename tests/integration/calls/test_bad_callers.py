"""Callers who are no callers, fall silent, make noise or vanish: a clear answer, and nobody else's call is touched."""

import asyncio
from collections.abc import Callable

import httpx
import numpy as np
import pytest
from aiortc import RTCPeerConnection
from aiortc.mediastreams import AudioStreamTrack

from orderline.channels.recorded.caller import HeadlessCaller
from orderline.channels.recorded.sound import Recording

pytestmark = pytest.mark.call


async def offered() -> str:
    peer = RTCPeerConnection()
    peer.addTrack(AudioStreamTrack())
    await peer.setLocalDescription(await peer.createOffer())
    sdp: str = peer.localDescription.sdp
    await peer.close()
    return sdp


async def token(client: httpx.AsyncClient) -> str:
    return str((await client.post("/api/token", json={"for": "call"})).json()["token"])


@pytest.fixture
async def client(line: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=line, trust_env=False)


async def place(client: httpx.AsyncClient, sdp: str, shown: str) -> httpx.Response:
    return await client.post(
        "/api/offer", json={"sdp": sdp, "type": "offer"}, headers={"Authorization": f"Bearer {shown}".strip()}
    )


@pytest.mark.parametrize("sdp", ["", "hello", "v=0\r\n", "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"])
async def test_what_is_no_offer_gets_an_error_in_words(client: httpx.AsyncClient, sdp: str) -> None:
    response = await place(client, sdp, await token(client))
    assert response.status_code == 400
    assert response.json()["error"]["what"]


async def test_without_a_token_nobody_calls(client: httpx.AsyncClient) -> None:
    assert (await place(client, await offered(), "")).status_code == 401


async def test_a_token_places_one_call_not_two(client: httpx.AsyncClient) -> None:
    once = await token(client)
    await place(client, "hello", once)
    assert (await place(client, await offered(), once)).status_code == 401


async def test_a_foreign_page_may_not_call(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/token", json={"for": "call"}, headers={"Origin": "https://evil.example.com"})
    assert response.status_code == 403


async def test_a_name_that_was_pointed_at_this_machine_is_not_served(client: httpx.AsyncClient) -> None:
    assert (await client.get("/", headers={"Host": "evil.example.com"})).status_code == 403


async def test_a_request_that_is_too_large_is_not_read(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/offer", content=b"x" * 100_000, headers={"Content-Type": "application/json"})
    assert response.status_code == 413


async def test_a_call_that_never_was_takes_no_candidates(client: httpx.AsyncClient) -> None:
    body = {"pc_id": "none", "candidates": [{"candidate": "candidate:x", "sdp_mid": "0", "sdp_mline_index": 0}]}
    assert (await client.patch("/api/offer", json=body)).status_code == 400


async def test_the_page_forbids_everything_it_does_not_need(client: httpx.AsyncClient) -> None:
    policy = (await client.get("/")).headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy


async def test_a_full_line_says_so_and_calls_go_on(
    client: httpx.AsyncClient, ring: Callable[[], HeadlessCaller]
) -> None:
    callers = [ring() for _ in range(4)]
    try:
        for caller in callers:
            await caller.__aenter__()
        response = await client.post("/api/token", json={"for": "call"})
        assert response.status_code == 503
        assert "full" in response.json()["error"]["what"]
        assert await callers[0].ear.next_sound(15) is not None
    finally:
        for caller in callers:
            await caller.hang_up()
    await until_empty(client)


async def test_a_caller_who_says_nothing_is_asked_and_let_go(ring: Callable[[], HeadlessCaller]) -> None:
    async with ring() as caller:
        for _ in range(2):
            assert await caller.ear.next_sound(15) is not None
            assert await caller.ear.quiet(30)


async def test_noise_is_not_taken_for_words(ring: Callable[[], HeadlessCaller]) -> None:
    noise = np.random.default_rng(7).normal(0, 2500, 32_000).astype(np.int16).tobytes()
    async with ring() as caller:
        await caller.ear.next_sound(15)
        await caller.ear.quiet(30)
        turn = await caller.say(Recording("noise", noise))
    assert not caller.report.orders
    assert "ending" not in turn.reply


async def test_a_browser_that_vanishes_frees_its_place(
    client: httpx.AsyncClient, ring: Callable[[], HeadlessCaller]
) -> None:
    caller = ring()
    await caller.__aenter__()
    assert (await client.get("/api/line")).json()["calls"] == 1
    caller.vanish()
    await until_empty(client)
    await caller.hang_up()


async def test_hanging_up_twice_does_no_harm(ring: Callable[[], HeadlessCaller]) -> None:
    async with ring() as caller:
        await caller.hang_up()
        await caller.hang_up()


async def until_empty(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(20):
        while (await client.get("/api/line")).json()["calls"]:  # noqa: ASYNC110  another process is asked
            await asyncio.sleep(0.2)
