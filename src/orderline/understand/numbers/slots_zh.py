"""Times of day in Chinese, over a sentence in figures (`written`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orderline.understand.numbers.hours import Hours, between, one_time, open_ended, part

_PART = r"上午|早上|早晨|清晨|中午|下午|傍晚|晚上|夜里|凌晨|(?<=[今明后天])[早晚]"
_PARTS_OF = {
    "上午": "morning", "早上": "morning", "早晨": "morning", "清晨": "morning", "早": "morning", "凌晨": "morning",
    "中午": "noon", "下午": "afternoon", "傍晚": "evening", "晚上": "evening", "夜里": "evening", "晚": "evening",
}  # fmt: skip
_ANY = re.compile(r"(?P<day>全天|整天|一整天|随时|什么时候都(?:行|可以))")


def _time(name: str, *, mark: str = "") -> str:
    """One time; `mark` is `?` where 点 may be left out."""
    return (
        rf"(?P<{name}part>{_PART})?的?(?<![\d.月])(?P<{name}hour>[01]?\d|2[0-4])"
        rf"(?:(?:点|时|:)钟?(?:(?P<{name}half>半)|整|(?P<{name}quarter>[13])刻|(?P<{name}minute>[0-5]?\d)分?)?){mark}"
    )


_RANGE = re.compile(rf"{_time('a', mark='?')}(?:到|至|-|–|~){_time('b')}(?:之间)?")
_OPEN = re.compile(rf"{_time('a')}(?:之|以)?(?P<side>前|后)")
_AT = re.compile(rf"{_time('a')}(?!\d)")
_PARTS = re.compile(rf"(?P<part>{_PART})(?!好)")


def times(text: str) -> Iterator[tuple[re.Match[str], Hours]]:
    """Every time and part of the day; longer readings contain shorter ones."""
    for found in _RANGE.finditer(text):
        hours = between(_minutes(found, "a"), _half(found, "a"), _minutes(found, "b"), _half(found, "b"))
        if hours is not None:
            yield found, hours
    for found in _OPEN.finditer(text):
        hours = open_ended(_minutes(found, "a"), _half(found, "a"), found["side"] == "后")
        if hours is not None:
            yield found, hours
    for found in _AT.finditer(text):
        hours = one_time(_minutes(found, "a"), _half(found, "a"))
        if hours is not None:
            yield found, hours
    for found in _PARTS.finditer(text):
        yield found, part(_PARTS_OF[found["part"]])
    for found in _ANY.finditer(text):
        yield found, part("day")


def _half(found: re.Match[str], name: str) -> str:
    """`am` or `pm` by the part of the day; 中午 is before noon at eleven, after it from twelve on."""
    words = found[f"{name}part"]
    if not words:
        return ""
    if words == "中午":
        return "am" if int(found[f"{name}hour"]) in (10, 11) else "pm"
    return "am" if _PARTS_OF[words] == "morning" else "pm"


def _minutes(found: re.Match[str], name: str) -> int:
    minutes = int(found[f"{name}hour"]) * 60
    if found[f"{name}half"]:
        return minutes + 30
    if found[f"{name}quarter"]:
        return minutes + 15 * int(found[f"{name}quarter"])
    return minutes + int(found[f"{name}minute"] or "0")
