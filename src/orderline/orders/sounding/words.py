"""English words that sound alike: a coarse key, and how surely a heard word is a known one."""

from __future__ import annotations

import re
from functools import lru_cache

_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:kn|gn|pn)", "n"), (r"^wr", "r"), (r"^wh", "w"), (r"^x", "s"), (r"mb$", "m"), (r"tch", "c"),
        (r"ph", "f"), (r"gh(?=[^aeiou]|$)", ""), (r"ck|q|c(?=[^eiyh]|$)|k", "k"), (r"c(?=[eiy])|z", "s"),
        (r"sch|sh|ch|(?<=[st])io", "c"), (r"dge|g(?=[eiy])|j", "j"), (r"th", "t"), (r"v", "f"), (r"d", "t"),
        (r"b", "p"), (r"g", "k"), (r"x", "ks"), (r"(?<!^)[aeiouwhy]+", ""), (r"^[aeiouhy]+", "a"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
"""From spelling to a key in which voiced and voiceless, and all vowels, are one. Source: own choice, after Metaphone
(L. Philips, 1990), coarser because recognisers confuse b with p and d with t as well."""
SAME, SOUNDS_SAME, NOT_IT = 5.0, 4.2, -2.5
"""What a name heard as it is, as a word of the same sound, or as something else is worth in nats: a family name is
borne by one person in 150 (e^5), and one name in twelve (e^-2.5) is misheard beyond recognition. Source: the tuning
half of `orderline bench identity`."""
_VOWELS = frozenset("aeiouy")
_ALIKE_LETTERS = tuple(map(frozenset, ("bp", "dt", "gk", "ckq", "fv", "sz", "mn", "cs", "jg", "lr", "wh", "xs")))


@lru_cache(maxsize=65_536)
def sound_key(word: str) -> str:
    """A key that words which sound alike share; empty for a word without letters."""
    key = re.sub(r"[^a-z]", "", word.casefold())
    for pattern, sound in _RULES:
        key = pattern.sub(sound, key)
    return key


@lru_cache(maxsize=65_536)
def word_fit(heard: str, known: str) -> float:
    """How much more likely `heard` is where `known` was said than where anything else was, in nats."""
    if heard == known:
        return SAME
    distance = _distance(heard, known)
    share = distance / max(len(heard), len(known), 1)
    if sound_key(heard) == sound_key(known) and len(sound_key(known)) > 1:
        return max(SOUNDS_SAME - 3 * share, 1.0)
    return max(SAME - 14 * share, NOT_IT)


def _distance(one: str, other: str) -> float:
    """Edits between two words; vowels for vowels and letters of one sound cost less."""
    if min(len(one), len(other)) == 0 or abs(len(one) - len(other)) > 4:
        return float(max(len(one), len(other)))
    before = [0.7 * at if other[:at] and set(other[:at]) <= _VOWELS else float(at) for at in range(len(other) + 1)]
    for row, a in enumerate(one, 1):
        row_costs = [before[0] + 1.0]
        for column, b in enumerate(other, 1):
            row_costs.append(
                min(
                    before[column - 1] + _swap(a, b),
                    before[column] + _loss(a, one, row),
                    row_costs[-1] + _loss(b, other, column),
                )
            )
        before = row_costs
    return before[-1]


def _swap(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if a in _VOWELS and b in _VOWELS:
        return 0.4
    return 0.4 if any(a in alike and b in alike for alike in _ALIKE_LETTERS) else 1.0


def _loss(letter: str, word: str, at: int) -> float:
    """A letter that is not heard: a vowel, an h, or one of a double costs less."""
    doubled = at >= 2 and word[at - 2] == letter
    return 0.4 if doubled or letter in _VOWELS or letter == "h" else 1.0
