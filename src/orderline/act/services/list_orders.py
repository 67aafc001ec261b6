"""A customer's orders from every sales channel in one list."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.services.finding import summary
from orderline.events.answer import ListedOrders
from orderline.events.reading import ListOrders
from orderline.orders.order import OPEN_STATES
from orderline.store.models import Order
from orderline.store.repositories.finding import items_of, of_customer
from orderline.store.repositories.shops import ShopFacts

MOST = 100
"""Orders in one answer."""


async def list_orders(session: AsyncSession, shop: ShopFacts, query: ListOrders) -> ListedOrders:
    """The newest first, and how many there are by channel, listed or not."""
    conditions: list[ColumnElement[bool]] = []
    if query.open_only:
        conditions.append(Order.state.in_(OPEN_STATES))
    if query.channel is not None:
        conditions.append(Order.channel == query.channel)
    most = min(max(query.most, 1), MOST)
    orders = await of_customer(session, shop, query.customer_id, *conditions, most=most)
    items = await items_of(session, shop, orders)
    counted = (
        select(Order.channel, func.count())
        .where(Order.shop_id == shop.id, Order.customer_id == query.customer_id, *conditions)
        .group_by(Order.channel)
        .order_by(func.count().desc(), Order.channel)
    )
    channels = tuple((channel, int(count)) for channel, count in (await session.execute(counted)).all())
    listed = tuple(summary(order, items[order.order_id]) for order in orders)
    return ListedOrders(listed, sum(count for _, count in channels), channels)
