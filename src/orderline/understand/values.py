"""Days, times, amounts of money and counts of pieces in a sentence, as entities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from orderline.events.meaning import Entity, EntityKind
from orderline.events.speech import Expect, Transcript
from orderline.orders.identifiers import Language
from orderline.understand import confidence
from orderline.understand.numbers.dates import find_dates
from orderline.understand.numbers.money import find_money
from orderline.understand.numbers.quantities import find_quantities
from orderline.understand.numbers.reading import SURE, Reading
from orderline.understand.numbers.slots import find_slots

_DIGITS_ASKED = frozenset({Expect.ORDER_NUMBER, Expect.PHONE_TAIL, Expect.POSTCODE, Expect.CODE})
_DETAIL_ASKED = frozenset({Expect.DETAIL, Expect.CHOICE})

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a sentence, and the spans that they cover in it."""

    entities: tuple[Entity, ...] = ()
    spans: tuple[Span, ...] = ()


def find_values(transcript: Transcript, text: str, language: Language, expect: Expect, today: date | None) -> Values:
    """The days, times, amounts and counts of `text` (from `normalise`), in the order said; none overlaps another.

    Where digits were asked for, only what can hardly be digits is taken; where a detail was, a bare number is one.
    Days and times need `today`.
    """
    asked = expect in _DETAIL_ASKED
    found: list[tuple[EntityKind, Reading]] = []
    if today is not None:
        _add(found, EntityKind.SLOT, find_slots(text, language, today=today, asked=asked))
        _add(found, EntityKind.DATE, find_dates(text, language, today=today))
    _add(found, EntityKind.MONEY, find_money(text, language))
    _add(found, EntityKind.QUANTITY, find_quantities(text, language, asked=asked))
    if expect in _DIGITS_ASKED:
        found = [(kind, reading) for kind, reading in found if _is_no_code(kind, reading)]
    found.sort(key=lambda one: one[1].start)
    return Values(
        tuple(_entity(transcript, kind, reading) for kind, reading in found),
        tuple((reading.start, reading.end) for _, reading in found),
    )


def _add(found: list[tuple[EntityKind, Reading]], kind: EntityKind, readings: Iterable[Reading]) -> None:
    free = [reading for reading in readings if not _overlaps(reading, [other for _, other in found])]
    found += [(kind, reading) for reading in free]


def _overlaps(reading: Reading, others: Sequence[Reading]) -> bool:
    return any(reading.start < other.end and other.start < reading.end for other in others)


def _is_no_code(kind: EntityKind, reading: Reading) -> bool:
    """Whether the words name what is counted, so that they are no digits of a code."""
    named = any(char.isalpha() or char in "$€£¥" for char in reading.text)
    return kind is not EntityKind.QUANTITY and named and reading.confidence >= SURE


def _entity(transcript: Transcript, kind: EntityKind, reading: Reading) -> Entity:
    return Entity(
        kind=kind,
        value=reading.value,
        text=reading.text,
        confidence=confidence.combine(reading.confidence, transcript.confidence, confidence.DIGITS_MATTER),
        alternatives=reading.alternatives,
    )
