"""Hours of a day in which somebody may be at home, and what people call them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from orderline.understand.numbers.reading import LIKELY, SURE

FIRST, LAST = 8 * 60, 21 * 60
"""Minutes of the day between which carriers come; own choice, for "after five" and "before ten"."""
PARTS = {"morning": (8, 12), "noon": (11, 13), "afternoon": (12, 18), "evening": (18, 21), "day": (8, 21)}
"""First and last hour of a part of the day. Own choice: carriers' windows lie within them."""
_ONE_HOUR = 60


@dataclass(frozen=True, slots=True)
class Hours:
    """A time span within one day, in minutes from midnight."""

    start: int
    end: int
    confidence: float = SURE
    others: tuple[Hours, ...] = ()

    def on(self, day: str) -> str:
        """ISO start and end on `day` (ISO)."""
        return f"{day}T{_clock(self.start)}/{day}T{_clock(self.end)}"


def _clock(minutes: int) -> str:
    hour, minute = divmod(min(minutes, 24 * 60 - 1), 60)
    return f"{hour:02}:{minute:02}"


def part(name: str) -> Hours:
    """A part of the day."""
    first, last = PARTS[name]
    return Hours(first * 60, last * 60)


def one_time(minutes: int, half: str) -> Hours | None:
    """The hour that begins at a time, read by its half of the day (`am`, `pm`, or empty)."""
    start = placed(minutes, half)
    return Hours(start, start + _ONE_HOUR, SURE if half else LIKELY) if start < 24 * 60 else None


def open_ended(minutes: int, half: str, after: bool) -> Hours | None:
    """From a time on, or until it."""
    at = placed(minutes, half)
    hours = Hours(at, LAST, LIKELY) if after else Hours(FIRST, at, LIKELY)
    return hours if hours.start < hours.end else None


def between(start: int, start_half: str, end: int, end_half: str) -> Hours | None:
    """From one time to another. A half said for the end holds for the start, if that comes before it then."""
    last = placed(end, end_half or start_half)
    if start_half:
        first = placed(start, start_half)
        if last <= first:
            last = placed(end, end_half or "pm")
    else:
        first = placed(start, end_half)
        if first >= last:
            first = placed(start, "am" if end_half else "")
    if first >= last and not end_half:
        last += 12 * 60
    if first >= last or last > 24 * 60:
        return None
    said = Hours(first, last)
    if start_half or end_half or last + 12 * 60 > LAST + _ONE_HOUR:
        return said
    return replace(said, confidence=LIKELY, others=(Hours(first + 12 * 60, last + 12 * 60, LIKELY),))


def placed(minutes: int, half: str) -> int:
    """A time on the twelve-hour clock in minutes from midnight; without a half from eight in the morning to seven in
    the evening.
    """
    if minutes >= 13 * 60:
        return minutes
    within = minutes % (12 * 60)
    if half == "am":
        return within
    if half == "pm":
        return within + 12 * 60
    return within if within >= FIRST else within + 12 * 60
