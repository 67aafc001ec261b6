"""Letters and digits said one by one: how surely what was heard is a known code or spelling."""

from __future__ import annotations

from functools import lru_cache

MATCH, ALIKE, UNLIKE, UNHEARD, EXTRA = 3.0, 0.2, -1.8, -2.2, -1.6
"""What a character is worth in nats where it was heard as it is (e^3 is 20, of some 26 to 36 that it may be), as one
that sounds like it, as another, not at all, and what one that was not said costs. Source: the tuning half of
`orderline bench identity`."""
_GROUPS = ("bcdegptvz3", "ahjk8", "fsx6", "mn", "iy59", "uqw2", "o0", "lr", "1in", "5fv", "gj", "kaj", "4r", "7s")
"""Characters whose names share their vowel or are the same sound. Source: reference/speech-and-nlu section 3d; the
E-set is what English recognisers confuse most."""
_SAME_SOUND = frozenset({("o", "0"), ("0", "o"), ("i", "1"), ("1", "i"), ("l", "1"), ("1", "l")})
_ALIKE = frozenset((a, b) for group in _GROUPS for a in group for b in group if a != b)


_MISTAKEN = {a: "".join(sorted(b for one, b in _ALIKE if one == a)) for a, _ in _ALIKE}


def alike(letter: str) -> str:
    """The characters that `letter` may be a mishearing of."""
    return _MISTAKEN.get(letter, "")


@lru_cache(maxsize=65_536)
def spelled_fit(heard: str, known: str) -> float:
    """How much more likely `heard` is where `known` was spelled than where anything else was, in nats.

    The best alignment of the two, both lower case, letters and digits only.
    """
    before = [EXTRA * at for at in range(len(heard) + 1)]
    for real in known:
        row = [before[0] + UNHEARD]
        for at, said in enumerate(heard, 1):
            row.append(max(before[at - 1] + _gain(said, real), before[at] + UNHEARD, row[-1] + EXTRA))
        before = row
    return before[-1]


def _gain(said: str, real: str) -> float:
    if said == real:
        return MATCH
    if (said, real) in _SAME_SOUND:
        return MATCH - 0.5
    return ALIKE if (said, real) in _ALIKE else UNLIKE
