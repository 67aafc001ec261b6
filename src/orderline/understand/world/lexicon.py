"""A shop's words, indexed: built once a catalogue, looked into for every utterance."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from orderline.orders.catalogue import ShopWords, SoldProduct
from orderline.orders.identifiers import LANGUAGES
from orderline.orders.sounding.words import sound_key
from orderline.understand.normal import normalise
from orderline.understand.world.chinese import ChineseNames
from orderline.understand.world.option_index import OptionIndex, option_index
from orderline.understand.world.phrases import load_phrases
from orderline.understand.world.sounds import SHORTEST_ALIKE, deletions, one_edit
from orderline.understand.world.synonyms import synonyms
from orderline.understand.world.tokens import canonical, tokens

_T = TypeVar("_T")
_CLAUSE = re.compile(r"[,(\[:;/]| with | for | - ")
_CJK = re.compile(r"[㐀-鿿]")
LOOSE_HEADS = frozenset(
    map(
        canonical,
        ["set", "kit", "pair", "pack", "box", "card", "bundle", "piece", "item", "gift", "thing", "case", "product"],
    )
)
"""Last words of names that name nothing alone: "gift card", "dumbbell pair"."""
_SMALL_WORDS = frozenset({"a", "an", "the", "of", "and", "in", "on", "to", "by"})


@dataclass(frozen=True, slots=True)
class EnglishNames:
    """Where the words of English names lead."""

    heads: Mapping[str, frozenset[int]]
    """From the noun a name ends in to the products."""
    modifiers: Mapping[str, frozenset[int]]
    """From any other word of a name."""
    whole: Mapping[str, frozenset[int]]
    """From a whole name written together: "tshirt", "powerbank"."""
    words: tuple[frozenset[str], ...]
    """All words of a product's names, by product."""
    near: Mapping[str, frozenset[str]]
    """From a head with a letter left out to the heads."""
    sounds: Mapping[str, frozenset[str]]
    """From a sound key to the heads."""

    def alike(self, word: str) -> frozenset[str]:
        """The heads that `word` may be a mishearing of."""
        if len(word) < SHORTEST_ALIKE or not word.isalpha():
            return frozenset()
        close = {
            head for part in deletions(word) for head in self.near.get(part, ()) if head[0] == word[0]
            and one_edit(word, head)
        }  # fmt: skip
        return frozenset(close) | self.sounds.get(sound_key(word), frozenset())


@dataclass(frozen=True, slots=True)
class World:
    """Everything a caller may name of one shop. Immutable; a changed catalogue is another world."""

    version: int = 0
    products: tuple[str, ...] = ()
    """Product ids, in the shop's order."""
    index_of: Mapping[str, int] = field(default_factory=dict)
    """From a product id to its place in `products`."""
    english: EnglishNames = field(default_factory=lambda: _english(()))
    chinese: ChineseNames = field(default_factory=lambda: ChineseNames.of(()))
    options: OptionIndex = field(default_factory=lambda: option_index(()))

    @classmethod
    def of(cls, words: ShopWords) -> World:
        """Index the shop's words: some 0.5 s for 5,000 products, so call it in a thread."""
        found = words.products
        synonyms()
        for language in LANGUAGES:
            load_phrases(language)
        return cls(
            words.version,
            tuple(product.product_id for product in found),
            {product.product_id: at for at, product in enumerate(found)},
            _english(found),
            ChineseNames.of([[normalise(name) for name in _names(product) if _CJK.search(name)] for product in found]),
            option_index(found),
        )


def _names(product: SoldProduct) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (product.name.en, product.name.zh, *product.aliases))))


def _english(products: Iterable[SoldProduct]) -> EnglishNames:
    heads: dict[str, set[int]] = defaultdict(set)
    modifiers: dict[str, set[int]] = defaultdict(set)
    whole: dict[str, set[int]] = defaultdict(set)
    words: list[frozenset[str]] = []
    for at, product in enumerate(products):
        every: set[str] = set()
        for name in _names(product):
            if _CJK.search(name):
                continue
            said = [token.text for token in tokens(_CLAUSE.split(normalise(name))[0])]
            said = [word for word in said if word not in _SMALL_WORDS]
            if not said:
                continue
            every.update(said)
            whole["".join(said)].add(at)
            for word in _heads(said):
                heads[word].add(at)
            for word in said[:-1]:
                modifiers[word].add(at)
        words.append(frozenset(every))
    strong = [head for head in heads if head not in LOOSE_HEADS and len(head) >= SHORTEST_ALIKE and head.isalpha()]
    return EnglishNames(
        _frozen(heads),
        _frozen(modifiers),
        _frozen(whole),
        tuple(words),
        _frozen(_grouped((part, head) for head in strong for part in set(deletions(head)))),
        _frozen(_grouped((sound_key(head), head) for head in strong if len(sound_key(head)) >= 2)),
    )


def _heads(said: list[str]) -> Iterator[str]:
    """The noun a name ends in, the last two words together, and the one before where the last names nothing alone."""
    yield said[-1]
    if len(said) > 1:
        yield "".join(said[-2:])
    if said[-1] in LOOSE_HEADS and len(said) > 1:
        yield said[-2]


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found


def _frozen(sets: Mapping[str, set[_T]]) -> dict[str, frozenset[_T]]:
    return {key: frozenset(values) for key, values in sets.items()}
