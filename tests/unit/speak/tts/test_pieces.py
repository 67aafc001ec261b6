from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderline.speak.tts.pieces import pieces, speakable

pytestmark = pytest.mark.unit


def test_sentences_are_pieces_in_both_languages() -> None:
    assert pieces("It left today. It comes on Friday!") == ["It left today.", "It comes on Friday!"]
    assert pieces("今天发出。周五到！") == ["今天发出。", "周五到！"]


def test_a_point_inside_a_sentence_does_not_end_it() -> None:
    assert pieces("It costs 3.50 euros, e.g. for a small parcel.") == ["It costs 3.50 euros, e.g. for a small parcel."]


def test_a_long_sentence_is_cut_at_clauses_then_words() -> None:
    assert pieces("one two three, four five six", 16) == ["one two three,", "four five six"]
    assert pieces("one two three four", 9) == ["one two", "three", "four"]


@given(st.text(max_size=400), st.integers(1, 60))
def test_no_piece_is_longer_than_the_limit_and_nothing_is_lost(text: str, limit: int) -> None:
    parts = pieces(text, limit)
    assert all(0 < len(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize("nothing", ["", " \n\t", "😀🎉", "?!…", "[[]]", "\x00\x07"])
def test_what_has_no_sound_is_empty(nothing: str) -> None:
    assert speakable(nothing) == ""


def test_emoji_control_characters_and_phoneme_brackets_are_left_out() -> None:
    assert speakable("Hi 👋🏽 [[həˈloʊ]]\x00there ❤️") == "Hi həˈloʊ there"
    assert speakable("您的订单📦到了") == "您的订单 到了"
