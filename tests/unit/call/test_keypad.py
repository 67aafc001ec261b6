"""Keys become answers."""

import pytest

from orderline.call.keypad import MOST, Keypad

pytestmark = pytest.mark.unit


def pressed(keys: str, complete_at: int | None = None) -> list[str]:
    pad = Keypad()
    return [answer for key in keys if (answer := pad.press(key, complete_at)) is not None]


def test_an_answer_of_known_length_is_complete_with_its_last_digit() -> None:
    assert pressed("204821", 6) == ["204821"]


def test_hash_ends_an_answer() -> None:
    assert pressed("7350#") == ["7350"]


def test_star_starts_again() -> None:
    assert pressed("99*7350", 4) == ["7350"]


def test_hash_alone_is_no_answer() -> None:
    assert pressed("#") == []


def test_what_is_no_key_is_ignored() -> None:
    assert pressed("a7b3c5d0", 4) == ["7350"]


def test_a_pause_ends_an_answer_once() -> None:
    pad = Keypad()
    pad.press("4", None)
    assert pad.give_up() == "4"
    assert pad.give_up() is None


def test_endless_keys_come_to_an_end() -> None:
    assert pressed("1" * (MOST + 3)) == ["1" * MOST]
