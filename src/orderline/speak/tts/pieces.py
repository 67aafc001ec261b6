"""Text cut to what an engine takes in one go: nothing without a sound, short pieces, English and Chinese alike."""

from __future__ import annotations

import re
import unicodedata

_BOUNDARY = re.compile(r"(?<=[。？！])\s*|(?<=[.?!])\s+(?=[^a-z\s])")
"""After a Chinese end mark; or after a Western one, white space, and anything but a small letter."""
_CLAUSE = re.compile(r"(?<=[，；：、])|(?<=[,;:])\s+")
_RAW_PHONEMES = re.compile(r"\[\[|\]\]")
"""What Piper takes as phonemes instead of words."""

PIECE_CHARS = 160
"""Longest text synthesised in one go, in characters. The first sound of a piece waits for the whole of it, so this
bounds the wait."""


def speakable(text: str) -> str:
    """Take out what has no sound: emoji, control characters, phoneme brackets. Empty where nothing can be said."""
    kept = "".join(" " if unicodedata.category(char)[0] == "C" or _is_picture(char) else char for char in text)
    kept = " ".join(_RAW_PHONEMES.sub(" ", kept).split())
    return kept if any(char.isalnum() for char in kept) else ""


def pieces(text: str, limit: int = PIECE_CHARS) -> list[str]:
    """Cut `text` into parts of at most `limit` (≥ 1) characters: at sentences, else clauses, words, or anywhere."""
    return [piece for sentence in _sentences(text) for piece in _cut(sentence, limit)]


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in _BOUNDARY.split(text) if part.strip()]


def _is_picture(char: str) -> bool:
    return (
        unicodedata.category(char) == "So" or char in "\u200d\ufe0e\ufe0f\u20e3" or "\U0001f3fb" <= char <= "\U0001f3ff"
    )


def _cut(sentence: str, limit: int) -> list[str]:
    if len(sentence) <= limit:
        return [sentence]
    parts: list[str] = []
    for clause in (part for part in _CLAUSE.split(sentence) if part.strip()):
        if parts and len(parts[-1]) + 1 + len(clause) <= limit:
            parts[-1] = f"{parts[-1]} {clause}"
        else:
            parts.extend(_wrapped(clause.strip(), limit))
    return parts


def _wrapped(clause: str, limit: int) -> list[str]:
    parts: list[str] = []
    while len(clause) > limit:
        space = clause.rfind(" ", 1, limit + 1)
        at = space if space > 0 else limit
        parts.append(clause[:at])
        clause = clause[at:].strip()
    return [*parts, clause] if clause else parts
