from __future__ import annotations

import pytest

from orderline.events.speech import Expect
from orderline.hear.completeness import Completeness, completeness, count_digits
from orderline.orders.identifiers import Language

pytestmark = pytest.mark.unit

C, P, U, O = Completeness.COMPLETE, Completeness.PARTIAL, Completeness.UNFINISHED, Completeness.OPEN  # noqa: E741


@pytest.mark.parametrize("expect", list(Expect))
@pytest.mark.parametrize("text", ["", "  ", "...", "？"])
def test_no_words_are_unknown_whatever_was_asked(text: str, expect: Expect) -> None:
    assert completeness(text, expect, 6, "en") is Completeness.UNKNOWN
    assert completeness(text, expect, 6, "zh") is Completeness.UNKNOWN


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("yes", "en", C),
        ("Yes, please.", "en", C),
        ("no that's wrong", "en", C),
        ("that's right", "en", C),
        ("okay", "en", C),
        ("no i want a person", "en", O),
        ("yes but", "en", U),
        ("um", "en", U),
        ("yes and", "en", U),
        ("where is my order", "en", O),
        ("是的。", "zh", C),
        ("嗯", "zh", C),
        ("不用了", "zh", C),
        ("对，没错", "zh", C),
        ("不是这个订单", "zh", O),
        ("是的但是", "zh", U),
        ("等一下", "zh", U),
    ],
)
def test_a_yes_or_a_no_is_complete_and_nothing_else_is(text: str, language: Language, expected: Completeness) -> None:
    assert completeness(text, Expect.YES_NO, None, language) is expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("two zero four eight two one", "en", C),
        ("my order number is two zero four eight two one", "en", C),
        ("It's 204821.", "en", C),
        ("twenty forty eight twenty one", "en", C),
        ("double two four eight two one", "en", C),
        ("two zero four", "en", P),
        ("two zero four eight no wait two zero", "en", P),
        ("the last four digits are four eight two one", "en", C),
        ("the last four digits are four eight", "en", P),
        ("it ends in four eight two one", "en", C),
        ("two zero four and", "en", U),
        ("two zero four um", "en", U),
        ("my order number is", "en", U),
        ("my number is", "en", U),
        ("let me see", "en", U),
        ("i don't have it", "en", O),
        ("i don't know the number", "en", O),
        ("um it's", "en", U),
        ("yes my phone number", "en", U),
        ("can i talk to a person", "en", O),
        ("二零四八二一", "zh", C),
        ("订单号是二零四八二幺", "zh", C),
        ("订单号是", "zh", U),
        ("我的", "zh", U),
        ("二零四然后", "zh", U),
        ("二零四", "zh", P),
        ("尾号四八二一", "zh", C),
        ("后四位是四八二一", "zh", C),
        ("我找不到", "zh", O),
        ("我没有订单号", "zh", O),
        ("嗯那个", "zh", U),
    ],
)
def test_an_order_number_of_six_digits_is_complete_partial_or_hanging(
    text: str, language: Language, expected: Completeness
) -> None:
    assert completeness(text, Expect.ORDER_NUMBER, 6, language) is expected


def test_a_phone_tail_has_four_digits_whatever_the_caller_of_the_function_knows() -> None:
    assert completeness("four eight two one", Expect.PHONE_TAIL, None, "en") is C
    assert completeness("四八二", Expect.PHONE_TAIL, None, "zh") is P


def test_a_number_of_unknown_length_is_never_complete() -> None:
    assert completeness("two zero four eight two one", Expect.ORDER_NUMBER, None, "en") is P


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("where is my order", "en", O),
        ("where is my order and", "en", U),
        ("i want to", "en", U),
        ("tell me where it is", "en", O),
        ("where is it at", "en", O),
        ("can you repeat that", "en", O),
        ("yes", "en", O),
        ("我的订单到哪了", "zh", O),
        ("我想", "zh", U),
        ("我要退这个", "zh", O),
        ("我的包裹还没到，然后", "zh", U),
    ],
)
def test_an_open_answer_is_open_or_hanging(text: str, language: Language, expected: Completeness) -> None:
    assert completeness(text, Expect.OPEN, None, language) is expected


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("twenty four seventeen", "en", 4),
        ("twenty oh five", "en", 4),
        ("triple seven", "en", 3),
        ("double 07", "en", 4),
        ("nothing here", "en", 0),
        ("两个八四", "zh", 3),
        ("四个八", "zh", 4),
        ("12三4", "zh", 4),
        ("四八错了二一", "zh", 2),
    ],
)
def test_digits_are_counted_as_people_say_them(text: str, language: Language, count: int) -> None:
    assert count_digits(text, language) == count
