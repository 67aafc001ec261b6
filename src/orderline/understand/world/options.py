"""Values of options that a sentence names: "blue", "size 39", "大号", "waterproof"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from orderline.events.meaning import Entity, EntityKind
from orderline.events.speech import Expect
from orderline.understand.numbers import find_numbers
from orderline.understand.world.everyday import COMMON
from orderline.understand.world.found import Found, free
from orderline.understand.world.option_index import MOST_TOKENS, OptionIndex, Saying
from orderline.understand.world.sounds import SHORTEST_ALIKE, one_edit
from orderline.understand.world.tokens import Token, tokens

WHOLE, PART, SWITCH, SOUNDS = 0.95, 0.75, 0.85, 0.55
"""How surely a value is meant by its own words, by part of them, by its option's name, by a word that sounds like it.
Source: own choice."""
_NEAR = 3
"""Words between a value and the name of its option."""
_ASKED = frozenset({Expect.DETAIL, Expect.CHOICE})
_NEEDS_NAME = frozenset(
    [
        "high", "low", "light", "dark", "full", "half", "fixed", "standard", "fresh", "custom", "basic", "art",
        "plain", "free", "open", "good", "best", "new", "old", "men", "women", "one", "manual", "auto", "top",
        "back", "front", "long", "short", "all", "other", "left", "right",
    ]
)  # fmt: skip
"""Values that are everyday words as well: they count where their option is named, or where the line asked."""
_NOT = frozenset(["not", "non", "no", "without", "isn't", "aren't"])
_SIZE_WORDS = frozenset(["size", "in", "a", "an", "sized"])


def english_options(
    text: str, said: Sequence[Token], index: OptionIndex, expect: Expect, products: Sequence[int]
) -> Iterator[Found]:
    """Values named in an English sentence; `products` are those the sentence names, which decide between options."""
    at = 0
    while at < len(said):
        found = _switch(text, said, at, index) or _value(text, said, at, index, expect, products)
        if found is None:
            at += 1
            continue
        one, at = found
        yield one


def _value(
    text: str, said: Sequence[Token], at: int, index: OptionIndex, expect: Expect, products: Sequence[int]
) -> tuple[Found, int] | None:
    """The longest value that begins at a word, and the index after it."""
    near = _names_near(said, at, index)
    for size in range(min(MOST_TOKENS, len(said) - at), 0, -1):
        words = [token.text for token in said[at : at + size]]
        sayings = index.sayings.get("".join(words), ())
        if sayings and (size > 1 or _stands_alone(said, at, sayings, near, expect)):
            return _entity(text, said, at, size, sayings, near, products, index), at + size
    word = said[at].text
    if len(word) > SHORTEST_ALIKE and word.isalpha() and word not in COMMON:
        alike = [key for key in index.sayings if key[0] == word[0] and key.isalpha() and one_edit(key, word)]
        whole = [one for key in alike for one in index.sayings[key] if one.share == 1.0]
        if whole:
            return _entity(text, said, at, 1, whole, near, products, index, SOUNDS), at + 1
    return None


def _stands_alone(
    said: Sequence[Token], at: int, sayings: Sequence[Saying], near: frozenset[str], expect: Expect
) -> bool:
    """Whether one word is meant as a value: "a ten" may be, "ten orders" is none."""
    word = said[at].text
    named = any(one.option in near for one in sayings)
    alone = expect in _ASKED and len(said) <= _NEAR
    if len(word) <= 2 or word.isdigit():
        return named or alone or (at > 0 and said[at - 1].text == "size")
    if word in _NEEDS_NAME:
        return named or expect in _ASKED
    return True


def _names_near(said: Sequence[Token], at: int, index: OptionIndex) -> frozenset[str]:
    """Options named right before or after a word."""
    around = said[max(at - _NEAR, 0) : at + _NEAR + 1]
    return frozenset().union(*(index.names.get(token.text, frozenset()) for token in around))


def _entity(
    text: str,
    said: Sequence[Token],
    at: int,
    size: int,
    sayings: Sequence[Saying],
    near: frozenset[str],
    products: Sequence[int],
    index: OptionIndex,
    sure: float | None = None,
) -> Found:
    of_products = frozenset().union(*(index.of_product[one] for one in products))
    ordered = sorted(
        sayings,
        key=lambda one: (
            one.share < 1.0,
            bool(of_products) and (one.option, one.value) not in of_products,
            one.option not in near,
        ),
    )
    start, end = said[at].start, said[at + size - 1].end
    keys = tuple(dict.fromkeys(one.key for one in ordered))
    confidence = sure or (WHOLE if ordered[0].share == 1.0 else PART)
    return Found(Entity(EntityKind.OPTION, keys[0], text[start:end], confidence, keys[1:]), start, end)


def _switch(text: str, said: Sequence[Token], at: int, index: OptionIndex) -> tuple[Found, int] | None:
    """A value that is named by its option: "waterproof", "no backlight"."""
    refused = said[at].text in _NOT
    first = at + 1 if refused else at
    if refused and first < len(said) and said[first].text in ("a", "the", "any"):
        first += 1
    for size in range(min(_NEAR, len(said) - first), 0, -1):
        key = "".join(token.text for token in said[first : first + size])
        names = index.switches.get(key) or index.switches.get(_NOUN.sub("ance", key))
        if not names:
            continue
        values = ("no", "none", "否", "无") if refused else ("yes", "是")
        pairs = frozenset().union(*index.of_product) if index.of_product else frozenset()
        keys = tuple(f"{name}={value}" for name in names for value in values if (name, value) in pairs)
        if keys:
            start, end = said[at].start, said[first + size - 1].end
            return Found(
                Entity(EntityKind.OPTION, keys[0], text[start:end], SWITCH, keys[1:]), start, end
            ), first + size
    return None


_NOUN = re.compile(r"ant$")
_ZH_COLOUR = re.compile(r"(?:色|的|款|号|码)")


def chinese_options(text: str, index: OptionIndex, expect: Expect, products: Sequence[int]) -> Iterator[Found]:
    """Values named in a Chinese sentence. One character counts where "色", "号" or "的" follows, or the line asked."""
    of_products = frozenset().union(*(index.of_product[one] for one in products))
    measured = list(_measures(text, index, of_products))
    yield from measured
    at = 0
    while at < len(text):
        for size in range(min(index.longest, len(text) - at), 0, -1):
            sayings = index.chinese.get(text[at : at + size], ())
            alone = size == 1 and expect not in _ASKED and not _ZH_COLOUR.match(text, at + 1)
            if sayings and not alone and free(measured, at, at + size):
                yield _ordered(text, at, at + size, sayings, of_products)
                at += size - 1
                break
        at += 1


def _measures(text: str, index: OptionIndex, of_products: frozenset[tuple[str, str]]) -> Iterator[Found]:
    """Values with a number or Latin letters: "三十九码", "64GB的", "13寸", "XL"."""
    numbers = [(one.start, one.end, one.value) for one in find_numbers(text, "zh")]
    for start, end, value in numbers:
        unit = _ZH_UNIT.match(text, end)
        sayings = index.sayings.get(value + _ZH_UNITS[unit.group(1)], ()) if unit else ()
        if unit and sayings:
            yield _ordered(text, start, unit.end(), sayings, of_products)
    for latin in _LATIN.finditer(text):
        key = "".join(token.text for token in tokens(latin.group()))
        sayings = tuple(one for one in index.sayings.get(key, ()) if one.share == 1.0)
        if sayings and not key.isdigit() and not any(start <= latin.start() < end for start, end, _ in numbers):
            yield _ordered(text, latin.start(), latin.end(), sayings, of_products)


def _ordered(
    text: str, start: int, end: int, sayings: Sequence[Saying], of_products: frozenset[tuple[str, str]]
) -> Found:
    """Those of the products in the sentence first."""
    first = [one.key for one in sayings if (one.option, one.value) in of_products]
    keys = tuple(dict.fromkeys([*first, *(one.key for one in sayings)]))
    return Found(Entity(EntityKind.OPTION, keys[0], text[start:end], WHOLE, keys[1:]), start, end)


_ZH_UNITS = {
    "码": "", "号": "", "英寸": "in", "寸": "in", "升": "l", "毫升": "ml", "公斤": "kg", "克": "g", "英尺": "ft",
    "瓦": "w", "毫米": "mm", "厘米": "cm", "小时": "hour", "片": "piece", "件套": "piece", "度": "degree",
}  # fmt: skip
_ZH_UNIT = re.compile("(" + "|".join(sorted(_ZH_UNITS, key=len, reverse=True)) + ")")
_LATIN = re.compile(r"[a-z0-9]+(?:[ -][a-z0-9]+)*")
