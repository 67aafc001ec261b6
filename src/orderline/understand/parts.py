"""Several wishes in one breath: which clauses belong to which wish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from orderline.events.meaning import RankedIntent
from orderline.understand.clauses import Clause

PART_SURE = 0.5
"""Confidence that each of several wishes needs to be one of its own. Source: own choice, no data yet."""
MANNERS = frozenset({"greeting", "goodbye", "repeat", "never_mind", "give_details", "lack_details", "other", "help"})
"""Intents that are no wish beside another."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a stretch of the sentence means: `text[start:end]`."""

    start: int
    end: int
    intents: tuple[RankedIntent, ...]
    sure: float
    """The probability that the first intent is right, in [0, 1]."""

    @property
    def is_wish(self) -> bool:
        """Whether it surely asks for something."""
        return self.sure >= PART_SURE and self.intents[0].name not in MANNERS


def find_parts(clauses: Sequence[Clause], read: Callable[[int, int], Read]) -> tuple[Read, ...]:
    """The wishes in `clauses`, in the order said; none where there are not at least two different ones.

    Args:
        clauses: the sentence's clauses.
        read: what a stretch of the sentence means by itself.
    """
    stretches = _stretches(clauses)
    if len(stretches) < 2:
        return ()
    wishes: list[Read] = []
    for one in (read(start, end) for start, end in stretches):
        if wishes and (not one.is_wish or one.intents[0].name == wishes[-1].intents[0].name or not wishes[-1].is_wish):
            wishes[-1] = _joined(wishes[-1], one)
        else:
            wishes.append(one)
    return tuple(wishes) if len(wishes) > 1 and all(wish.is_wish for wish in wishes) else ()


def _stretches(clauses: Sequence[Clause]) -> list[tuple[int, int]]:
    """From wish to wish: a clause without a wish goes with the one before it, at the start with the one after it."""
    stretches: list[tuple[int, int]] = []
    for clause in clauses:
        if clause.is_denied:
            continue
        if clause.is_wish or not stretches:
            begins = clause.start if stretches or not clauses else clauses[0].start
            stretches.append((begins, clause.end))
        else:
            stretches[-1] = (stretches[-1][0], clause.end)
    wishes = [clause for clause in clauses if clause.is_wish]
    if len(stretches) > len(wishes) and len(stretches) > 1:
        stretches[:2] = [(stretches[0][0], stretches[1][1])]
    return stretches


def _joined(one: Read, other: Read) -> Read:
    """Both as one wish: that of the surer."""
    kept = other if other.is_wish and not one.is_wish else one
    return replace(kept, start=one.start, end=other.end)
