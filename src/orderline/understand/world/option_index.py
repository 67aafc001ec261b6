"""The values of a shop's options, by every way to say them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from orderline.orders.catalogue import SoldProduct
from orderline.orders.options import same_words
from orderline.understand.normal import normalise
from orderline.understand.world.everyday import COMMON
from orderline.understand.world.tokens import tokens

MOST_TOKENS = 6
"""Words in a row that are looked up as one value."""
_STEP_WORDS = frozenset(
    ["a", "an", "the", "of", "and", "with", "in", "on", "to", "not", "no", "auto", "built", "over", "set", "side"]
)
"""Words that are no value alone, though a value begins or ends with them."""
_YES, _NO = "yes", "no"
_CJK_FIRST = "㐀"


@dataclass(frozen=True, slots=True)
class Saying:
    """One option and value that some words say."""

    option: str
    value: str
    share: float
    """1 for the whole value, less for a part of it."""

    @property
    def key(self) -> str:
        """As an entity has it."""
        return f"{self.option}={self.value}"


@dataclass(frozen=True, slots=True)
class OptionIndex:
    """Where words lead."""

    sayings: Mapping[str, tuple[Saying, ...]]
    """From English tokens written together."""
    chinese: Mapping[str, tuple[Saying, ...]]
    """From Chinese characters."""
    longest: int
    """Most characters of a key of `chinese`."""
    names: Mapping[str, frozenset[str]]
    """From a word of an option's name to the names."""
    of_product: tuple[frozenset[tuple[str, str]], ...]
    """Every option and value that a product comes in, by product."""
    switches: Mapping[str, tuple[str, ...]]
    """From an option's name written together to those that are yes or no, or may be none: "waterproof"."""


def option_index(products: Iterable[SoldProduct]) -> OptionIndex:
    """Index every value of every option."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    of_product = []
    for product in products:
        pairs = [(name, value) for name, values in product.options for value in values]
        of_product.append(frozenset(pairs))
        for pair in pairs:
            counts[pair] += 1
    english: dict[str, dict[Saying, int]] = defaultdict(dict)
    chinese: dict[str, dict[Saying, int]] = defaultdict(dict)
    names: dict[str, set[str]] = defaultdict(set)
    switches: dict[str, set[str]] = defaultdict(set)
    options_words = {token.text for name, _ in counts for token in tokens(normalise(name))}
    for (name, value), count in counts.items():
        for token in tokens(normalise(name)):
            names[token.text].add(name)
        if value.casefold() in (_YES, _NO, "none", "是", "否", "无"):
            switches["".join(token.text for token in tokens(normalise(name)))].add(name)
            continue
        for words in same_words(value):
            plain = normalise(words)
            index = chinese if plain[:1] >= _CJK_FIRST else english
            for key, share in _keys(plain, index is chinese, options_words):
                saying = Saying(name, value, share)
                index[key][saying] = max(index[key].get(saying, 0), count)
    return OptionIndex(
        _ranked(english),
        _ranked(chinese),
        max((len(key) for key in chinese), default=0),
        {word: frozenset(found) for word, found in names.items()},
        tuple(of_product),
        {word: tuple(sorted(found)) for word, found in switches.items()},
    )


def _keys(words: str, is_chinese: bool, no_parts: Collection[str]) -> Iterable[tuple[str, float]]:
    """The ways to say a value: whole, and by its beginning or end, where that is no everyday word."""
    if is_chinese:
        yield words, 1.0
        return
    said = [token.text for token in tokens(words)]
    yield "".join(said), 1.0
    for size in range(1, len(said)):
        for part in (said[:size], said[-size:]):
            key = "".join(part)
            vague = size == 1 and (key in no_parts or key in COMMON)
            if len(key) > 2 and part[0] not in _STEP_WORDS and not vague:
                yield key, size / len(said)


def _ranked(found: Mapping[str, Mapping[Saying, int]]) -> dict[str, tuple[Saying, ...]]:
    """Whole values before parts, then those of more products."""
    return {
        key: tuple(sorted(sayings, key=lambda one: (-one.share, -sayings[one], one.key)))
        for key, sayings in found.items()
    }
