"""Times of a day to come, as people agree on one: "tomorrow nine to eleven", 「明天上午九点到十一点」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from orderline.orders.identifiers import Language
from orderline.understand.numbers import slots_en, slots_zh
from orderline.understand.numbers.dates import dates_in, tense_of
from orderline.understand.numbers.hours import Hours
from orderline.understand.numbers.reading import GUESS, LIKELY, Reading, longest_first, repaired
from orderline.understand.numbers.written import Written, write

_FAR = 12
"""Characters between a day and its time: "tomorrow, anytime from"."""
_GONE = ("this morning", "今早")
"""Nobody plans for it: callers tell by it what was."""
_OTHER_DAYS = (0, 2)
"""Days from today meant by "in the morning" besides tomorrow."""


def find_slots(text: str, language: Language, *, today: date, asked: bool = False) -> tuple[Reading, ...]:
    """Every time to come said in `text` (from `normalise`), in order: ISO start and end in the shop's time,
    `2026-11-23T09:00/2026-11-23T11:00`.

    Args:
        text: the normalised sentence; spans in the result index into it.
        language: whose words to read.
        today: the shop's day of the call.
        asked: a time was asked for, so that a time without a day is one, tomorrow's first.
    """
    written = write(text, language)
    said = [(written.reading(match, "", LIKELY), hours) for match, hours in _times(written.text, language)]
    if not said:
        return ()
    named = dates_in(written, language, today, "future")
    longest = longest_first(time for time, _ in said)
    found = []
    for time, hours in said:
        if time not in longest:
            continue
        longest.remove(time)
        day = _day_beside(time, named)
        if day is not None:
            told = asked or not _is_past(written, day, today, language)
            found.append(_on(text, day, time, hours, today) if told else None)
        elif asked and not any(time.start < one.end and one.start < time.end for one in named):
            found.append(_undated(time, hours, today))
    return repaired(text, longest_first(one for one in found if one is not None), language)


def _times(text: str, language: Language) -> Iterator[tuple[re.Match[str], Hours]]:
    return slots_en.times(text) if language == "en" else slots_zh.times(text)


def _is_past(written: Written, day: Reading, today: date, language: Language) -> bool:
    """Whether the words may speak of today as of something that was: "my purchase from this morning"."""
    if day.value != today.isoformat():
        return False
    if day.text in _GONE:
        return True
    at = next(index for index, start in enumerate(written.starts) if start >= day.start)
    tense = tense_of(written.text, at, at + 1, language)
    return tense == "past" or (tense is None and day.text.startswith("this "))


def _day_beside(time: Reading, named: list[Reading]) -> Reading | None:
    """The day named next to a time, or with it ("tonight", 明早)."""
    near = [day for day in named if time.start - day.end <= _FAR and day.start - time.end <= _FAR]
    return min(near, key=lambda day: abs(day.start - time.start), default=None)


def _on(text: str, day: Reading, time: Reading, hours: Hours, today: date) -> Reading | None:
    """The time on the day; None where that day has passed."""
    days = [one for one in (day.value, *day.alternatives) if "/" not in one and date.fromisoformat(one) >= today]
    if not days or days[0] != day.value:
        return None
    start, end = min(day.start, time.start), max(day.end, time.end)
    values = [*(hours.on(one) for one in days[:1]), *(other.on(days[0]) for other in hours.others)]
    confidence = min(day.confidence, hours.confidence)
    return Reading(values[0], start, end, text[start:end], confidence, tuple(values[1:]))


def _undated(time: Reading, hours: Hours, today: date) -> Reading:
    tomorrow = hours.on((today + timedelta(days=1)).isoformat())
    others = tuple(hours.on((today + timedelta(days=away)).isoformat()) for away in _OTHER_DAYS)
    return replace(time, value=tomorrow, confidence=min(GUESS, hours.confidence), alternatives=others)
