"""Words that sound alike: neighbours one edit away, toneless pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pypinyin import lazy_pinyin

SHORTEST_ALIKE = 4
"""Letters under which a word has too many neighbours for one of them to mean anything. Source: own choice."""
_FINALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
_CJK = re.compile(r"[㐀-鿿]")


def deletions(word: str) -> Iterator[str]:
    """The word, and the word with any one letter left out: two words one edit apart share one of these."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def one_edit(one: str, other: str) -> bool:
    """Whether one letter replaced, missing, added or swapped with its neighbour makes the two the same."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a == b[1:] or a[1:] == b or (a[:2] == b[1::-1] and a[2:] == b[2:])


@lru_cache(maxsize=16_384)
def syllable(character: str) -> str:
    """The toneless pinyin of a Chinese character without what recognisers mix up (zh/z, n/l, -ng/-n); else itself."""
    if not _CJK.match(character):
        return character
    found: str = lazy_pinyin(character)[0]
    for said, key in _FINALS:
        found = found.replace(said, key)
    return "l" + found[1:] if found[0] == "n" else found


def syllables(text: str) -> tuple[str, ...]:
    """One key a character."""
    return tuple(syllable(character) for character in text)
