"""How surely what was heard names one person, fact by fact, in nats: log of the odds against anyone else.

A fact that was heard wrongly altogether is worth `MISHEARD`, never less: recognisers make up sentences now and then.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orderline.events.decision import Fact, Said
from orderline.orders.sounding.letters import spelled_fit
from orderline.orders.sounding.words import NOT_IT, word_fit
from orderline.store.repositories.people import Person
from orderline.store.sounds import name_key

MISHEARD = -2.3
"""Log of the share of utterances that say nothing of the fact (one in ten). Source: the tuning half of
`orderline bench identity`."""
AGAIN = 0.4
"""What each further time that a fact was said counts beside the best: recognisers repeat their errors. Source: own
choice, kept by the tuning half."""
LATER = 0.5
"""Nats that a reading loses by log(1 + its place among the readings)."""
MATCHED: Mapping[Fact, float] = {
    Fact.POSTCODE: 8.0,
    Fact.NAME: 4.0,
    Fact.EMAIL: 8.0,
    Fact.BIRTH_DATE: 6.0,
    Fact.PHONE_TAIL: 8.0,
    Fact.ORDER_NUMBER: 8.0,
}
"""Nats from which on a fact counts as a factor. Source: as `MISHEARD`."""
OWNS = 9.0
"""Nats of an order's last four digits, which one order in 10,000 has; a whole number may be misheard."""
PART = 1.0
"""Nats that both given and family name must have where a name is a factor: a household shares the other."""
_DAY = {3: 9.0, 2: 3.5, 1: -1.0, 0: MISHEARD}
"""Nats of a day of birth by how many of year, month and day agree and none is contradicted: for all,
one person in 10,000 and more."""
SPELLED = 6.0
"""The most that a spelled name is worth: others bear it too. Source: as `NOT_IT`."""
_SLIP = 2
"""Letters by which the place between two spelled names may be off."""
_LETTERS = re.compile(r"[a-z0-9]( [a-z0-9])+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was heard, weighed against one person."""

    person: Person
    facts: Mapping[Fact, float]
    """Nats of every fact that was said."""
    factors: tuple[Fact, ...]
    """Those that count."""

    @property
    def total(self) -> float:
        """Nats of all together."""
        return sum(self.facts.values())


def weigh(said: Sequence[Said], person: Person, owns: bool | None = None) -> Evidence:
    """All that was said, against one person. `owns`: whether an order is theirs whose number was given."""
    facts: dict[Fact, float] = {}
    is_factor: dict[Fact, bool] = {Fact.ORDER_NUMBER: True}
    if owns is not None:
        facts[Fact.ORDER_NUMBER] = OWNS if owns else MISHEARD
    for fact in dict.fromkeys(one.fact for one in said):
        times = [one.readings for one in said if one.fact is fact and one.readings]
        if fact is Fact.NAME:
            given = _again([_best_name(readings, person)[0] for readings in times])
            family = _again([_best_name(readings, person)[1] for readings in times])
            facts[fact] = max(given, NOT_IT) + max(family, NOT_IT)
            whole = not person.given or given >= PART
            is_factor[fact] = whole and family >= PART
        else:
            facts[fact] = max(MISHEARD, _again([_best(fact, readings, person) for readings in times]))
            is_factor[fact] = True
    factors = tuple(fact for fact, nats in facts.items() if is_factor[fact] and nats >= MATCHED[fact])
    return Evidence(person, facts, factors)


def _again(times: Sequence[float]) -> float:
    """The best time, a share of what the others add, and what those take that say something else."""
    if not times:
        return MISHEARD
    best, *rest = sorted(times, reverse=True)
    return best + sum(AGAIN * nats if nats > 0 else max(nats, MISHEARD / 2) for nats in rest)


def _best(fact: Fact, readings: Sequence[str], person: Person) -> float:
    return max(
        (_fit(fact, reading, person) - LATER * math.log1p(place) for place, reading in enumerate(readings)),
        default=MISHEARD,
    )


def _fit(fact: Fact, reading: str, person: Person) -> float:
    match fact:
        case Fact.POSTCODE:
            said = reading.lower()
            return max((spelled_fit(said, known.lower()) for known in person.postcodes), default=MISHEARD)
        case Fact.EMAIL:
            return _email(reading.lower(), person.email) if person.email else MISHEARD
        case Fact.PHONE_TAIL:
            return MATCHED[fact] + 1 if reading == person.phone_tail else MISHEARD
        case Fact.BIRTH_DATE:
            return _day(reading, person)
        case _:
            return MISHEARD


def _email(heard: str, known: str) -> float:
    """Both before and after the at have to fit; marks and words count like letters."""
    if heard == known:
        return 20.0
    plain, real = (re.sub(r"[^a-z0-9]", "", text) for text in (heard, known))
    return 16.0 if plain == real else min(spelled_fit(plain, real), 12.0) - 6.0


def _day(reading: str, person: Person) -> float:
    if person.born_on is None:
        return MISHEARD
    pairs = list(zip(reading.split("-"), person.born_on.isoformat().split("-"), strict=False))
    if any("?" not in said and said != real for said, real in pairs):
        wrong = [(said, real) for said, real in pairs if "?" not in said and said != real]
        near = len(wrong) == 1 and sum(a != b for a, b in zip(*wrong[0], strict=False)) == 1
        return 1.5 if near and len(pairs) == 3 else MISHEARD
    return _DAY[sum(said == real for said, real in pairs)]


def _best_name(readings: Sequence[str], person: Person) -> tuple[float, float]:
    """Nats of given and family name, by the reading in which both together fit best."""
    best = (MISHEARD, MISHEARD)
    for place, reading in enumerate(readings):
        late = LATER * math.log1p(place) / 2
        given, family = _name(reading, person)
        if given + family - 2 * late > sum(best):
            best = (given - late, family - late)
    return best


def _name(reading: str, person: Person) -> tuple[float, float]:
    if not person.given:
        return 0.0, _whole_name(reading, person.family)
    if _LETTERS.fullmatch(reading):
        return _spelled(reading.replace(" ", ""), person)
    return _spoken(reading.split(), person)


def _whole_name(reading: str, known: str) -> float:
    """A name that is not kept in parts: Chinese, or one word."""
    if reading == known:
        return 7.0
    if name_key(reading) == name_key(known):
        return 5.0
    return word_fit(reading, known) if known.isascii() else NOT_IT


def _spelled(letters: str, person: Person) -> tuple[float, float]:
    """One name spelled, or both."""
    given, family = _letters(letters, person.given), _letters(letters, person.family)
    best = (given, MISHEARD / 2) if given >= family else (MISHEARD / 2, family)
    for cut in range(max(2, len(person.given) - _SLIP), min(len(person.given) + _SLIP + 1, len(letters))):
        both = (_letters(letters[:cut], person.given), _letters(letters[cut:], person.family))
        best = max(best, both, key=sum)
    return best


def _letters(letters: str, name: str) -> float:
    return min(spelled_fit(letters, name), SPELLED)


def _spoken(words: Sequence[str], person: Person) -> tuple[float, float]:
    """Each name by one word, or by two that a recogniser cut apart; not both by the same."""
    given = _fitting(words, person.given)
    family = _fitting(words, person.family)
    best = max([(NOT_IT, NOT_IT), *((nats, NOT_IT) for nats, _, _ in given)], key=sum)
    best = max([best, *((NOT_IT, nats) for nats, _, _ in family)], key=sum)
    pairs = ((a, b) for a, start, end in given for b, first, last in family if last <= start or first >= end)
    return max([best, *pairs], key=sum)


def _fitting(words: Sequence[str], name: str) -> list[tuple[float, int, int]]:
    """The pieces of what was said that may be a name, with their places."""
    found = []
    for at, word in enumerate(words):
        nats = word_fit(word, name)
        if nats > NOT_IT:
            found.append((nats, at, at + 1))
        if at + 1 < len(words):
            nats = word_fit(word + words[at + 1], name)
            if nats > NOT_IT:
                found.append((nats, at, at + 2))
    return found
