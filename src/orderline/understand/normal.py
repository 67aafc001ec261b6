"""One form for every sentence, before anything is read out of it."""

from __future__ import annotations

import re
import unicodedata

from orderline.orders.identifiers import Language

LONGEST = 600
"""Characters of an utterance that are read; the rest is dropped. Source: own choice, about a minute of speech."""
_CJK = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]+")
_BLANK = re.compile(r"\s+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"'})
_PUNCTUATION = re.compile(r"[^\w'\s]|_")


def normalise(text: str) -> str:
    """Lower case, NFKC (full-width digits become digits), plain quotes, single blanks, at most `LONGEST` characters."""
    plain = unicodedata.normalize("NFKC", text[: 4 * LONGEST]).translate(_QUOTES).lower()
    visible = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in plain)
    return _BLANK.sub(" ", visible).strip()[:LONGEST]


def words_of(text: str) -> str:
    """Normalised text without punctuation."""
    return _BLANK.sub(" ", _PUNCTUATION.sub(" ", text)).strip()


def language_of(text: str, spoken: Language) -> Language:
    """The language `text` is written in: `spoken`, unless most of it is written in the other script."""
    chinese, latin = len(_CJK.findall(text)), len(_LATIN.findall(text))
    if chinese and chinese >= latin:
        return "zh"
    return "en" if latin and not chinese else spoken
