"""The closed world of one shop: what a sentence names of the things this shop sells and the ways it is dealt with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orderline.events.meaning import Entity, EntityKind
from orderline.events.speech import Expect
from orderline.orders.identifiers import Language
from orderline.understand.world.address import find_address
from orderline.understand.world.found import Found, free
from orderline.understand.world.lexicon import World
from orderline.understand.world.options import chinese_options, english_options
from orderline.understand.world.phrases import find_phrases
from orderline.understand.world.products import NAMED, chinese_products, english_products
from orderline.understand.world.tokens import tokens

__all__ = ["World", "find_world_entities"]

_NUMBER = re.compile(r"(?<![\da-z])\d{5,}(?![\da-z])")
"""What may be the shop's own number of a product."""


def find_world_entities(text: str, language: Language, world: World, expect: Expect) -> tuple[Entity, ...]:
    """What `text` (normalised) names, in the order said; each entity's `text` stands in `text` as it is.

    Products, options, ways to pay, reasons, conditions, channels, choices and addresses. Products and options have
    the shop's own ids and values; the same words may also be a choice or a way to pay ("gift card").
    """
    address = list(find_address(text, language, expect))
    phrases = [one for one in find_phrases(text, language, expect) if free(address, one.start, one.end)]
    things = _things(text, language, world, expect)
    found = [*address, *phrases, *(one for one in things if free(address, one.start, one.end))]
    return tuple(one.entity for one in sorted(found, key=lambda one: (one.start, one.end)))


def _things(text: str, language: Language, world: World, expect: Expect) -> list[Found]:
    if not world.products:
        return []
    if language == "en":
        said = tokens(text)
        products = list(english_products(text, said, world))
        mentioned = [token for token in said if free(products, token.start, token.end)]
        options = english_options(text, mentioned, world.options, expect, _indices(products, world))
    else:
        products = list(chinese_products(text, world))
        options = chinese_options(text, world.options, expect, _indices(products, world))
    products = list(_by_number(text, products, world))
    return [*products, *(one for one in options if free(products, one.start, one.end))]


def _by_number(text: str, products: list[Found], world: World) -> Iterator[Found]:
    """Products called by the shop's own number; a name beside it says the same thing."""
    numbered = [found for found in _NUMBER.finditer(text) if found.group() in world.index_of]
    for one in products:
        beside = (n for n in numbered if not text[one.end : n.start()].strip(" #:,，") and n.start() >= one.end)
        if next(beside, None) is None:
            yield one
    for found in numbered:
        yield Found(Entity(EntityKind.PRODUCT, found.group(), found.group(), NAMED), found.start(), found.end())


def _indices(products: list[Found], world: World) -> list[int]:
    """The products that are mentioned, each with its alternatives."""
    ids = {id_ for one in products for id_ in (one.entity.value, *one.entity.alternatives)}
    return [at for at in (world.index_of.get(id_) for id_ in ids) if at is not None]
