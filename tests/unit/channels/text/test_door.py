"""A call typed instead of spoken: one line in, one answer out."""

from __future__ import annotations

import json

import pytest

from orderline.channels.text.door import Answer, TextDoor
from orderline.channels.text.messages import answer_json
from orderline.channels.text.typed import typed_line
from orderline.events.decision import HandoffReason, ProposeCaller, Query
from orderline.orders.identifiers import CallId

pytestmark = pytest.mark.unit

FIELDS = ["say", "sentences", "language", "heard", "actions", "handoff", "order", "call_id", "notes", "ended"]


class Shop:
    """What these tests look at of the fixture."""

    asked: list[Query]


async def say(door: TextDoor, *lines: str) -> list[Answer]:
    return [await door.take(typed_line(line.encode())) for line in lines]


def keys(answer: Answer) -> list[str]:
    assert answer.turn is not None
    return [sentence.key for sentence in answer.turn.reply.sentences]


async def test_the_call_begins_with_the_greeting(door: TextDoor) -> None:
    assert keys(await door.open()) == ["greeting.hello", "greeting.ask"]


async def test_the_number_a_call_comes_from_is_looked_up(door: TextDoor, shop: Shop) -> None:
    await door.open("4155557350")
    assert shop.asked == [ProposeCaller("4155557350")]


async def test_a_typed_call_finds_the_order_and_shows_its_card(door: TextDoor) -> None:
    await door.open()
    *_, answer = await say(door, "where is my order", "204821", "7350")
    shown = answer_json(answer, CallId("c"))
    assert "4821" in shown["say"]
    assert shown["order"]["number_tail"] == "4821"
    assert shown["order"]["items"][0]["name"] == {"en": "mug", "zh": "杯子"}
    assert shown["heard"]["entities"][0]["value"] == "7350"


async def test_keys_are_pressed_by_a_command(door: TextDoor) -> None:
    await door.open()
    *_, answer = await say(door, "where is my order", "/keys 2048 21", "/keys 7350#")
    assert answer_json(answer, CallId("c"))["order"] is not None


async def test_an_empty_line_is_silence(door: TextDoor) -> None:
    await door.open()
    (answer,) = await say(door, "")
    assert "repair.are_you_there" in keys(answer)


async def test_what_cannot_be_read_at_all_is_not_understood(door: TextDoor) -> None:
    await door.open()
    answer = await door.take(typed_line(b"\0"))
    assert keys(answer)[0].startswith("repair.")
    assert answer.notes == ("NUL bytes were left out.",)


@pytest.mark.parametrize("command", ["/keys", "/keys 12a", "/keys ٣", "/sing", "/", "/nobody", "/left"])
async def test_a_command_that_is_none_is_told_and_is_no_turn(door: TextDoor, command: str) -> None:
    await door.open()
    (answer,) = await say(door, command)
    assert answer.turn is None
    assert len(answer.notes) == 1
    assert not answer.ended


async def test_a_person_would_come_and_the_line_is_silent_until_it_is_told_more(door: TextDoor) -> None:
    await door.open()
    asked, silent, back = await say(door, "person", "where is my order", "/nobody")
    assert asked.turn is not None
    assert asked.turn.handoff is not None
    assert asked.turn.handoff.reason is HandoffReason.ASKED
    assert "A person would come now." in asked.notes[0]
    assert keys(silent) == []
    assert silent.notes
    assert "ask_for_person.nobody_came" in keys(back)
    assert not back.notes


async def test_the_line_takes_over_when_the_person_has_left(door: TextDoor) -> None:
    await door.open()
    _, back = await say(door, "person", "/left")
    assert "ask_for_person.back" in keys(back)


async def test_goodbye_ends_the_call(door: TextDoor) -> None:
    await door.open()
    (answer,) = await say(door, "bye")
    assert answer.ended


async def test_every_answer_is_one_json_object_with_the_same_fields(door: TextDoor) -> None:
    answers = [
        await door.open(),
        *await say(door, "where is my order", "", "/sing", "/keys 1", "person", "hello", "/left"),
    ]
    for answer in answers:
        shown = answer_json(answer, CallId("Zx9"))
        assert list(shown) == FIELDS
        assert json.loads(json.dumps(shown)) == shown
        assert shown["call_id"] == "Zx9"
        assert (shown["heard"] is None) == (answer.turn is None or answer.turn.meaning is None)
    handoff = answer_json(answers[5], CallId("Zx9"))["handoff"]
    assert (handoff["reason"], handoff["wants"]) == ("asked", "track_order")
    assert "greeting.hello" in handoff["tried"]
