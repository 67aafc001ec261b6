"""What this shop's numbers look like, learnt from its newest orders."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import ShopId
from orderline.orders.shapes import NumberShapes, learn
from orderline.store.models import Order

SAMPLE = 1000
"""Newest orders that are looked at: a shape used once in two hundred is seen. Own choice."""


async def number_shapes(session: AsyncSession, shop: ShopId) -> NumberShapes:
    """The shapes of order numbers and postcodes of `shop`; empty ones where it has no orders."""
    query = (
        select(Order.number, Order.postcode).where(Order.shop_id == shop).order_by(Order.placed_at.desc()).limit(SAMPLE)
    )
    rows = (await session.execute(query)).all()
    return learn([row.number for row in rows], [row.postcode for row in rows if row.postcode])
