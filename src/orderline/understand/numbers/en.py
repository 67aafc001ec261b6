"""English number phrases. Rules and traps: reference/speech-and-nlu, section 3d."""

from __future__ import annotations

import re
from dataclasses import dataclass

from orderline.understand.numbers.runs import Join, Piece

_UNITS = {
    word: str(value)
    for value, words in enumerate(
        ("zero nought naught nil", "one", "two", "three", "four", "five fife", "six", "seven", "eight", "nine niner")
    )
    for word in words.split()
}
_TEENS = dict(
    zip(
        ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
        range(10, 20),
        strict=True,
    )
)
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_TIMES = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
_ZERO_LETTER = frozenset({"oh", "o"})
_HOMOPHONES = {"to": "2", "too": "2", "for": "4", "fore": "4", "ate": "8", "won": "1", "tree": "3"}
"""Digits only where a number stands on both sides."""
_FILLERS = frozenset({"uh", "um", "er", "erm", "eh", "hmm", "dash", "hyphen", "space", "dot", "like", *"-–—.…"})
_SOFT = frozenset({",", "and", "then", ";"})
_REPAIRS = (
    *("no wait", "no sorry", "sorry no", "wait no", "i mean", "scratch that", "make that", "oh no", "no no", "no"),
    *("wait", "sorry", "actually", "correction", "rather", "oops"),
)
_AFTER_REPAIR = frozenset(["it's", "its", "that's", "thats", "it", "is", "that", "should", "be", ",", ".", "-", "not"])

_TOKEN = re.compile(r"\d+|[a-z]+(?:'[a-z]+)?|[^\sa-z\d]")
_COUNT = r"(?:two|three|four|five|six|[2-6])"
_LAST = re.compile(
    rf"\b(?:last|final)\s+{_COUNT}\b(?:\s+(?:digits?|numbers?|figures|ones|characters|on\s+it|of\s+(?:it|them)))?"
    r"|\bend(?:s|ing)?\s+(?:in|with|on)\b|\bending\b|\bfinish(?:es|ing)\s+(?:in|with|on)\b"
)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


def pieces(text: str) -> tuple[list[Piece], list[int]]:
    """Digit pieces and joins of `text`, and the ends of phrases that announce a suffix."""
    marks: list[int] = []
    blanked = text
    for found in _LAST.finditer(text):
        marks.append(found.start())
        blanked = blanked[: found.start()] + " " * (found.end() - found.start()) + blanked[found.end() :]
    tokens = [_Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(blanked)]
    return _Reader(tokens).read(), marks


