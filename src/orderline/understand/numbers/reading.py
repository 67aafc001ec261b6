"""What the readers of amounts, days, times, counts and letters give: a value, where it was said, and how surely."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from orderline.orders.identifiers import Language

SURE = 0.95
"""The words can hardly mean anything else. This and the next two are our own choice; no data yet."""
LIKELY = 0.8
"""The words mostly mean this, or leave one thing open."""
GUESS = 0.6
"""One of several things the words may mean."""
REPAIRED = 0.9
"""Factor for a value that the caller corrected."""
_REPAIR = {
    "en": re.compile(
        r"\b(?:no|nope|wait|sorry|oops|i mean|i meant|scratch that|make that|correction|rather|actually)\b"
    ),
    "zh": re.compile(r"不对|不是|哦不|噢不|错了|应该是|等等|等一下|更正|我是说|不不"),
}
_LONGEST_REPAIR = 30
"""Characters between a value and the one that corrects it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One value that was said."""

    value: str
    """Canonical, as `events.meaning.EntityKind` defines it for its kind."""
    start: int
    end: int
    """Span in the normalised sentence."""
    text: str
    """The words it came from."""
    confidence: float
    """[0, 1]: how surely the words mean the value, were every word right."""
    alternatives: tuple[str, ...] = ()
    """Other values the words may mean, best first."""


def longest_first(readings: Iterable[Reading]) -> list[Reading]:
    """Readings that do not overlap, in the order said: of two that do, the longer one, then the surer."""
    kept: list[Reading] = []
    for reading in sorted(readings, key=lambda one: (one.start - one.end, -one.confidence)):
        if not any(reading.start < other.end and other.start < reading.end for other in kept):
            kept.append(reading)
    return sorted(kept, key=lambda one: one.start)


def repaired(text: str, readings: Iterable[Reading], language: Language) -> tuple[Reading, ...]:
    """Of two readings with "no, wait" between them only the later one, a little less sure."""
    kept: list[Reading] = []
    for reading in readings:
        if kept and _repairs(text[kept[-1].end : reading.start], language):
            kept[-1] = replace(reading, confidence=reading.confidence * REPAIRED)
        else:
            kept.append(reading)
    return tuple(kept)


def _repairs(between: str, language: Language) -> bool:
    return len(between) <= _LONGEST_REPAIR and bool(_REPAIR[language].search(between))
