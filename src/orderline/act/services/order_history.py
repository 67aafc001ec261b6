"""What happened to one order: warehouse, carrier, money, changes and after-sale, in time order."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from orderline.events.answer import NoSuchOrder, OrderTimeline
from orderline.events.reading import OrderHistory
from orderline.orders.identifiers import OrderId
from orderline.store.models import Order
from orderline.store.repositories.history import events_of
from orderline.store.repositories.shops import ShopFacts


async def order_history(session: AsyncSession, shop: ShopFacts, query: OrderHistory) -> OrderTimeline | NoSuchOrder:
    """The order's events; another customer's order is not there."""
    order = await session.get(Order, (shop.id, query.order_id))
    if order is None or order.customer_id != query.customer_id:
        return NoSuchOrder()
    return OrderTimeline(OrderId(order.id), order.state, tuple(await events_of(session, shop, order)))
