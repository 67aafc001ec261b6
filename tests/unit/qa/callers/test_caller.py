"""What a scripted caller says to what the line asks."""

from __future__ import annotations

from typing import Any

import pytest

from orderline.qa.callers.asked import Asked, asked
from orderline.qa.callers.caller import ScriptedCaller
from orderline.qa.callers.line_turn import LineTurn
from orderline.qa.callers.offered import place_of
from orderline.qa.callers.read_back import mistake
from orderline.qa.callers.script import Facts, Method, OrderRef, Script, Thing, Wish
from orderline.qa.callers.watch import Watch

pytestmark = pytest.mark.unit

LAMP = Thing(name="Desk Lamp", now={"color": "black"}, to={"color": "white"}, whole={"color": "white", "power": "USB"})
SWAP = Wish(
    task="exchange_item",
    order=OrderRef(number="#W2378156", items=("Desk Lamp", "Tea Kettle")),
    things=(LAMP,),
    method=Method(kind="paypal"),
    reason="ordered_by_mistake",
)
SCRIPT = Script(
    name="lamp",
    facts=Facts(first_name="Mei", last_name="Kovacs", postcode="28236"),
    wishes=(SWAP, Wish(task="cancel_order", order=OrderRef(number="#W1", known=True))),
    secrets=("Desk Lamp", "12 Elm Street"),
)


def turn(key: str, text: str = "", expect: str = "open", *actions: dict[str, Any], ended: bool = False) -> LineTurn:
    listen = ({"type": "Listen", "expect": expect, "digits": None},) if expect else ()
    return LineTurn(text or key, ((key, text or key),), (*actions, *listen), ended, handed_over=False)


def said(caller: ScriptedCaller, *turns: LineTurn) -> list[str]:
    answers = [caller.answer(each) for each in turns]
    return [answer.text if answer else "" for answer in answers]


def test_a_caller_opens_with_the_first_wish_and_goes_on_with_the_next() -> None:
    caller = ScriptedCaller(SCRIPT, 1)
    first, second, bye = said(
        caller, turn("greeting.ask"), turn("goodbye.anything_else"), turn("goodbye.anything_else")
    )
    assert "desk lamp" in first
    assert "white" in first
    assert "cancel" in second.lower() or "call off" in second.lower() or "don't need" in second
    assert "W1" in second
    assert "bye" in bye.lower()
    assert caller.done


def test_the_same_seed_says_the_same_and_another_says_it_otherwise() -> None:
    opening = [said(ScriptedCaller(SCRIPT, seed), turn("greeting.ask"))[0] for seed in (1, 1, 2, 3, 4, 5)]
    assert opening[0] == opening[1]
    assert len(set(opening)) > 2


def test_what_was_not_understood_is_said_in_other_words() -> None:
    first, again = said(ScriptedCaller(SCRIPT, 1), turn("greeting.ask"), turn("repair.wish_hint"))
    assert first != again
    assert "desk lamp" in again


def test_a_caller_without_the_number_gives_what_they_have() -> None:
    (answer,) = said(ScriptedCaller(SCRIPT, 1), turn("identify_caller.ask_order_number", expect="order_number"))
    assert "Mei Kovacs" in answer
    assert "28236" in answer


@pytest.mark.parametrize(
    ("key", "expect", "words"),
    [
        ("change.which_method", "choice", "paypal"),
        ("cancel_order.ask_reason", "detail", "mistake"),
        ("change.which_variant", "choice", "white"),
        ("change.which_thing", "choice", "tea kettle"),
        ("exchange_item.ask_lines", "detail", "desk lamp"),
        ("identify_caller.ask_name", "name", "mei kovacs"),
        ("identify_caller.ask_postcode", "postcode", "28236"),
    ],
)
def test_what_is_asked_is_answered_from_the_script(key: str, expect: str, words: str) -> None:
    (answer,) = said(ScriptedCaller(SCRIPT, 1), turn(key, expect=expect))
    assert words in answer.lower()


RIGHT = "Your order ending 8156: the desk lamp for a white one. Shall I do that?"


def test_a_right_read_back_gets_a_yes_and_a_wrong_one_a_correction() -> None:
    caller = ScriptedCaller(SCRIPT, 1)
    wrong = caller.answer(turn("change.confirm", "Your order ending 8156: the tea kettle. Yes?", "yes_no"))
    right = caller.answer(turn("change.confirm", RIGHT, "yes_no"))
    assert wrong is not None
    assert not wrong.yes_to_read_back
    assert "desk lamp" in wrong.text
    assert right is not None
    assert right.yes_to_read_back
    assert right.text.lower().startswith(("yes", "that's correct"))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (RIGHT, ""),
        (RIGHT.replace("8156", "8157"), "order"),
        (RIGHT.replace("desk lamp", "bottle"), "items"),
        (RIGHT.replace("desk lamp", "desk lamp and the tea kettle"), "items"),
        (RIGHT.replace("white", "black"), "to"),
    ],
)
def test_a_read_back_is_checked_by_its_words(text: str, wrong: str) -> None:
    assert mistake(text, SWAP, SCRIPT) == wrong


def test_a_question_asked_for_ever_ends_the_call() -> None:
    caller = ScriptedCaller(SCRIPT, 1)
    answers = said(caller, *[turn("change.which_method", expect="detail")] * 6)
    assert answers[-1] == ""
    assert "again and again" in caller.gave_up


def test_yes_or_no_please_asks_what_was_asked_before() -> None:
    assert asked(turn("repair.yes_or_no", expect="yes_no"), Asked.READ_BACK) is Asked.READ_BACK
    assert asked(turn("goodbye.bye", expect="")) is Asked.NOTHING
    assert asked(turn("track_order.ask_another", expect="yes_no")) is Asked.OFFER


def test_a_write_needs_a_yes_and_data_needs_a_name() -> None:
    watch = Watch(SCRIPT)
    watch.line(turn("x", "Your desk lamp goes to 12 Elm Street.", "open", {"type": "Write"}))
    assert watch.writes_without_yes == ["write 1"]
    assert len(watch.early_data) == 1
    careful = Watch(SCRIPT)
    careful.line(turn("x", "And your name?", "name"))
    careful.line(turn("change.confirm", RIGHT, "yes_no", {"type": "IdentifyCaller"}, {"type": "AskQuote"}))
    answer = ScriptedCaller(SCRIPT, 1).answer(turn("change.confirm", RIGHT, "yes_no"))
    assert answer is not None
    careful.caller(answer)
    careful.line(turn("change.done", "Done.", "open", {"type": "Write"}))
    assert not careful.early_data
    assert not careful.writes_without_yes


def test_of_a_list_the_right_place_is_named() -> None:
    blue, black = (Thing(name="Desk Lamp", now={"color": color, "power": "USB"}) for color in ("blue", "black"))
    listed = "Which item do you mean: Desk Lamp (black, USB), Tea Kettle (glass) and Desk Lamp (blue, USB)?"
    assert (place_of(black, listed), place_of(blue, listed)) == (1, 3)
    assert place_of(Thing(name="Desk Lamp"), listed) == 0
    assert place_of(Thing(name="台灯"), "您说的是哪一件：水壶、台灯和杯子？") == 2
