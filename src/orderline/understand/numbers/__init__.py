"""Digits as people say them: phrase in, canonical digits out, with the other readings the words allow."""

from __future__ import annotations

from orderline.orders.identifiers import Language
from orderline.understand.numbers import en, zh
from orderline.understand.numbers.runs import NumberReading, resolve


def find_numbers(text: str, language: Language, *, fits: int | None = None) -> tuple[NumberReading, ...]:
    """Every run of digits said in `text` (lower case, Unicode NFKC), in order.

    Args:
        text: the normalised sentence; spans in the result index into it.
        language: whose words to read.
        fits: the length asked for; a reading of that length is preferred. None: the first reading wins.
    """
    pieces, marks = en.pieces(text) if language == "en" else zh.pieces(text)
    return resolve(text, pieces, marks, fits)
