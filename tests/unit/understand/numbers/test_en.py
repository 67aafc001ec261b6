from __future__ import annotations

import pytest

from orderline.understand.numbers import find_numbers

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("four eight two nine one three", ["482913"]),
        ("my order is double four seventeen", ["4417"]),
        ("triple seven two", ["7772"]),
        ("double oh seven", ["007"]),
        ("forty four seventeen", ["4417"]),
        ("forty-four seventeen", ["4417"]),
        ("eleven twenty two", ["1122"]),
        ("twelve hundred", ["1200"]),
        ("four thousand two hundred and seventeen", ["4217"]),
        ("one hundred twenty three thousand four hundred and fifty six", ["123456"]),
        ("one hundred twenty three four hundred fifty six", ["123456"]),
        ("oh four one seven", ["0417"]),
        ("four oh one seven oh", ["40170"]),
        ("nought four niner one", ["0491"]),
        ("four to for eight", ["4248"]),
        ("four ate one won two", ["48112"]),
        ("four um eight er two one", ["4821"]),
        ("four eight dash two one", ["4821"]),
        ("4417", ["4417"]),
        ("44-17", ["4417"]),
        ("482 913", ["482913"]),
        ("4 8 2 9 1 3", ["482913"]),
        ("482913, 4821", ["482913", "4821"]),
        ("482913 4821", ["482913", "4821"]),
        ("four eight two nine one three and four eight two one", ["482913", "4821"]),
        ("order 482913 and my phone ends in 4821", ["482913", "4821"]),
        ("four four one eight no wait four four one seven", ["4417"]),
        ("482913 sorry 482931", ["482931"]),
        ("four eight two nine one three i mean four", ["482914"]),
        ("the last four digits are four eight two one", ["4821"]),
        ("four eight two one are the last four", ["4821"]),
        ("oh i see", []),
        ("i want to go for it", []),
        ("the 2nd parcel", []),
        ("", []),
    ],
)
def test_digits_are_read_as_people_say_them(said: str, digits: list[str]) -> None:
    assert [reading.value for reading in find_numbers(said, "en")] == digits


@pytest.mark.parametrize(
    "said", ["ending in 4821", "it ends with 4821", "the last four are 4821", "4821 are the last 4"]
)
def test_the_words_say_when_only_the_end_is_given(said: str) -> None:
    assert [reading.is_suffix for reading in find_numbers(said, "en")] == [True]


def test_a_number_beside_a_suffix_is_not_one() -> None:
    readings = find_numbers("order 482913 and my phone ends in 4821", "en")
    assert [reading.is_suffix for reading in readings] == [False, True]


def test_a_reading_of_the_length_asked_for_is_preferred() -> None:
    (reading,) = find_numbers("forty four seventeen", "en", fits=5)
    assert reading.value == "40417"
    assert "4417" in reading.alternatives


def test_a_self_correction_is_counted() -> None:
    (reading,) = find_numbers("482913 no 482914", "en")
    assert (reading.value, reading.repairs) == ("482914", 1)


def test_the_span_points_at_the_words() -> None:
    said = "it is four eight two one thanks"
    (reading,) = find_numbers(said, "en")
    assert said[reading.start : reading.end] == reading.text == "four eight two one"
