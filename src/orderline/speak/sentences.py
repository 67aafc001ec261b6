"""Where one sentence of a wording ends and the next begins, in English and Chinese alike."""

from __future__ import annotations

import re

_BOUNDARY = re.compile(r"(?<=[。？！])(?![”」』）])\s*|(?<=[.?!])\s+(?=[^a-z\s])|(?<=[。？！][”」』）])\s*")
"""After a Chinese end mark with its closing quote; or after a Western one, white space, and anything but a small
letter. So the point inside "3.5" ends nothing."""
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Mt|Ft|approx|vs|e\.g|i\.e|a\.m|p\.m|U\.S)\.$")
"""A point that belongs to a word; "No." is not among them, for it is an answer."""


def split_sentences(text: str) -> list[str]:
    """Cut `text` after each sentence; joined again they give the text but for white space. Empty text: no parts."""
    parts: list[str] = []
    for part in (part.strip() for part in _BOUNDARY.split(text)):
        if parts and part and _ABBREVIATION.search(parts[-1]):
            parts[-1] = f"{parts[-1]} {part}"
        elif part:
            parts.append(part)
    return parts
