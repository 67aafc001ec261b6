"""Which orders of the whole shop fit a description: for people of the shop and its systems, never for callers."""

from __future__ import annotations

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.services.finding import AROUND_DAYS, clues_of, days_at, ranked
from orderline.events.answer import FoundOrders
from orderline.events.reading import SearchOrders
from orderline.orders.finding.score import Clues
from orderline.orders.finding.vocabulary import Vocabulary, vocabulary
from orderline.store.repositories.finding import OrderHead, Within, placed, with_product, with_tail
from orderline.store.repositories.products import catalogue_version, names_of_products
from orderline.store.repositories.shops import ShopFacts

MOST_PRODUCTS = 5
"""Products looked for at once: "cup" may be several."""


class Catalogue:
    """The words for one shop's products, read again whenever the catalogue has changed."""

    def __init__(self) -> None:
        self._version = -1
        self._words = Vocabulary({}, {})

    async def words(self, session: AsyncSession, shop: ShopFacts) -> Vocabulary:
        """The words as of this transaction."""
        version = await catalogue_version(session, shop.id)
        if version != self._version:
            names = await names_of_products(session, shop.id)
            self._words = await asyncio.to_thread(vocabulary, names)
            self._version = version
        return self._words


async def search_orders(
    session: AsyncSession, shop: ShopFacts, catalogue: Catalogue, query: SearchOrders
) -> FoundOrders:
    """The shop's orders that fit, best first. Each clue with an index of its own says where to look, newest first."""
    clues = clues_of(query.described)
    if clues.number_tails:
        return await ranked(session, shop, query.described, await with_tail(session, shop, clues.number_tails))
    products: tuple[str, ...] = ()
    if clues.words:
        products = (await catalogue.words(session, shop)).named(clues.words, MOST_PRODUCTS)
        if not products:
            return FoundOrders((), 0, None)
    found = await _look(session, shop, clues, products, days_at(shop, clues.days) if clues.days else None)
    if not found and clues.days:
        found = await _look(session, shop, clues, products, days_at(shop, clues.days, AROUND_DAYS))
    return await ranked(session, shop, query.described, found)


async def _look(
    session: AsyncSession, shop: ShopFacts, clues: Clues, products: tuple[str, ...], within: Within | None
) -> list[OrderHead]:
    if not products:
        return await placed(session, shop, within, clues.channel)
    return [
        order for product in products for order in await with_product(session, shop, product, within, clues.channel)
    ]
