"""From words to terms that can be compared: English stems, pairs of Chinese characters."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*|[㐀-鿿]+")
_POSSESSIVE = re.compile(r"['’]s\b")
_ENGLISH_NOISE = frozenset(
    {
        "a", "an", "and", "at", "bought", "buy", "did", "find", "for", "from", "get", "got", "had", "have",
        "i", "in", "it", "its", "item", "last", "me", "mine", "my", "of", "on", "one", "order", "ordered",
        "please", "purchased", "set", "that", "the", "these", "thing", "things", "this", "those", "to",
        "was", "were", "what", "where", "which", "with", "you", "your"
    }
)  # fmt: skip
"""Words that say nothing of the thing itself."""


def terms(text: str) -> frozenset[str]:
    """The terms of `text`, whatever languages it mixes; empty where it says nothing of a thing.

    Chinese is not cut into words: every two neighbouring characters are a term, and a character that stands alone is
    one. So a name is found inside a sentence without a dictionary.
    """
    found: set[str] = set()
    for word in _WORD.findall(_POSSESSIVE.sub("", text.casefold())):
        if word[0] >= "㐀":
            found |= {word[at : at + 2] for at in range(len(word) - 1)} or {word}
        elif word not in _ENGLISH_NOISE:
            found |= {stem(part) for part in word.split("-")}
    return frozenset(found)


def heard(text: str) -> frozenset[str]:
    """The terms of what a person said: those of `terms`, and every single Chinese character.

    Some names and option words are one character long, and in a sentence it stands beside others: "我买的灯".
    """
    return terms(text) | frozenset(filter(is_chinese, text))


def is_chinese(term: str) -> bool:
    """Whether a term is written in Chinese characters."""
    return "㐀" <= term[0] <= "鿿"


@lru_cache(maxsize=8192)
def phrases(names: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """The terms of each name a thing goes by; names that say nothing are left out. Kept: products come again."""
    return tuple(filter(None, (terms(name) for name in names)))


def stem(word: str) -> str:
    """A word without its plural: "cherries" and "cherry", "mugs" and "mug", are one."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")) else word
