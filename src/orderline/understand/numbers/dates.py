"""Days as people say them, measured from the day of the call."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from orderline.orders.identifiers import Language
from orderline.understand.numbers import dates_en, dates_zh
from orderline.understand.numbers.days import Said, Tense
from orderline.understand.numbers.reading import LIKELY, Reading, longest_first, repaired
from orderline.understand.numbers.written import Written, write

_TO = {
    "en": re.compile(r"\s*(?:to|through|thru|until|till|til|and|-|–|—)\s*(?:the\s+)?"),
    "zh": re.compile(r"\s*(?:到|至|和|-|–|—|~)\s*"),
}
_LEAD = {"en": re.compile(r"\b(?:from|between)\s+(?:the\s+)?$"), "zh": re.compile(r"(?:从|在)?$")}
_MOVED = re.compile(r"\b(?:chang|mov|switch|reschedul|push|shift)\w*\b|改|换|挪|推迟|提前")
"""From one day to another then are two days, not those between."""
_BESIDE = re.compile(r"[\s,(]*(?:on |the )*[\s(]*")
_AND = ("and", "和")


def find_dates(text: str, language: Language, *, today: date, tense: Tense | None = None) -> tuple[Reading, ...]:
    """Every day and stretch of days said in `text` (from `normalise`), in order.

    Args:
        text: the normalised sentence; spans in the result index into it.
        language: whose words to read.
        today: the shop's day of the call.
        tense: whether days of a name are past or to come, where the words do not tell; None: past for weekdays and
            days of the month (callers mostly tell when they bought), the nearest for a month and day.

    The value is an ISO day, or first and last day with a slash between.
    """
    written = write(text, language)
    return repaired(text, _joined(written, dates_in(written, language, today, tense), language), language)


def dates_in(written: Written, language: Language, today: date, tense: Tense | None) -> list[Reading]:
    """The single days and named stretches; those from one day to another are not yet put together."""
    grammar = dates_en if language == "en" else dates_zh
    found = []
    for pattern, read in grammar.PATTERNS:
        for match in pattern.finditer(written.text):
            told = tense_of(written.text, match.start(), match.end(), language) or tense
            said = read(match, today, told)
            if said is not None:
                found.append(_reading(written, match, said))
    return _merged(written.source, longest_first(found))


def _merged(text: str, found: list[Reading]) -> list[Reading]:
    """A weekday beside a day of the month is one day: "Tuesday the 17th", 11月25日（周三）."""
    merged: list[Reading] = []
    for reading in found:
        last = merged[-1] if merged else None
        agreed = _agreed(last, reading) if last and _BESIDE.fullmatch(text[last.end : reading.start]) else ()
        if last and agreed:
            span = text[last.start : reading.end]
            merged[-1] = Reading(agreed[0], last.start, reading.end, span, LIKELY, agreed[1:])
        else:
            merged.append(reading)
    return merged


def _agreed(one: Reading, two: Reading) -> tuple[str, ...]:
    """The days that both may mean: of the one that is no bare weekday, those that fall on the other's weekday."""
    for weekday, other in ((one, two), (two, one)):
        days = [weekday.value, *weekday.alternatives, other.value, *other.alternatives]
        if any("/" in day for day in days) or any(char.isdigit() for char in weekday.text):
            continue
        asked = date.fromisoformat(weekday.value).weekday()
        fitting = [day for day in (other.value, *other.alternatives) if date.fromisoformat(day).weekday() == asked]
        if fitting:
            return tuple(fitting)
    return ()


def tense_of(text: str, start: int, end: int, language: Language) -> Tense | None:
    """What the words say of the time of a day at `start`: the last one before it, else the first one after it."""
    grammar = dates_en if language == "en" else dates_zh
    cues = list(grammar.TENSE.finditer(text))
    before = [cue for cue in cues if cue.end() <= start]
    after = [cue for cue in cues if cue.start() >= end]
    nearest = before[-1] if before else after[0] if after else None
    if nearest is None:
        return None
    return "past" if nearest["past"] else "future"


def _reading(written: Written, match: re.Match[str], said: Said) -> Reading:
    group = "day" if "day" in match.re.groupindex else 0
    return written.reading(match, said.value, said.confidence, *said.alternatives, group=group)


def _joined(written: Written, found: Iterable[Reading], language: Language) -> list[Reading]:
    """Two single days with "to" between are one stretch; with "and" only after "between"."""
    joined: list[Reading] = []
    for reading in found:
        last = joined[-1] if joined else None
        if last is not None and _is_stretch(written.source, last, reading, language):
            joined[-1] = _stretch(written.source, last, reading)
        else:
            joined.append(reading)
    return joined


def _is_stretch(text: str, first: Reading, last: Reading, language: Language) -> bool:
    if "/" in first.value or "/" in last.value:
        return False
    between = text[first.end : last.start]
    if not _TO[language].fullmatch(between):
        return False
    if between.strip().startswith(_AND):
        led = _LEAD[language].search(text[: first.start])
        return bool(led and led.group())
    return not _MOVED.search(text[: first.start])


def _stretch(text: str, first: Reading, last: Reading) -> Reading:
    """From the first day to the first reading of the last that is not before it."""
    ends = [end for end in (last.value, *last.alternatives) if end >= first.value and "/" not in end]
    end = min(ends) if ends else last.value
    low, high = sorted((first.value, end))
    confidence = min(first.confidence, last.confidence)
    return Reading(f"{low}/{high}", first.start, last.end, text[first.start : last.end], confidence)
