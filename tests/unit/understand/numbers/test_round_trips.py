"""Every way of saying a number, generated, must be read back as that number."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orderline.understand.numbers import find_numbers

pytestmark = pytest.mark.unit

EN = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
ZH = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
_numbers = st.text("0123456789", min_size=3, max_size=10)


@settings(max_examples=200, deadline=None)
@given(
    _numbers, st.sampled_from(["", "um ", "it's ", "my order number is "]), st.sampled_from(["zero", "oh", "nought"])
)
def test_english_digits_one_by_one(number: str, lead: str, zero: str) -> None:
    words = [zero if digit == "0" else EN[int(digit)] for digit in number]
    assert [reading.value for reading in find_numbers(lead + " ".join(words), "en")] == [number]


@settings(max_examples=200, deadline=None)
@given(_numbers)
def test_english_digits_with_doubles(number: str) -> None:
    words, at = [], 0
    while at < len(number):
        twice = number[at : at + 2] == number[at] * 2
        words.append(("double " if twice else "") + EN[int(number[at])])
        at += 2 if twice else 1
    assert [reading.value for reading in find_numbers(" ".join(words), "en")] == [number]


@settings(max_examples=200, deadline=None)
@given(_numbers, st.sampled_from(["", "嗯", "订单号是", "号码是"]), st.sampled_from(["一", "幺"]))
def test_chinese_digits_one_by_one(number: str, lead: str, one: str) -> None:
    words = [one if digit == "1" else ZH[int(digit)] for digit in number]
    assert [reading.value for reading in find_numbers(lead + "".join(words), "zh")] == [number]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["en", "zh"]))
def test_any_text_is_read_without_an_exception(text: str, language: str) -> None:
    for reading in find_numbers(text.lower(), "zh" if language == "zh" else "en"):
        assert reading.value.isdigit()
