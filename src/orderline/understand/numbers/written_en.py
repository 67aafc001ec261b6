"""English words to figures: cardinals as one number each, ordinals with "th", decimals with a point."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Piece = tuple[str, int, int]
"""What to write, and the span it stands for."""

UNITS = {
    word: value
    for value, word in enumerate(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
}
_TEENS = {
    word: value
    for value, word in enumerate(
        (
            *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
            "nineteen",
        ),
        10,
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)
} | {"fourty": 40}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        (
            *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
            *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
            *("eighteenth", "nineteenth", "twentieth"),
        ),
        1,
    )
} | {
    word: 10 * value
    for value, word in enumerate(
        ("thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"), 3
    )
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_FILLERS = frozenset({"uh", "um", "er", "erm", "eh", "hmm", "uhm"})
_TOKEN = re.compile(r"\d+(?:,\d{3})+(?!\d)|\d+|[a-z]+(?:'[a-z]+)?|[^\sa-z\d]")
_LARGEST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


def pieces(text: str) -> Iterator[Piece]:
    """The sentence in pieces; what stands between tokens is a blank or nothing."""
    tokens = [_Token(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]
    reader = _Reader([token.text for token in tokens])
    at, ended = 0, 0
    behind_number = False
    while at < len(tokens):
        token = tokens[at]
        if token.text in _FILLERS:
            at += 1
            continue
        if token.start > ended and ended:
            yield " ", ended, token.start
        number = reader.number(at, behind_number)
        if number is None:
            for offset, char in enumerate(token.text):
                yield char, token.start + offset, token.start + offset + 1
            behind_number = False
            at, ended = at + 1, token.end
        else:
            said, at = number
            ended = tokens[at - 1].end
            yield said, token.start, ended
            behind_number = True


class _Reader:
    """Reads numbers out of a row of words."""

    def __init__(self, words: list[str]) -> None:
        self._words = words

    def number(self, at: int, behind_number: bool) -> tuple[str, int] | None:
        """What number the words from `at` on make, as written, and the index after them."""
        if behind_number and self._word(at) in ("oh", "o") and self._word(at + 1) in UNITS:
            return f"0{UNITS[self._word(at + 1)]}", at + 2
        ordinal = self._ordinal(at)
        if ordinal is not None:
            return f"{ordinal[0]}th", ordinal[1]
        cardinal = self._cardinal(at)
        if cardinal is None:
            return None
        value, after = cardinal
        decimals = self._decimals(after)
        if decimals:
            return f"{value}.{decimals}", after + 1 + len(decimals)
        return str(value), after

    def _word(self, at: int) -> str:
        return self._words[at] if at < len(self._words) else ""

    def _decimals(self, at: int) -> str:
        """The digits said one by one after "point"."""
        if self._word(at) != "point":
            return ""
        digits = ""
        while self._word(at + 1 + len(digits)) in UNITS:
            digits += str(UNITS[self._word(at + 1 + len(digits))])
        return digits

    def _after_tens(self, at: int) -> int:
        return at + 2 if self._word(at + 1) == "-" else at + 1

    def _ordinal(self, at: int) -> tuple[int, int] | None:
        word = self._word(at)
        if word in _ORDINALS:
            return _ORDINALS[word], at + 1
        if word in _TENS:
            after = self._after_tens(at)
            unit = _ORDINALS.get(self._word(after), 10)
            if unit < 10:
                return _TENS[word] + unit, after + 1
        return None

    def _small(self, at: int) -> tuple[int, int] | None:
        """A number under a hundred in words, or any in figures, and the index after it."""
        word = self._word(at)
        if word in UNITS:
            return UNITS[word], at + 1
        if word in _TEENS:
            return _TEENS[word], at + 1
        if word in _TENS:
            after = self._after_tens(at)
            unit = UNITS.get(self._word(after), 0)
            return (_TENS[word] + unit, after + 1) if unit else (_TENS[word], at + 1)
        return None

    def _cardinal(self, at: int) -> tuple[int, int] | None:
        word = self._word(at)
        scaled = self._word(at + 1) in _SCALES
        if word == "a" and scaled:
            small: tuple[int, int] | None = (1, at + 1)
        elif word.isdigit() and scaled and len(word) <= 3:
            small = (int(word), at + 1)
        else:
            small = self._small(at)
        if small is None:
            return None
        total, (group, at) = 0, small
        while self._word(at) in _SCALES and total + group * _SCALES[self._word(at)] < _LARGEST:
            if self._word(at) == "hundred":
                group *= 100
            else:
                total, group = total + group * _SCALES[self._word(at)], 0
            at += 1
            rest = self._small(at + 1 if self._word(at) == "and" else at)
            if rest is not None:
                if self._word(rest[1]) == "hundred" and group:
                    break
                group, at = group + rest[0], rest[1]
        return total + group, at
