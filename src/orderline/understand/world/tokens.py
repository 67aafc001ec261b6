"""English words as tokens that a shop's word and a caller's word share: "1.5L" and "one point five litres" are one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from orderline.orders.finding.terms import stem

_WORD = re.compile(r"\d+(?:\.\d+)?|[a-z]+(?:'[a-z]+)?|[%\"]|[㐀-鿿]")
_ONES = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]  # fmt: skip
_SMALL = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_TIMES = {"hundred": 100, "thousand": 1000}
_SAME = {
    word: unit
    for unit, words in {
        "in": 'inch inches "',
        "ft": "foot feet",
        "l": "liter liters litre litres",
        "ml": "milliliter milliliters millilitre millilitres mil mils",
        "mm": "millimeter millimeters millimetre millimetres",
        "cm": "centimeter centimeters centimetre centimetres",
        "gb": "gig gigs gigabyte gigabytes",
        "tb": "tera terabyte terabytes",
        "mp": "megapixel megapixels",
        "mah": "milliamp milliamps",
        "lb": "lbs pound pounds",
        "kg": "kilo kilos kilogram kilograms",
        "g": "gram grams",
        "w": "watt watts",
        "%": "percent",
        "gray": "grey",
        "color": "colour colours colors",
    }.items()
    for word in words.split()
}
"""Units and spellings that mean the same, both in a shop's own words and in a caller's."""
_RANGE = frozenset({"to", "through"})


@dataclass(frozen=True, slots=True)
class Token:
    """One word: canonical text, and where it stands."""

    text: str
    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """The words of `text` (lower case), stemmed, number words as digits, units by one name each."""
    raw = [Token(found.group(), found.start(), found.end()) for found in _WORD.finditer(text)]
    found: list[Token] = []
    at = 0
    while at < len(raw):
        number = _number(raw, at)
        if number:
            value, after = number
            found.append(Token(value, raw[at].start, raw[after - 1].end))
            at = after
        elif raw[at].text in _RANGE and found and _is_number(found[-1].text) and _number(raw, at + 1):
            at += 1
        else:
            found.append(Token(canonical(raw[at].text), raw[at].start, raw[at].end))
            at += 1
    return tuple(found)


def canonical(word: str) -> str:
    """One word as a token has it."""
    return _SAME.get(word) or stem(word.removesuffix("'s"))


def _is_number(word: str) -> bool:
    return word[:1].isdigit()


def _number(raw: list[Token], at: int) -> tuple[str, int] | None:
    """A number written or said from `at` on, and the index after it: "one point five" is 1.5."""
    if at >= len(raw):
        return None
    if _is_number(raw[at].text):
        return raw[at].text, at + 1
    if raw[at].text == "a" and at + 1 < len(raw) and raw[at + 1].text in _TIMES:
        total, after = _group(raw, at + 1, 1)
    elif raw[at].text in _SMALL:
        total, after = _group(raw, *_below_hundred(raw, at))
    else:
        return None
    digits = ""
    if after < len(raw) - 1 and raw[after].text == "point" and _SMALL.get(raw[after + 1].text, 10) < 10:
        after += 1
        while after < len(raw) and _SMALL.get(raw[after].text, 10) < 10:
            digits += str(_SMALL[raw[after].text])
            after += 1
    return (f"{total}.{digits}" if digits else str(total)), after


def _below_hundred(raw: list[Token], at: int) -> tuple[int, int]:
    """Index after a number below a hundred, and its value."""
    value = _SMALL[raw[at].text]
    if value >= 20 and at + 1 < len(raw) and 0 < _SMALL.get(raw[at + 1].text, 0) < 10:
        return at + 2, value + _SMALL[raw[at + 1].text]
    return at + 1, value


def _group(raw: list[Token], at: int, value: int) -> tuple[int, int]:
    """Hundreds and thousands after `value`: the number, and the index after it."""
    total = 0
    while at < len(raw) and raw[at].text in _TIMES:
        value *= _TIMES[raw[at].text]
        if raw[at].text == "thousand":
            total, value = total + value, 0
        at += 1
        rest = at + 1 if at + 1 < len(raw) and raw[at].text == "and" else at
        if rest < len(raw) and raw[rest].text in _SMALL:
            at, small = _below_hundred(raw, rest)
            value += small
    return total + value, at
