"""Who calls, by what they say of themselves: name, postcode, e-mail, phone tail, day of birth.

Everyone whom an index leads to is weighed against all that was heard. One person is identified only where the facts of
a sufficient set each fit them, all together are far likelier theirs than chance, and nobody else is near.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import pairwise
from string import ascii_uppercase, digits

from orderline.act.services.evidence import MATCHED, Evidence, weigh
from orderline.events.decision import Fact, Said
from orderline.events.outcome import MismatchReason, NotIdentified, OneMore
from orderline.orders.sounding.letters import alike
from orderline.store.repositories.people import Clues, Person
from orderline.store.sounds import name_key

ENOUGH = 14.0
"""Nats for an identification: one in a million for chance (e^-14), so that among 500,000 customers nobody fits by
chance. Source: that, and the tuning half of `orderline bench identity`."""
AHEAD = 5.0
"""Nats by which the best must lead any other person. Source: as `ENOUGH`."""
PROMISING = 5.0
"""Nats from which on one more fact is asked for."""
PROPOSED = 3.0
"""Nats that the caller's number adds for the customer known to call from there: it never counts as a factor. Own
choice."""
READINGS = 6
"""Readings of a postcode that are looked up with what they may be misheard for."""
SHORT_READINGS = 1
"""Of those, the readings that are also looked up with a character more."""
_CHARACTERS = ascii_uppercase + digits
Sufficient = Sequence[Collection[Fact]]


def clues_of(said: Sequence[Said], proposed: str | None) -> Clues:
    """What of it can be looked up."""
    return Clues(
        sounds=frozenset(_sounds(said)),
        postcodes=frozenset(_postcodes(said)),
        emails=frozenset(reading.lower() for reading in _of(said, Fact.EMAIL)),
        phone_tails=frozenset(_of(said, Fact.PHONE_TAIL)),
        born_on=frozenset(_days(said)),
        customers=(proposed,) if proposed else (),
    )


def _of(said: Sequence[Said], fact: Fact) -> Iterator[str]:
    return (reading for one in said if one.fact is fact for reading in one.readings)


def _sounds(said: Sequence[Said]) -> Iterator[str]:
    for reading in _of(said, Fact.NAME):
        words = reading.split()
        if all(len(word) == 1 for word in words):
            words = ["".join(words)]
        pairs = [one + other for one, other in pairwise(words)]
        yield from filter(None, (name_key(word) for word in (*words, *pairs)))


def _postcodes(said: Sequence[Said]) -> Iterator[str]:
    for one in said:
        if one.fact is Fact.POSTCODE:
            for place, reading in enumerate(one.readings):
                plain = reading.lower()
                yield plain.upper()
                if place < READINGS and len(plain) <= 9:
                    yield from _near(plain.upper())
                if place < SHORT_READINGS and len(plain) < 7:
                    yield from _missing_one(plain.upper())


def _near(heard: str) -> Iterator[str]:
    """Codes one slip of the ear away: a character misheard for one that sounds like it, or made up."""
    for at, char in enumerate(heard):
        head, tail = heard[:at], heard[at + 1 :]
        yield head + tail
        for other in alike(char.lower()):
            yield head + other.upper() + tail


def _missing_one(heard: str) -> Iterator[str]:
    """Codes of which one character was missed."""
    for at in range(len(heard) + 1):
        head, tail = heard[:at], heard[at:]
        for missed in _CHARACTERS:
            yield head + missed + tail


def _days(said: Sequence[Said]) -> Iterator[date]:
    for reading in _of(said, Fact.BIRTH_DATE):
        if "?" not in reading:
            try:
                yield date.fromisoformat(reading)
            except ValueError:
                continue


def settle(
    said: Sequence[Said],
    found: Sequence[Person],
    owners: Collection[str],
    sufficient: Sufficient,
    proposed: str | None,
) -> Evidence | OneMore | NotIdentified:
    """One person, one more fact to ask for, or nobody. `owners` are the customers whose order's number was given."""
    weighed = sorted(
        (weigh(said, person, owns=person.customer_id in owners if owners else None) for person in found),
        key=lambda one: _nats(one, proposed),
        reverse=True,
    )
    if not weighed:
        return NotIdentified(MismatchReason.NO_SUCH_PAIR)
    best = weighed[0]
    lead = _nats(best, proposed) - _nats(weighed[1], proposed) if len(weighed) > 1 else math.inf
    factors = set(best.factors)
    enough = any(factors.issuperset(facts) for facts in sufficient)
    if enough and best.total >= ENOUGH and lead >= AHEAD:
        return best
    if best.total < PROMISING:
        return NotIdentified(MismatchReason.NO_SUCH_PAIR)
    more = _one_more(said, best, sufficient)
    return more or NotIdentified(MismatchReason.AMBIGUOUS if enough else MismatchReason.NO_SUCH_PAIR)


def confidence(best: Evidence) -> float:
    """[0, 1): the probability that chance does not explain what was heard of them, among 500,000 others."""
    return 1 / (1 + math.exp(13.1 - min(best.total, 60.0)))


def _nats(evidence: Evidence, proposed: str | None) -> float:
    return evidence.total + (PROPOSED if evidence.person.customer_id == proposed else 0.0)


def _one_more(said: Sequence[Said], best: Evidence, sufficient: Sufficient) -> OneMore | None:
    """The fact that is missing from a sufficient set, else the one that was heard worst, to be spelled."""
    given = {one.fact for one in said} | set(best.facts)
    useful = [fact for facts in sufficient for fact in facts if fact not in given]
    if useful:
        return OneMore(useful[0])
    weak = [fact for fact in (Fact.NAME, Fact.EMAIL) if fact in given and best.facts[fact] < MATCHED[fact] + 4]
    return OneMore(weak[0], "spell") if weak else None
