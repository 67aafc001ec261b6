"""Orders by their number."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import CustomerId, OrderId
from orderline.store.models import Order
from orderline.store.repositories.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """Which order, whose."""

    order_id: OrderId
    customer_id: CustomerId


async def order_numbered(session: AsyncSession, shop: ShopFacts, number: str) -> FoundOrder | None:
    """The order with exactly this number."""
    query = select(Order.id, Order.customer_id).where(Order.shop_id == shop.id, Order.number == number)
    row = (await session.execute(query)).one_or_none()
    return None if row is None else FoundOrder(OrderId(row.id), CustomerId(row.customer_id))
