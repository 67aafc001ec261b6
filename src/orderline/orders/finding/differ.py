"""When several orders fit equally well: the one fact by which they are told apart best."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

CLEARLY_BEST = 0.75
"""The best order is meant if no other reaches this share of its score. Our own judgement: one option word that does not
fit (0.3), or a day's distance (0.7), tells two orders apart; half a name (0.8) does not."""
LEAST = 0.2
"""Orders under this score do not fit."""


def contenders(scores: Sequence[float]) -> int:
    """How many of the first orders, whose `scores` fall, fit about equally well; 0 where there are none."""
    return sum(score >= scores[0] * CLEARLY_BEST for score in scores) if scores else 0


def tells_apart(facts: Sequence[Sequence[Hashable]]) -> int | None:
    """Which fact tells the orders apart best; None where all facts are the same for all of them.

    `facts`: for each fact, in the order in which people would rather be asked, what each order has. The fact with the
    most different answers wins; of equals, the first.
    """
    different = [len(set(answers)) for answers in facts]
    best = max(different, default=0)
    return different.index(best) if best > 1 else None
