"""How well an order fits what was said of it.

Each clue tells how likely this order is meant, on its own; together they multiply, as independent evidence does. A
clue that does not fit never rules an order out alone: people mix up days, colours and apps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from orderline.orders.finding.terms import heard, is_chinese, phrases
from orderline.orders.options import same_value, same_words
from orderline.orders.order import SalesChannel

UNKNOWN_WORD = 0.25
"""What an English word that no order of the caller's knows weighs beside one that some order knows: it may be chatter,
or another thing. This figure and those below are our own judgement; the tests hold the choices they lead to."""
NAME_SHARE = 0.4
"""How much of the match of words is the share of the name that was said; the rest is the share of what was said that
the thing answers to."""
NO_SUCH_WORD = 0.05
OTHER_OPTION = 0.3
"""For every option word that the line does not answer to."""
OTHER_CHANNEL = 0.2
OTHER_DIGITS = 0.05
ONE_DIGIT_OFF = 0.4
LATER_READING = 0.9
"""For every better reading of the digits that did not fit."""
DAYS_OFF = (1.0, 0.7, 0.5, 0.3, 0.3, 0.3, 0.3, 0.3)
"""By distance in days from the time that was named."""
FAR_OFF = 0.05


@dataclass(frozen=True, slots=True)
class Clues:
    """What a person said of an order; each part may be missing."""

    words: str = ""
    """Their own words for the thing, in either language; chatter around it does no harm."""
    options: tuple[str, ...] = ()
    """Colours, sizes: "blue", "大号"."""
    days: tuple[date, date] | None = None
    """First and last day on which it was placed."""
    channel: SalesChannel | None = None
    number_tails: tuple[str, ...] = ()
    """Readings of the number's last four, best first."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that words can name: a line of an order, or a product."""

    names: tuple[frozenset[str], ...]
    """The terms of every name and alias."""
    options: tuple[tuple[str, str], ...]
    answers_to: frozenset[str]
    """Every term it answers to: of its names, and of the words for its options."""


@dataclass(frozen=True, slots=True)
class Findable:
    """An order, as far as clues can tell it apart."""

    key: str
    number_tail: str
    channel: SalesChannel
    placed_on: date
    """At the shop."""
    things: tuple[Thing, ...]


def thing(names: tuple[str, ...], options: tuple[tuple[str, str], ...] = ()) -> Thing:
    """A line or a product by all its names and its options."""
    found = phrases(names)
    return Thing(found, options, frozenset().union(*found, *phrases(_option_words(options))))


@lru_cache(maxsize=8192)
def _option_words(options: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(sorted(word for _, value in options for word in same_words(value)))


def scores(clues: Clues, orders: Sequence[Findable]) -> list[float]:
    """How well each order fits, [0, 1], 1 for one that answers to everything said."""
    said = weights(clues.words, (one for order in orders for one in order.things))
    return [
        _of_things(clues, said, order.things)
        * _of_days(clues.days, order.placed_on)
        * (OTHER_CHANNEL if clues.channel not in (None, order.channel) else 1.0)
        * _of_digits(clues.number_tails, order.number_tail)
        for order in orders
    ]


def best_thing(clues: Clues, order: Findable) -> int | None:
    """Which line of the order the words mean; None where they mean none."""
    said = weights(clues.words, order.things)
    if not order.things or not (said or clues.options):
        return None
    fits = [_of_things(clues, said, (one,)) for one in order.things]
    return fits.index(max(fits)) if max(fits) > NO_SUCH_WORD else None


def weights(words: str, things: Iterable[Thing]) -> dict[str, float]:
    """What each term that was said weighs. A Chinese term that nothing answers to is a cut across words: it weighs
    nothing beside terms that something answers to.
    """
    said = heard(words)
    known: set[str] = set()
    for one in things:
        known |= said & one.answers_to
    kept = {term: 1.0 if term in known else UNKNOWN_WORD for term in said if term in known or not is_chinese(term)}
    return kept or dict.fromkeys(said, UNKNOWN_WORD)


def of_words(said: Mapping[str, float], one: Thing) -> float:
    """How well a thing answers to the terms said, [0, 1]; 1 where nothing was said."""
    if not said:
        return 1.0
    answered = sum(weight for term, weight in said.items() if term in one.answers_to)
    if not answered:
        return NO_SUCH_WORD
    named = max((len(name & said.keys()) / len(name) for name in one.names), default=0.0)
    return NAME_SHARE * named + (1 - NAME_SHARE) * answered / sum(said.values())


def _of_things(clues: Clues, said: Mapping[str, float], things: Sequence[Thing]) -> float:
    if not said and not clues.options:
        return 1.0
    return max((of_words(said, one) * _of_options(clues.options, one) for one in things), default=NO_SUCH_WORD)


def _of_options(options: Sequence[str], one: Thing) -> float:
    missed = sum(not any(same_value(has, wanted) for _, has in one.options) for wanted in options)
    return OTHER_OPTION**missed


def _of_days(days: tuple[date, date] | None, placed: date) -> float:
    if days is None:
        return 1.0
    first, last = days
    off = max((first - placed).days, (placed - last).days, 0)
    return DAYS_OFF[off] if off < len(DAYS_OFF) else FAR_OFF


def _of_digits(tails: Sequence[str], tail: str) -> float:
    if not tails:
        return 1.0
    if tail in tails:
        return LATER_READING ** tails.index(tail)
    off = min(sum(a != b for a, b in zip(said, tail, strict=False)) + abs(len(said) - len(tail)) for said in tails)
    return ONE_DIGIT_OFF if off == 1 else OTHER_DIGITS
