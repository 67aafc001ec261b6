"""From the pieces of a number phrase to its readings: repairs undone, separate numbers kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice, product

MOST_READINGS = 8
"""Readings kept of one number. Source: own choice; a match takes each of them to the database."""
_APART = 4
"""Digits that both sides of an "and" or comma must have to be two numbers, not one in groups."""


class Join(Enum):
    """What stands between two pieces of digits."""

    REPAIR = "repair"
    """"No, wait": what follows replaces what was said."""
    SOFT = "soft"
    """A comma or "and": two numbers, if both are long enough."""
    BREAK = "break"
    """Words: two numbers."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Digits with every way they may be read, or what joins two of them."""

    readings: tuple[str, ...]
    start: int
    end: int
    join: Join | None = None


@dataclass(frozen=True, slots=True)
class NumberReading:
    """One number that was said."""

    value: str
    """Digits only."""
    alternatives: tuple[str, ...]
    """Other readings of the same words, best first."""
    is_suffix: bool
    """The words say that it is the end of a longer number."""
    start: int
    end: int
    text: str
    """The words it came from."""
    repairs: int = 0
    """Times the caller corrected themself within it."""


@dataclass(frozen=True, slots=True)
class _Run:
    readings: tuple[str, ...]
    start: int
    end: int
    repairs: int


def resolve(text: str, pieces: Sequence[Piece], marks: Sequence[int], fits: int | None) -> tuple[NumberReading, ...]:
    """Join `pieces` into numbers; one next to a mark (where words like "ending in" stand) is a suffix."""
    runs = [_repaired(run, fits) for run in _numbers(pieces)]
    found = []
    for index, run in enumerate(runs):
        before = runs[index - 1].end if index else 0
        after = runs[index + 1].start if index + 1 < len(runs) else len(text)
        ahead = any(before <= mark <= run.start for mark in marks)
        behind = index == len(runs) - 1 and any(run.end <= mark <= after for mark in marks)
        found.append(
            NumberReading(
                value=run.readings[0],
                alternatives=run.readings[1:],
                is_suffix=ahead or behind,
                start=run.start,
                end=run.end,
                text=text[run.start : run.end],
                repairs=run.repairs,
            )
        )
    return tuple(found)


def _numbers(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each number: cut at breaks, and at soft joins where every part is long enough to stand alone."""
    cut: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.join is Join.BREAK:
            cut.append([])
        else:
            cut[-1].append(piece)
    numbers: list[list[Piece]] = []
    for run in cut:
        parts: list[list[Piece]] = [[]]
        for piece in run:
            if piece.join is Join.SOFT:
                parts.append([])
            else:
                parts[-1].append(piece)
        parts = [part for part in parts if any(piece.join is None for piece in part)]
        apart = all(sum(len(p.readings[0]) for p in part if p.join is None) >= _APART for part in parts)
        numbers += parts if apart else [[piece for part in parts for piece in part]]
    return [number for number in numbers if number]


def _repaired(pieces: list[Piece], fits: int | None) -> _Run:
    """The readings of one number, with self-corrections applied; those of length `fits` first."""
    stretches: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.join is Join.REPAIR:
            stretches.append([])
        else:
            stretches[-1].append(piece)
    stretches = [stretch for stretch in stretches if stretch]
    readings = _readings(stretches[0])
    for stretch in stretches[1:]:
        readings = _replace(readings, _readings(stretch))
    if fits is not None:
        readings = tuple(sorted(readings, key=lambda reading: len(reading) != fits))
    spoken = [piece for stretch in stretches for piece in stretch]
    kept = tuple(dict.fromkeys(readings))[:MOST_READINGS]
    return _Run(kept, spoken[0].start, spoken[-1].end, len(stretches) - 1)


def _readings(stretch: list[Piece]) -> tuple[str, ...]:
    """Every way to read the pieces in a row, the likeliest first."""
    ways = product(*(piece.readings for piece in stretch))
    return tuple("".join(way) for way in islice(ways, MOST_READINGS))


def _replace(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    """A correction as long as the number replaces it; a shorter one replaces its end."""
    if len(after[0]) >= len(before[0]):
        return after
    return (before[0][: -len(after[0])] + after[0], *after)