class _Reader:
    """Reads tokens from left to right; `_pieces` grows."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._words = [token.text for token in tokens]
        self._pieces: list[Piece] = []

    def read(self) -> list[Piece]:
        at = 0
        while at < len(self._tokens):
            at = self._step(at)
        return self._pieces

    def _step(self, at: int) -> int:
        number = self._number(at)
        if number is not None:
            readings, after = number
            self._separate_groups(at)
            self._pieces.append(Piece(readings, self._tokens[at].start, self._tokens[after - 1].end))
            return after
        word = self._words[at]
        if not self._in_run():
            return at + 1
        repair = self._repair(at)
        if repair:
            return self._join(Join.REPAIR, at, repair)
        if word in _SOFT and self._leads_on(at + 1):
            return self._join(Join.SOFT, at, at + 1)
        if word in _FILLERS and self._leads_on(at + 1):
            return at + 1
        return self._join(Join.BREAK, at, at + 1)

    def _in_run(self) -> bool:
        return bool(self._pieces) and self._pieces[-1].join is not Join.BREAK

    def _join(self, join: Join, at: int, after: int) -> int:
        self._pieces.append(Piece((), self._tokens[at].start, self._tokens[after - 1].end, join))
        return after

    def _separate_groups(self, at: int) -> None:
        """Two written numbers with only a blank between them may be two numbers."""
        if self._in_run() and self._pieces[-1].join is None and self._words[at].isdigit() and at:
            apart = self._words[at - 1].isdigit() and self._tokens[at].start > self._tokens[at - 1].end
            if apart:
                self._join(Join.SOFT, at, at + 1)

    def _word(self, at: int) -> str:
        return self._words[at] if at < len(self._words) else ""

    def _leads_on(self, at: int) -> bool:
        """Whether a number follows, with nothing but fillers and small words before it."""
        while self._word(at) in _FILLERS | _SOFT:
            at += 1
        return self._starts_number(at)

    def _starts_number(self, at: int) -> bool:
        word = self._word(at)
        if word in _TIMES:
            return self._unit(at + 1) is not None
        return word.isdigit() or word in _UNITS or word in _TEENS or word in _TENS or word in _ZERO_LETTER

    def _repair(self, at: int) -> int:
        """The index after a self-correction that a number follows; 0 where there is none."""
        for phrase in _REPAIRS:
            words = phrase.split()
            if self._words[at : at + len(words)] == words:
                after = at + len(words)
                while self._word(after) in _AFTER_REPAIR | _FILLERS or self._word(after) in _REPAIRS:
                    after += 1
                return after if self._starts_number(after) else 0
        return 0

    def _number(self, at: int) -> tuple[tuple[str, ...], int] | None:
        word = self._word(at)
        if word.isdigit():
            following = self._tokens[at + 1] if at + 1 < len(self._tokens) else None
            ordinal = following is not None and following.start == self._tokens[at].end and following.text.isalpha()
            return None if ordinal else ((word,), at + 1)
        if word in _TIMES:
            unit = self._unit(at + 1)
            return ((unit * _TIMES[word],), at + 2) if unit is not None else None
        if word in _ZERO_LETTER:
            return (("0",), at + 1) if self._beside_number(at) else None
        if word in _HOMOPHONES:
            return ((_HOMOPHONES[word],), at + 1) if self._inside_run(at) else None
        return self._cardinal(at)

    def _unit(self, at: int) -> str | None:
        word = self._word(at)
        if word in _ZERO_LETTER:
            return "0"
        return word if len(word) == 1 and word.isdigit() else _UNITS.get(word)

    def _beside_number(self, at: int) -> bool:
        ahead = self._word(at + 1)
        again = ahead in _ZERO_LETTER and self._starts_number(at + 2)
        strict = self._starts_number(at + 1) and ahead not in _ZERO_LETTER
        behind = self._in_run() and self._pieces[-1].join is None and not self._repair(at)
        return strict or again or behind

    def _inside_run(self, at: int) -> bool:
        """Whether digits stand before and, past other homophones, after."""
        if not (self._in_run() and self._pieces[-1].join is None):
            return False
        after = at + 1
        while self._word(after) in _HOMOPHONES:
            after += 1
        return self._starts_number(after)

    def _small(self, at: int) -> tuple[int, tuple[str, ...], int] | None:
        """A number from 0 to 99: value, readings, index after it."""
        word = self._word(at)
        if word in _UNITS:
            return int(_UNITS[word]), (_UNITS[word],), at + 1
        if word in _TEENS:
            value = _TEENS[word]
            confused = (str((value - 10) * 10),) if value >= 13 else ()
            return value, (str(value), *confused), at + 1
        if word in _TENS:
            after = at + 2 if self._word(at + 1) == "-" else at + 1
            unit = _UNITS.get(self._word(after), "0")
            if unit != "0":
                value = _TENS[word] + int(unit)
                return value, (str(value), f"{_TENS[word]}{unit}"), after + 1
            return _TENS[word], (str(_TENS[word]),), at + 1
        return None

    def _cardinal(self, at: int) -> tuple[tuple[str, ...], int] | None:
        """Units, teens and tens; hundreds and thousands only where the words say so."""
        small = self._small(at)
        if small is None:
            return None
        value, readings, after = small
        if self._word(after) not in ("hundred", "thousand"):
            return readings, after
        total, group, at = 0, value, after
        while self._word(at) in ("hundred", "thousand"):
            if self._word(at) == "hundred":
                group *= 100
            else:
                total, group = (total + group) * 1000, 0
            at += 1
            rest_at = at + 1 if self._word(at) == "and" else at
            rest = self._small(rest_at)
            if rest is not None:
                followed = self._word(rest[2])
                if followed == "hundred" and group:
                    break
                group, at = group + rest[0], rest[2]
        return (str(total + group),), at
