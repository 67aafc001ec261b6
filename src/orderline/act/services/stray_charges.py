"""What a customer was charged without an order. Reads only."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.events.answer import StrayCharge, StrayChargesFound
from orderline.events.reading import StrayCharges
from orderline.orders.money import Money
from orderline.store.models import Payment
from orderline.store.repositories.shops import ShopFacts

MOST = 5
"""Charges in one answer. Source: own choice; more are not remembered by ear."""


async def stray_charges(session: AsyncSession, shop: ShopFacts, query: StrayCharges) -> StrayChargesFound:
    """Charges of this customer that were taken and belong to no order."""
    own = (Payment.shop_id == shop.id, Payment.customer_id == query.customer_id, Payment.order_id.is_(None))
    rows = await session.scalars(
        select(Payment)
        .where(*own, Payment.kind == "payment", Payment.status == "done")
        .order_by(Payment.at.desc(), Payment.id.desc())
        .limit(MOST)
    )
    return StrayChargesFound(tuple(StrayCharge(row.id, Money(row.amount, row.currency), row.at) for row in rows))
