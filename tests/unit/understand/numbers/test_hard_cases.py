"""Hard cases by hand, one a line in `hard_cases.<language>.txt`: a development set, not a measure of accuracy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from orderline.orders.identifiers import LANGUAGES, Language
from orderline.understand.normal import normalise
from orderline.understand.numbers import find_numbers
from orderline.understand.numbers.dates import find_dates
from orderline.understand.numbers.money import find_money
from orderline.understand.numbers.quantities import find_ordinals, find_quantities
from orderline.understand.numbers.slots import find_slots
from orderline.understand.numbers.spelled import find_spelled

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 19)
FEWEST = 150
Find = Callable[[str, Language, bool], list[str]]


def _number(text: str, language: Language, _asked: bool) -> list[str]:
    return [reading.value for reading in find_numbers(text, language) if len(reading.value) > 1]


FINDERS: dict[str, Find] = {
    "number": _number,
    "money": lambda text, language, asked: [one.value for one in find_money(text, language, asked=asked)],
    "date": lambda text, language, _asked: [one.value for one in find_dates(text, language, today=TODAY)],
    "slot": lambda text, language, asked: [one.value for one in find_slots(text, language, today=TODAY, asked=asked)],
    "quantity": lambda text, language, asked: [one.value for one in find_quantities(text, language, asked=asked)],
    "ordinal": lambda text, language, _asked: [one.value for one in find_ordinals(text, language)],
    "spelled": lambda text, language, asked: [one.value for one in find_spelled(text, language, asked=asked)],
}


def _cases(language: Language) -> Iterator[tuple[str, str, str]]:
    for line in Path(__file__).with_name(f"hard_cases.{language}.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, _, rest = line.partition(": ")
            words, _, values = rest.rpartition("=>")
            yield kind, words.strip(), values.strip()


@pytest.mark.parametrize(
    ("language", "kind", "words", "values"),
    [(language, *case) for language in LANGUAGES for case in _cases(language)],
)
def test_what_is_said_is_read(language: Language, kind: str, words: str, values: str) -> None:
    found = FINDERS[kind.removesuffix("?")](normalise(words), language, kind.endswith("?"))
    assert found == [_value(value.strip()) for value in values.split(",") if value.strip()]


def _value(written: str) -> str:
    """`4292 -` stands for an amount without a currency."""
    return written[:-1] if written.endswith(" -") else written


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_cases(language: Language) -> None:
    assert len(list(_cases(language))) >= FEWEST
