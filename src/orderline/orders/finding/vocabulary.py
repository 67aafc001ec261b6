"""By which words a shop's products are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orderline.orders.finding.differ import CLEARLY_BEST
from orderline.orders.finding.score import NO_SUCH_WORD, Thing, of_words, thing, weights
from orderline.orders.finding.terms import heard


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one state of a catalogue."""

    products: Mapping[str, Thing]
    """By key."""
    by_term: Mapping[str, tuple[str, ...]]
    """Which products answer to a term."""

    def named(self, words: str, most: int) -> tuple[str, ...]:
        """The products that answer to the words about as well as any does, at most `most`."""
        near = {key: self.products[key] for term in heard(words) for key in self.by_term.get(term, ())}
        said = weights(words, near.values())
        fits = sorted(((of_words(said, one), key) for key, one in near.items()), reverse=True)
        least = max(fits[0][0] * CLEARLY_BEST, NO_SUCH_WORD) if fits else 0.0
        return tuple(key for fit, key in fits[:most] if fit >= least)


def vocabulary(products: Iterable[tuple[str, tuple[str, ...]]]) -> Vocabulary:
    """From each product's key and all its names."""
    things = {key: thing(names) for key, names in products}
    by_term: dict[str, list[str]] = defaultdict(list)
    for key, one in things.items():
        for term in one.answers_to:
            by_term[term].append(key)
    return Vocabulary(things, {term: tuple(keys) for term, keys in by_term.items()})
