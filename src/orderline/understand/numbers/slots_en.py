"""Times of day in English, over a sentence in figures (`written`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orderline.understand.numbers.hours import Hours, between, one_time, open_ended, part

_HALF = r"(?:\s*(?P<{0}half>am|pm|a\.m\.?|p\.m\.?)\b)?"


def _time(name: str) -> str:
    """One time, its groups named after `name`."""
    return (
        rf"(?:(?P<{name}to>half past|quarter past|quarter to|(?:\d{{1,2}}|20) (?:past|to))\s+)?"
        rf"(?:(?P<{name}hour>[01]?\d|2[0-4])(?!\d|st|nd|rd|th|,\d|\.\d)(?:(?::|\s)(?P<{name}minute>[0-5]\d)(?!\d))?"
        rf"(?:\s*o'?\s?clock)?{_HALF.format(name)}|(?P<{name}named>noon|midday|midnight))"
    )


_PART = r"(?:in the |during the |on the |the |this )?(?P<part>morning|afternoon|evening|night)"
_RANGE = re.compile(
    rf"(?<![\w$€£¥:/.-])(?<!size )(?:(?:from|between)\s+)?{_time('a')}\s*(?:to|and|-|–|—|until|till|til)\s*{_time('b')}"
    rf"(?![\d%/]|\s*(?:of|dollars?|bucks|cents?|days?|weeks?|items?|pieces?))(?:\s+{_PART})?"
)
_OPEN = re.compile(rf"\b(?P<side>after|before|by|from)\s+{_time('a')}(?!\d)(?:\s+(?:on|onwards?))?(?:\s+{_PART})?")
_AT = re.compile(rf"\b(?:at|around|about)\s+{_time('a')}(?![\d$])(?:\s+{_PART})?")
_CLOCK = re.compile(rf"(?<![\w$€£¥:/.-]){_time('a')}(?:(?<=m)|(?<=m\.)|(?<=clock)|(?<=:\d\d)|(?<=noon))\b")
_PARTS = re.compile(
    rf"\b{_PART}\b|\b(?P<tonight>tonight)\b|\b(?P<noon>noon|lunch ?time|midday)\b"
    r"|\b(?P<day>any ?time|all day|whole day)\b"
)


def times(text: str) -> Iterator[tuple[re.Match[str], Hours]]:
    """Every time and part of the day; longer readings contain shorter ones."""
    for found in _RANGE.finditer(text):
        hours = between(_minutes(found, "a"), _half(found, "a", False), _minutes(found, "b"), _half(found, "b"))
        if hours is not None:
            yield found, hours
    for found in _OPEN.finditer(text):
        hours = open_ended(_minutes(found, "a"), _half(found, "a"), found["side"] in ("after", "from"))
        if hours is not None:
            yield found, hours
    for pattern in (_AT, _CLOCK):
        for found in pattern.finditer(text):
            hours = one_time(_minutes(found, "a"), _half(found, "a") if pattern is _AT else _half(found, "a", False))
            if hours is not None:
                yield found, hours
    for found in _PARTS.finditer(text):
        yield found, part(_part_name(found))


def _part_name(found: re.Match[str]) -> str:
    if found["part"]:
        return "evening" if found["part"] == "night" else found["part"]
    return "evening" if found["tonight"] else "noon" if found["noon"] else "day"


def _half(found: re.Match[str], name: str, with_part: bool = True) -> str:
    """`am` or `pm` where the words say so, by themselves or by the part of the day."""
    if found[f"{name}named"]:
        return "pm" if found[f"{name}named"] != "midnight" else "am"
    if found[f"{name}half"]:
        return found[f"{name}half"].replace(".", "")
    if with_part and found["part"]:
        return "am" if found["part"] == "morning" else "pm"
    return ""


def _minutes(found: re.Match[str], name: str) -> int:
    if found[f"{name}named"]:
        return 12 * 60
    minutes = int(found[f"{name}hour"]) * 60 + int(found[f"{name}minute"] or "0")
    words = found[f"{name}to"]
    if not words:
        return minutes
    first = words.split()[0]
    away = {"half": 30, "quarter": 15}.get(first) or int(first)
    return (minutes - away if words.endswith("to") else minutes + away) % (24 * 60)
