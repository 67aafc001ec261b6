"""Letters spelled out: "s m i t h", "S as in Sam", "sierra mike", "double l", 「S，山姆的S」, 「弓长张」."""

from __future__ import annotations

import re
from dataclasses import dataclass

from orderline.orders.identifiers import Language
from orderline.understand.numbers.reading import LIKELY, REPAIRED, SURE, Reading
from orderline.understand.numbers.spelled_zh import find_characters
from orderline.understand.numbers.written_en import UNITS

_NATO = {
    word: word[0]
    for word in (
        *("alpha", "alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet"),
        *("juliett", "kilo", "lima", "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango"),
        *("uniform", "victor", "whiskey", "whisky", "xray", "yankee", "zulu"),
    )
}
_NAMES = {
    "bee": "b", "cee": "c", "dee": "d", "ee": "e", "eff": "f", "ef": "f", "gee": "g", "jee": "g", "aitch": "h",
    "haitch": "h",
    "jay": "j", "kay": "k", "el": "l", "ell": "l", "em": "m", "en": "n", "pee": "p", "cue": "q", "queue": "q",
    "ar": "r", "ess": "s", "es": "s", "tee": "t", "vee": "v", "ex": "x", "wye": "y", "zed": "z", "zee": "z",
}  # fmt: skip
_HOMOPHONES = {
    "be": "b", "see": "c", "sea": "c", "are": "r", "you": "u", "why": "y", "eye": "i", "tea": "t", "pea": "p",
    "oh": "o", "ay": "a", "hey": "a", "okay": "k", "and": "n", "yes": "s",
}  # fmt: skip
"""Letters only between two letters, or after one at the end."""
_LOOSE = frozenset({"okay", "and", "yes", "hey"})
"""Of those, the ones that are letters only between two letters."""
_MARKS = {
    "dash": "-", "hyphen": "-", "minus": "-", "dot": ".", "point": ".", "period": ".", "underscore": "_", "at": "@",
    "apostrophe": "'", "space": " ", "-": "-", ".": ".", "_": "_", "@": "@",
    "横杠": "-", "杠": "-", "减号": "-", "点": ".", "下划线": "_", "艾特": "@", "圈a": "@", "空格": " ",
}  # fmt: skip
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_FILLERS = frozenset(
    {
        "uh",
        "um",
        "er",
        "erm",
        "then",
        "capital",
        "uppercase",
        "lowercase",
        "letter",
        "the",
        "字母",
        "大写",
        "小写",
        ",",
        ";",
    }
)
_CASE = frozenset({"capital", "uppercase", "lowercase", "letter", "字母", "大写", "小写"})
_LIKE = ("as in", "for", "like", "as", "is for", "in", "from")
_REPAIR = re.compile(r"(?:no wait|no sorry|sorry no|wait no|i mean|scratch that|no|sorry|wait|不对|不是|错了)")
_TOKEN = re.compile(
    r"x-ray|圈a|横杠|减号|下划线|艾特|空格|字母|大写|小写|不对|不是|错了|[a-z]+(?:'[a-z]+)?|\d+|[\u4e00-\u9fff]|[^\s]"
)
_FEWEST = 3
"""Letters without an explaining word that make a spelling; fewer are an abbreviation or a word. Own choice."""
_FEWEST_ASKED = 1


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Spelling:
    """A run of letters as it grows."""

    start: int
    end: int
    chars: str = ""
    letters: int = 0
    explained: int = 0
    repairs: int = 0
    before_repair: str = ""


