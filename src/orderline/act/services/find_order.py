"""Which of a customer's orders is meant by what they say of it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.services.finding import AROUND_DAYS, clues_of, days_at, ranked
from orderline.events.answer import FoundOrders
from orderline.events.reading import FindOrder
from orderline.store.models import Order
from orderline.store.repositories.finding import of_customer
from orderline.store.repositories.shops import ShopFacts


async def find_order(session: AsyncSession, shop: ShopFacts, query: FindOrder) -> FoundOrders:
    """The customer's orders that fit, best first: among the newest, those around the days named, those with the digits.

    No clue rules an order out, so a wrong colour or day still finds it, with a lower score.
    """
    clues = clues_of(query.described)
    found = await of_customer(session, shop, query.customer_id)
    if clues.days is not None:
        within = days_at(shop, clues.days, AROUND_DAYS)
        found += await of_customer(session, shop, query.customer_id, *within.holds(Order.placed_at))
    if clues.number_tails:
        found += await of_customer(session, shop, query.customer_id, Order.number_tail.in_(clues.number_tails))
    return await ranked(session, shop, query.described, found)
