"""Products that a sentence names, by the shop's own words for them.

The confidence of a product is how surely the words name it *or one of its alternatives*; which of them is for the
caller's own orders to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from orderline.events.meaning import Entity, EntityKind
from orderline.understand.world.chinese import Run
from orderline.understand.world.everyday import COMMON
from orderline.understand.world.found import Found
from orderline.understand.world.lexicon import LOOSE_HEADS, World
from orderline.understand.world.synonyms import synonyms
from orderline.understand.world.tokens import Token

MOST_ALTERNATIVES = 100
"""Other products kept of one mention: more than anyone has bought of one kind. Source: own choice."""
NAMED, SYNONYM, SOUNDS, PART = 0.95, 0.8, 0.6, 0.5
"""How surely a thing is meant by its own word, another word for it, a word that sounds like it, a part of its name.
Source: own choice; NAMED is the share that was right among 500 mentions made from names in tests."""
_AHEAD = 4
"""Words before a noun that may belong to it."""
_NEAR_UNITS = 3
"""Characters between two stretches of Chinese that may still name one thing: "60升的那个热水器"."""
_AND = re.compile(r"[和跟与、，,]|还有")
_DETERMINERS = frozenset(
    ["the", "my", "a", "an", "that", "this", "those", "these", "your", "our", "of", "any", "another"]
)
_PRONOUN = frozenset({"1", "ones", "one"})
_NOT_THE_THING = re.compile(r"(?:\s*(?:number|no\b|call|tail|line|end|ends|ending|is\b|are\b|\d))")
"""What follows "phone" where the number is meant, not the thing."""


def english_products(text: str, said: Sequence[Token], world: World) -> Iterator[Found]:
    """Products named in an English sentence."""
    taken = -1
    for at in range(len(said)):
        if at <= taken:
            continue
        mention = _mention(text, said, at, world)
        if mention is None:
            continue
        first, last, products, sure = mention
        if first <= taken:
            first = taken + 1
        taken = last
        yield _found(text, said[first].start, said[last].end, products, sure, world)


def _mention(text: str, said: Sequence[Token], at: int, world: World) -> tuple[int, int, Sequence[int], float] | None:
    """First and last word, products best first, and confidence of the thing whose noun begins at `at`."""
    names = world.english
    word = said[at].text
    last = at
    joined = word + said[at + 1].text if at + 1 < len(said) else ""
    if joined and joined in names.whole and not (word in names.heads and said[at + 1].text in names.heads):
        products, last, sure = names.whole[joined], at + 1, NAMED
    elif joined and joined in names.heads:
        products, last, sure = names.heads[joined], at + 1, NAMED
    elif word in names.heads:
        products, sure = names.heads[word], NAMED
    elif word in names.modifiers and _follows(said, at, names.heads):
        return None
    else:
        products, sure = _other_words(said, at, world)
    if not products or (word == "phone" and _NOT_THE_THING.match(text, said[last].end)):
        return None
    ahead = _ahead(said, at, names.modifiers, products)
    counted = Counter(one for word_at in ahead for one in names.modifiers[said[word_at].text] & products)
    most = max(counted.values(), default=0)
    if most == 0 and word in LOOSE_HEADS:
        return None
    best = [one for one in products if counted[one] == most] if most else list(products)
    best.sort(key=lambda one: (len(names.words[one]), one))
    first = min((word_at for word_at in ahead if names.modifiers[said[word_at].text] & set(best)), default=at)
    return first, last, best, sure


def _follows(said: Sequence[Token], at: int, heads: Mapping[str, frozenset[int]]) -> bool:
    """Whether the noun that the word belongs to comes soon after."""
    return any(token.text in heads for token in said[at + 1 : at + 1 + _AHEAD])


def _ahead(
    said: Sequence[Token], at: int, modifiers: Mapping[str, frozenset[int]], products: frozenset[int]
) -> list[int]:
    """The words before `at` that names of these products have too."""
    found = []
    for word_at in range(at - 1, max(at - 1 - _AHEAD, -1), -1):
        word = said[word_at].text
        if word in _DETERMINERS or word in ("and", "or", "to", "for"):
            break
        if modifiers.get(word, frozenset()) & products:
            found.append(word_at)
    return found


def _other_words(said: Sequence[Token], at: int, world: World) -> tuple[frozenset[int], float]:
    """Products by another word for them, by part of their name, or by a word that sounds alike."""
    names, word = world.english, said[at].text
    heads = [other for other in synonyms().get(word, ()) if other in names.heads]
    if heads:
        return frozenset().union(*(names.heads[head] for head in heads)), SYNONYM
    named = at + 1 < len(said) and said[at + 1].text in _PRONOUN
    led = at > 0 and said[at - 1].text in _DETERMINERS
    if word in names.modifiers and word.isalpha() and word not in COMMON and (named or led):
        others = [other for other in world.options.sayings.get(word, ()) if other.share == 1.0]
        if not others:
            return names.modifiers[word], PART
    if word in COMMON or word in world.options.sayings or not (led or at > 0):
        return frozenset(), 0.0
    alike = names.alike(word)
    return frozenset().union(*(names.heads[head] for head in alike)), SOUNDS


def chinese_products(text: str, world: World) -> Iterator[Found]:
    """Products named in a Chinese sentence; where none is, the one that something in it sounds like."""
    names = world.chinese
    runs = names.runs(text)
    if not runs:
        heard = names.heard(text)
        if heard is not None:
            yield _found(text, heard.start, heard.end, sorted(heard.products), SOUNDS, world)
        return
    for start, end, products in _joined(text, runs):
        words = text[start:end]
        exact = names.whole.get(words, frozenset())
        ordered = [*sorted(products & exact), *sorted(products - exact)]
        yield _found(text, start, end, ordered, NAMED, world)


def _joined(text: str, runs: Iterable[Run]) -> Iterator[tuple[int, int, frozenset[int]]]:
    """Stretches that stand near each other and may be one thing are one mention; a measure alone names nothing."""
    group: list[Run] = []
    products: frozenset[int] = frozenset()
    for run in runs:
        both = products & run.products
        near = bool(group) and run.start - group[-1].end <= _NEAR_UNITS
        if both and near and not _AND.search(text[group[-1].end : run.start]):
            group.append(run)
            products = both
            continue
        yield from _mentioned(group, products)
        group, products = [run], run.products
    yield from _mentioned(group, products)


def _mentioned(group: Sequence[Run], products: frozenset[int]) -> Iterator[tuple[int, int, frozenset[int]]]:
    if any(run.names_thing for run in group):
        yield group[0].start, group[-1].end, products


def _found(text: str, start: int, end: int, products: Sequence[int], sure: float, world: World) -> Found:
    ids = [world.products[one] for one in products[: MOST_ALTERNATIVES + 1]]
    return Found(Entity(EntityKind.PRODUCT, ids[0], text[start:end], sure, tuple(ids[1:])), start, end)