def find_spelled(text: str, language: Language, *, asked: bool = False) -> tuple[Reading, ...]:
    """Every word spelled out in `text` (from `normalise`), in order; values are lower case, with digits and the marks
    `-._@'` where they were said. Chinese characters told by a word or their parts (「文章的章」) are values too.

    Args:
        text: the normalised sentence; spans in the result index into it.
        language: whose words to read.
        asked: a name or e-mail was asked for, so that a single letter counts.
    """
    tokens = [_Token(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]
    letters = _Speller(text, tokens, _FEWEST_ASKED if asked else _FEWEST).read()
    if language == "en":
        return letters
    characters = find_characters(text)
    apart = [one for one in letters if not any(one.start < two.end and two.start < one.end for two in characters)]
    return tuple(sorted((*apart, *characters), key=lambda one: one.start))


class _Speller:
    """Reads tokens from left to right."""

    def __init__(self, text: str, tokens: list[_Token], fewest: int) -> None:
        self._text, self._tokens, self._fewest = text, tokens, fewest
        self._found: list[Reading] = []
        self._run: _Spelling | None = None

    def read(self) -> tuple[Reading, ...]:
        at = 0
        while at < len(self._tokens):
            at = self._step(at)
        self._close()
        return tuple(self._found)

    def _word(self, at: int) -> str:
        return self._tokens[at].text if at < len(self._tokens) else ""

    def _step(self, at: int) -> int:
        for take in (self._letter, self._digit, self._mark, self._correction):
            after = take(at)
            if after:
                return after
        if self._word(at) in _FILLERS and (self._run is not None or self._word(at) in _CASE):
            return at + 1
        self._close()
        return at + 1

    def _letter(self, at: int) -> int:
        times, first = 1, at
        if self._word(at) in _TIMES and self._plain(at + 1) and self._word(at + 1) not in ("you",):
            times, first = _TIMES[self._word(at)], at + 1
        double_u = (self._word(at) == "double" and self._word(at + 1) in ("u", "you")) or self._word(at) == "doubleyou"
        if double_u:
            after = at + (2 if self._word(at) == "double" else 1)
            other = self._explained("w", after)
            self._add("w", at, other or after, explained=bool(other))
            return other or after
        letter = self._plain(first) or self._said(first)
        if not letter:
            return 0
        after = self._explained(letter, first + 1)
        if not after and self._word(first) in ("a", "i") and self._run is None and not self._letter_ahead(first + 1):
            return 0
        self._add(
            letter * times,
            at,
            after or first + 1,
            explained=bool(after) or self._word(first) in _NATO or self._word(at - 1) in _CASE,
        )
        return after or first + 1

    def _plain(self, at: int) -> str:
        """The letter a token always is."""
        word = self._word(at)
        if len(word) == 1 and "a" <= word <= "z":
            return word
        if word == "x-ray":
            return "x"
        if word in _NATO and (self._run is not None or self._letter_ahead(at + 1, nato=True)):
            return _NATO[word]
        return _NAMES[word] if word in _NAMES and (self._run is not None or self._letter_ahead(at + 1)) else ""

    def _said(self, at: int) -> str:
        """The letter a common word is among letters."""
        word = self._word(at)
        if word not in _HOMOPHONES or self._run is None:
            return ""
        ahead = self._letter_ahead(at + 1)
        last = at + 1 >= len(self._tokens) or self._word(at + 1) in (".", ",", "?")
        return _HOMOPHONES[word] if ahead or (last and word not in _LOOSE and self._run.letters > 1) else ""

    def _letter_ahead(self, at: int, *, nato: bool = False) -> bool:
        """Whether a token that can be nothing but a letter follows."""
        word = self._word(at)
        if word in _FILLERS - {"the", "then"}:
            return self._letter_ahead(at + 1, nato=nato)
        plain = (len(word) == 1 and "a" <= word <= "z") or word in _NAMES or word in _TIMES or word == "x-ray"
        return plain or (nato and word in _NATO)

    def _explained(self, letter: str, at: int) -> int:
        """The index after "as in Sam", where a word with that letter follows; 0 elsewhere."""
        if self._word(at) == ",":
            at += 1
        for phrase in _LIKE:
            words = phrase.split()
            if [self._word(at + offset) for offset in range(len(words))] == words:
                word = self._word(at + len(words))
                fits = word == "x-ray" if letter == "x" and word == "x-ray" else word.startswith(letter)
                return at + len(words) + 1 if len(word) > 1 and fits else 0
        return self._explained_in_chinese(letter, at)

    def _explained_in_chinese(self, letter: str, at: int) -> int:
        """The index after 山姆的S: up to five characters, 的, and the letter again."""
        for length in range(1, 6):
            if self._word(at + length) == "的" and self._word(at + length + 1) == letter:
                return at + length + 2
        return 0

    def _digit(self, at: int) -> int:
        word = self._word(at)
        if self._run is None or not (word.isdigit() or word in UNITS):
            return 0
        self._add(word if word.isdigit() else str(UNITS[word]), at, at + 1, letters=0)
        return at + 1

    def _mark(self, at: int) -> int:
        word = self._word(at)
        if self._run is None or word not in _MARKS:
            return 0
        if not (self._letter_ahead(at + 1, nato=True) or self._word(at + 1).isdigit()):
            return 0
        glued = word in "-." and self._tokens[at].start == self._run.end
        spelled_with_dashes = word == "-" and glued and self._tokens[at + 1].start == self._tokens[at].end
        self._add("" if spelled_with_dashes or (word == "." and not glued) else _MARKS[word], at, at + 1, letters=0)
        return at + 1

    def _correction(self, at: int) -> int:
        """After "no, wait" among letters: what follows replaces as many letters at the end."""
        run = self._run
        found = _REPAIR.match(self._text, self._tokens[at].start) if run is not None else None
        if run is None or found is None:
            return 0
        after = at
        while after < len(self._tokens) and self._tokens[after].start < found.end():
            after += 1
        if not self._letter_ahead(after, nato=True):
            return 0
        run.before_repair, run.chars, run.repairs = self._whole(), "", run.repairs + 1
        return after

    def _add(self, chars: str, at: int, after: int, *, explained: bool = False, letters: int | None = None) -> None:
        if self._run is None:
            self._run = _Spelling(self._tokens[at].start, 0)
        self._run.chars += chars
        self._run.letters += len(chars) if letters is None else letters
        self._run.explained += explained
        self._run.end = self._tokens[after - 1].end

    def _whole(self) -> str:
        run = self._run
        if run is None or not run.before_repair:
            return run.chars if run else ""
        if len(run.chars) >= len(run.before_repair):
            return run.chars
        return run.before_repair[: -len(run.chars)] + run.chars if run.chars else run.before_repair

    def _close(self) -> None:
        run, value = self._run, self._whole()
        self._run = None
        if run is None or (run.letters < self._fewest and not run.explained):
            return
        sure = SURE if run.explained or run.letters >= _FEWEST else LIKELY
        text = self._text[run.start : run.end]
        self._found.append(Reading(value, run.start, run.end, text, sure * REPAIRED**run.repairs))
