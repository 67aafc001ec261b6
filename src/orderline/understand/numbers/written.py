"""A sentence with its numbers in figures, so that one pattern reads what was spoken and what was written.

"i paid forty two ninety two on the fifth" becomes "i paid 42 92 on the 5th", 「二百四十二块九毛二」 becomes
「242块9毛2」. Numbers that stand side by side stay apart: only words that make one number together are joined.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from orderline.orders.identifiers import Language
from orderline.understand.numbers import written_en, written_zh
from orderline.understand.numbers.reading import Reading


@dataclass(frozen=True, slots=True)
class Written:
    """The sentence in figures, and where each of its characters came from."""

    source: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    """Span in `source` of the word that each character of `text` stands for."""

    def reading(
        self, found: re.Match[str], value: str, confidence: float, *alternatives: str, group: str | int = 0
    ) -> Reading:
        """`value` said in the words of `found`, or of one group of it."""
        first, last = found.span(group)
        start, end = self.starts[first], self.ends[last - 1]
        others = tuple(dict.fromkeys(other for other in alternatives if other != value))
        return Reading(value, start, end, self.source[start:end], confidence, others)


def write(text: str, language: Language) -> Written:
    """`text` (normalised) in figures. Fillers ("um", 「嗯」) are left out."""
    pieces = written_en.pieces(text) if language == "en" else written_zh.pieces(text)
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for words, start, end in pieces:
        for char in words:
            chars.append(char)
            starts.append(start)
            ends.append(end)
    return Written(text, "".join(chars), tuple(starts), tuple(ends))
