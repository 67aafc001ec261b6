"""The line gives a call to a person, and takes it back: two browsers' worth of real sound through one line."""

import asyncio
from collections.abc import Callable

import httpx
import pytest
from tests.integration.calls.person import Person, tone, tone_in

from orderline.channels.recorded.caller import HeadlessCaller
from orderline.channels.recorded.sound import Recording, is_sound
from orderline.events.speech import FRAME_BYTES

pytestmark = pytest.mark.call

Ring = Callable[[], HeadlessCaller]
Speech = Callable[[str], Recording]


async def ask_for_person(caller: HeadlessCaller, speech: Speech) -> str:
    """Ask, until the desk rings; what the line said."""
    assert await caller.ear.next_sound(15) is not None
    await caller.ear.quiet(30)
    said = (await caller.say(speech("can-i-talk-to-a-person"))).reply
    assert caller.report.handoff == "ringing"
    return said


async def press_for_person(caller: HeadlessCaller) -> None:
    """Ask with a key, at the first word of the greeting: the line still speaks when the desk rings."""
    assert await caller.ear.next_sound(15) is not None
    caller.press("0")


async def until_handoff(caller: HeadlessCaller, status: str) -> None:
    """Wait until the caller's page has learnt of it."""
    async with asyncio.timeout(20):
        while caller.report.handoff != status:  # noqa: ASYNC110  the page has no event for it
            await asyncio.sleep(0.02)


async def heard_as_silence(caller: HeadlessCaller, seconds: float) -> bool:
    """Whether nothing louder than a room comes for some seconds."""
    begin = len(caller.ear.heard)
    await asyncio.sleep(seconds)
    pcm = bytes(caller.ear.heard[begin:])
    frames = [pcm[at : at + FRAME_BYTES] for at in range(0, len(pcm) - FRAME_BYTES, FRAME_BYTES)]
    return len(frames) > 20 and not any(is_sound(frame) for frame in frames)


async def test_a_person_talks_with_the_caller_and_gives_the_call_back(line: str, ring: Ring, speech: Speech) -> None:
    async with Person(line) as person, ring() as caller:
        await ask_for_person(caller, speech)
        card = await person.until_status(caller.call_id, "ringing")
        assert card["who"] == {"name_masked": "", "verified": False, "how": []}
        assert card["wants"]["en"]
        assert card["reason"]["zh"]
        assert [entry["who"] for entry in card["transcript"]].count("caller") == 1

        await person.take(caller.call_id)
        await until_handoff(caller, "connected")
        assert await heard_as_silence(caller, 1.5)

        person.microphone.add_audio_bytes(tone(440, 3))
        caller.hum(tone(660, 3))
        shares = await asyncio.gather(tone_in(caller.ear.heard, 440), tone_in(person.ear.heard, 660))
        assert min(shares) > 0.9

        await person.ask("give_back", caller.call_id)
        await person.until_told("released", call_id=caller.call_id, why="given_back")
        assert await caller.ear.next_sound(10) is not None
        await caller.ear.quiet(30)
        assert (await caller.say(speech("where-is-my-order"))).reply
        assert caller.report.handoff == "ended"


async def test_a_person_who_picks_up_while_the_line_speaks_is_heard_alone(line: str, ring: Ring) -> None:
    async with Person(line) as person, ring() as caller:
        await press_for_person(caller)
        await person.until_status(caller.call_id, "ringing")
        await person.take(caller.call_id)
        person.microphone.add_audio_bytes(tone(440, 2))
        assert await tone_in(caller.ear.heard, 440) > 0.9


async def test_nobody_comes_and_the_line_says_so(line: str, ring: Ring) -> None:
    async with ring() as caller:
        await press_for_person(caller)
        await until_handoff(caller, "nobody")
        await caller.ear.next_sound(15)
        await caller.ear.quiet(30)
        assert "nobody is free" in caller.said_by("line")


async def test_of_two_people_who_pick_up_at_once_one_wins(line: str, ring: Ring) -> None:
    async with Person(line) as one, Person(line) as other, ring() as caller:
        await press_for_person(caller)
        for person in (one, other):
            await person.until_status(caller.call_id, "ringing")
        await asyncio.gather(*(person.ask("pick_up", caller.call_id) for person in (one, other)))
        statuses = [await person.until_answered(caller.call_id) for person in (one, other)]
        assert sorted(statuses) == ["mine", "taken"]
        winner, loser = (one, other) if statuses[0] == "mine" else (other, one)
        assert (await loser.until_told("error"))["code"] == "taken"
        assert (await loser.connect_sound(caller.call_id)).status_code == 400
        assert (await winner.connect_sound(caller.call_id)).status_code == 200
        await winner.until_told("bridged", call_id=caller.call_id)


async def test_a_person_whose_browser_closes_leaves_the_caller_to_the_line(line: str, ring: Ring) -> None:
    async with ring() as caller:
        await press_for_person(caller)
        async with Person(line) as person:
            await person.until_status(caller.call_id, "ringing")
            await person.take(caller.call_id)
        await until_handoff(caller, "ended")
        assert await caller.ear.next_sound(10) is not None


async def test_a_person_whose_network_is_gone_leaves_the_caller_to_the_line(line: str, ring: Ring) -> None:
    async with Person(line) as person, ring() as caller:
        await press_for_person(caller)
        await person.until_status(caller.call_id, "ringing")
        await person.take(caller.call_id)
        person.lose_network()
        await person.until_told("released", call_id=caller.call_id)
        assert await caller.ear.next_sound(15) is not None


async def test_a_person_may_hang_up_for_both(line: str, ring: Ring) -> None:
    async with Person(line) as person, ring() as caller:
        await press_for_person(caller)
        await person.until_status(caller.call_id, "ringing")
        await person.take(caller.call_id)
        await person.ask("hang_up", caller.call_id)
        await person.until(lambda: person.card(caller.call_id) is None)
        await until_gone(line)


@pytest.mark.parametrize("moment", ["ringing", "bridged"])
async def test_a_caller_who_hangs_up_is_gone_from_the_desk(line: str, ring: Ring, moment: str) -> None:
    async with Person(line) as person:
        caller = ring()
        await caller.__aenter__()
        await press_for_person(caller)
        await person.until_status(caller.call_id, "ringing")
        if moment == "bridged":
            await person.take(caller.call_id)
        await caller.hang_up()
        await person.until(lambda: person.card(caller.call_id) is None)
        if moment == "bridged":
            await person.until_told("released", call_id=caller.call_id, why="caller_left")
    await until_gone(line)


async def test_a_stranger_opens_no_desk_and_joins_no_call(line: str) -> None:
    async with httpx.AsyncClient(base_url=line, trust_env=False) as client:
        offer = {"sdp": "v=0", "type": "offer", "call_id": "x"}
        assert (await client.post("/api/desk/offer", json=offer)).status_code == 401
        call = (await client.post("/api/token", json={"for": "call"})).json()["token"]
        response = await client.post("/api/desk/offer", json=offer, headers={"Authorization": f"Bearer {call}"})
        assert response.status_code == 401


async def until_gone(line: str) -> None:
    async with httpx.AsyncClient(base_url=line, trust_env=False) as client, asyncio.timeout(20):
        while (await client.get("/api/line")).json()["calls"]:  # noqa: ASYNC110  another process
            await asyncio.sleep(0.2)
