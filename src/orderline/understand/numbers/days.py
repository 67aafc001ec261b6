"""The calendar behind spoken days: weeks from Monday to Sunday, months, the nearest day of a name."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from orderline.understand.numbers.reading import GUESS, LIKELY, SURE

Tense = Literal["past", "future"]
"""Whether the sentence speaks of what was (an order placed) or what is to come (a delivery)."""

_FARTHEST_MONTHS = 1200
"""A hundred years: farther days are not meant, and may not exist."""


@dataclass(frozen=True, slots=True)
class Said:
    """A day or days: the likeliest and the others."""

    value: str
    confidence: float = SURE
    alternatives: tuple[str, ...] = ()


def day(value: date, confidence: float = SURE, *others: date) -> Said:
    """One day and the other days the words may mean."""
    return Said(value.isoformat(), confidence, tuple(other.isoformat() for other in others if other != value))


def days(first: date, last: date, confidence: float = SURE) -> Said:
    """All days from `first` to `last`."""
    return Said(f"{first.isoformat()}/{last.isoformat()}", confidence)


def monday(of: date) -> date:
    """The first day of the week of `of`."""
    return of - timedelta(days=of.weekday())


def week(today: date, away: int, confidence: float = SURE) -> Said:
    """The week `away` weeks from this one."""
    first = monday(today) + timedelta(weeks=away)
    return days(first, first + timedelta(days=6), confidence)


def weekend(today: date, away: int) -> Said:
    """Saturday and Sunday of the week `away` weeks from this one."""
    first = monday(today) + timedelta(weeks=away, days=5)
    return days(first, first + timedelta(days=1))


def weekday_of_week(today: date, weekday: int, away: int) -> date:
    """The day named `weekday` (Monday 0) of the week `away` weeks from this one."""
    return monday(today) + timedelta(weeks=away, days=weekday)


def weekday_near(today: date, weekday: int, tense: Tense) -> Said:
    """The last or next day of a name, today being neither; the other one as alternative."""
    before = today - timedelta(days=(today.weekday() - weekday) % 7 or 7)
    after = today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    return day(before, LIKELY, after) if tense == "past" else day(after, LIKELY, before)


def month_away(today: date, away: int) -> tuple[int, int]:
    """Year and month `away` months from the one of `today`."""
    index = today.year * 12 + today.month - 1 + away
    return index // 12, index % 12 + 1


def month(year: int, number: int, confidence: float = SURE) -> Said:
    """All of a month."""
    return days(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]), confidence)


def third_of_month(year: int, number: int, third: int) -> Said:
    """Its beginning (0), middle (1) or end (2)."""
    last = calendar.monthrange(year, number)[1]
    first, until = ((1, 10), (11, 20), (21, last))[third]
    return days(date(year, number, first), date(year, number, until), LIKELY)


def months_ago(today: date, away: int) -> date:
    """The same day of the month `away` months from now (negative: past), or the last day of that month."""
    year, number = month_away(today, max(-_FARTHEST_MONTHS, min(_FARTHEST_MONTHS, away)))
    return date(year, number, min(today.day, calendar.monthrange(year, number)[1]))


def real(year: int, number: int, day_of_month: int) -> date | None:
    """The day, or None where there is none such."""
    try:
        return date(year, number, day_of_month)
    except ValueError:
        return None


def yearly(today: date, number: int, day_of_month: int, tense: Tense | None) -> Said | None:
    """A month and day without a year: by the tense, else the one nearest to today."""
    return _nearest(today, [real(today.year + away, number, day_of_month) for away in (-1, 0, 1)], tense)


def monthly(today: date, day_of_month: int, tense: Tense | None) -> Said | None:
    """A day without a month: by the tense, else the last one."""
    found = [real(*month_away(today, away), day_of_month) for away in (-2, -1, 0, 1, 2)]
    return _nearest(today, found, tense or "past")


def _nearest(today: date, found: list[date | None], tense: Tense | None) -> Said | None:
    real_days = [one for one in found if one is not None]
    if not real_days:
        return None
    fits: dict[Tense | None, Callable[[date], bool]] = {
        "past": lambda one: one <= today,
        "future": lambda one: one >= today,
        None: lambda one: True,
    }
    ordered = sorted(real_days, key=lambda one: (not fits[tense](one), abs((one - today).days)))
    return day(ordered[0], SURE if tense else LIKELY, *ordered[1:2])


def whole_month(today: date, number: int, tense: Tense | None) -> Said:
    """A month without a year."""
    first = yearly(today, number, 1, tense or "past")
    year = int(first.value[:4]) if first else today.year
    return month(year, number, LIKELY)


def ago(today: date, count: int, unit: str, sign: int) -> Said:
    """`count` days, weeks, months or years before (-1) or after (1) today; longer units are meant roughly."""
    if unit == "day":
        return day(_moved(today, sign * count))
    if unit == "week":
        there = _moved(today, sign * 7 * count)
        return Said(there.isoformat(), LIKELY, (week(there, 0).value,))
    there = months_ago(today, sign * count * (12 if unit == "year" else 1))
    return Said(there.isoformat(), LIKELY, (month(there.year, there.month).value,))


def stretch(today: date, count: int, unit: str, sign: int) -> Said:
    """The last (-1) or next (1) `count` days, weeks or months, today included."""
    there = _moved(today, sign * count * 7) if unit == "week" else _moved(today, sign * count)
    if unit in ("month", "year"):
        there = months_ago(today, sign * count * (12 if unit == "year" else 1))
    return days(min(there, today), max(there, today), LIKELY)


def some_days_ago(today: date, first: int, last: int) -> Said:
    """From `first` to `last` days before today."""
    return days(_moved(today, -first), _moved(today, -last), GUESS)


def _moved(today: date, by: int) -> date:
    """`by` days from today, held within the calendar."""
    farthest = _FARTHEST_MONTHS * 30
    return today + timedelta(days=max(-farthest, min(farthest, by)))
