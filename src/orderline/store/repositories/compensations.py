"""What was given for delays: to one order and its parts, to one customer, by one shop."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import CustomerId
from orderline.store.models import Compensation, Order, Shop
from orderline.store.repositories.shops import ShopFacts


async def hold_budget(session: AsyncSession, shop: ShopFacts) -> None:
    """Let one compensation of the shop be given at a time: whoever looks now sees every earlier one."""
    await session.execute(select(Shop.id).where(Shop.id == shop.id).with_for_update(key_share=True))


async def compensated(session: AsyncSession, shop: ShopFacts, customer: CustomerId, order_id: str) -> bool:
    """Whether the order was compensated for, or one that it was split from, split into or merged with."""
    family = await _family(session, shop, customer, order_id)
    own = (Compensation.shop_id == shop.id, Compensation.order_id.in_(family))
    return await session.scalar(select(Compensation.order_id).where(*own).limit(1)) is not None


async def spent_on(
    session: AsyncSession, shop: ShopFacts, currency: str, since: datetime, customer: CustomerId | None = None
) -> int:
    """What compensations since `since` cost, minor units of `currency`: of one customer, or of the whole shop."""
    query = select(func.coalesce(func.sum(Compensation.amount), 0)).where(
        Compensation.shop_id == shop.id, Compensation.at >= since, Compensation.currency == currency
    )
    if customer is not None:
        orders = select(Order.id).where(Order.shop_id == shop.id, Order.customer_id == customer)
        query = query.where(Compensation.order_id.in_(orders))
    return int(await session.scalar(query) or 0)


async def _family(session: AsyncSession, shop: ShopFacts, customer: CustomerId, order_id: str) -> set[str]:
    """The order with all that hang together with it by splits and merges; all are one customer's."""
    query = select(Order.id, Order.parent_id).where(
        Order.shop_id == shop.id, Order.customer_id == customer, Order.parent_id.is_not(None)
    )
    kin: dict[str, set[str]] = defaultdict(set)
    for child, parent in await session.execute(query):
        kin[child].add(parent or child)
        kin[parent or child].add(child)
    family, found = {order_id}, [order_id]
    while found:
        new = kin[found.pop()] - family
        family |= new
        found += sorted(new)
    return family
