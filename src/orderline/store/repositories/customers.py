"""The people who have bought something."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import CustomerId, ShopId
from orderline.store.models import Customer


async def customer_name(session: AsyncSession, shop: ShopId, customer: CustomerId) -> str | None:
    """The whole name of a customer of this shop; None where there is none, or it was erased."""
    query = select(Customer.name).where(Customer.shop_id == shop, Customer.id == customer)
    return (await session.scalars(query)).one_or_none()
