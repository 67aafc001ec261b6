"""Chinese characters to figures: 二百四十二 is 242, 一百二 is 120, 零五 is 05, 两三 is 2~3."""

from __future__ import annotations

import re
from collections.abc import Iterator

Piece = tuple[str, int, int]
"""What to write, and the span it stands for."""

_DIGITS = dict(zip("零一二三四五六七八九", "0123456789", strict=True)) | {"〇": "0", "两": "2", "幺": "1"}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_NUMBER = re.compile(
    r"(?P<about>(?:一两|[二两]三|三四|三五|四五|五六|六七|七八|八九)(?=天|个|件|周|块|元|百|日))"
    r"|(?P<cardinal>[零一二三四五六七八九两\d]*[十百千万][零一二三四五六七八九两十百千万]*)"
    r"|(?P<digits>[零〇一二三四五六七八九两幺]+)"
    r"|(?P<filler>嗯|呃|额|那个(?=[零一二三四五六七八九十两\d]))"
)
_WEEK = re.compile(r"(?:周|星期|礼拜)$")
_WEEKDAY = re.compile(r"(?P<digits>[一二三四五六])(?P<about>)(?P<filler>)")
"""A weekday is one character, whatever number follows: 周五十点 is ten o'clock on Friday."""


def pieces(text: str) -> Iterator[Piece]:
    """The sentence in pieces; blanks between Chinese characters and figures go."""
    at = 0
    while at < len(text):
        found = (_WEEKDAY if _WEEK.search(text[max(0, at - 2) : at]) else _NUMBER).match(text, at)
        if found is None:
            if text[at] != " " or _between_latin(text, at):
                yield text[at], at, at + 1
            at += 1
            continue
        at = found.end()
        if found["filler"]:
            continue
        yield _written(found), found.start(), found.end()
        if found.re is _WEEKDAY and _NUMBER.match(text, at):
            yield " ", found.start(), found.end()


def _between_latin(text: str, at: int) -> bool:
    """Whether the blank keeps two Latin words or figures apart."""
    return 0 < at < len(text) - 1 and text[at - 1].isascii() and text[at + 1].isascii()


def _written(found: re.Match[str]) -> str:
    said = found.group()
    if found["about"]:
        return f"{_DIGITS[said[0]]}~{_DIGITS[said[1]]}"
    if found["digits"]:
        return "".join(_DIGITS[char] for char in said)
    return str(value_of(said))


def value_of(words: str) -> int:
    """A cardinal with 十, 百, 千 or 万 in it. A last digit without a 零 before it counts the next smaller scale:
    一百二 is 120, 一百零二 is 102, 一万二 is 12,000.
    """
    total = section = 0
    digits = ""
    smaller = 1
    for char in words:
        if char in _SCALES:
            scale = _SCALES[char]
            section += (int(digits) if digits else 1) * scale
            digits, smaller = "", scale // 10
        elif char == "万":
            total, section = (total + section + int(digits or "0")) * 10_000, 0
            digits, smaller = "", 1000
        elif char in "零〇":
            digits, smaller = digits + "0", 1
        else:
            digits += _DIGITS.get(char, char)
    last = int(digits or "0")
    return total + section + last * (smaller if len(digits) == 1 and smaller > 1 else 1)
