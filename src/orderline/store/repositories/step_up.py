"""Step-up codes as rows: what was sent to a customer, and which one counts in a call."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import CustomerId
from orderline.store.models import Customer, StepUpCode
from orderline.store.repositories.shops import ShopFacts


async def held_customer(session: AsyncSession, shop: ShopFacts, customer: CustomerId) -> Customer | None:
    """The customer, held until the transaction ends, so that two codes at once are counted one after the other."""
    query = select(Customer).where(Customer.shop_id == shop.id, Customer.id == customer)
    found: Customer | None = await session.scalar(query.with_for_update(key_share=True))
    return found


async def sent_since(session: AsyncSession, shop: ShopFacts, customer: CustomerId, since: datetime) -> int:
    """How many codes were sent to this customer after `since`."""
    own = (StepUpCode.shop_id == shop.id, StepUpCode.customer_id == customer, StepUpCode.sent_at > since)
    return int(await session.scalar(select(func.count()).select_from(StepUpCode).where(*own)) or 0)


async def add_code(session: AsyncSession, shop: ShopFacts, new: StepUpCode) -> None:
    """Keep a new code; earlier ones of its call count no more."""
    own = (StepUpCode.shop_id == shop.id, StepUpCode.customer_id == new.customer_id, StepUpCode.call_id == new.call_id)
    await session.execute(update(StepUpCode).where(*own).values(used=True))
    session.add(new)


async def code_of(session: AsyncSession, shop: ShopFacts, customer: CustomerId, call_id: str) -> StepUpCode | None:
    """The code that counts in this call, held until the transaction ends."""
    own = (StepUpCode.shop_id == shop.id, StepUpCode.customer_id == customer, StepUpCode.call_id == call_id)
    found: StepUpCode | None = await session.scalar(
        select(StepUpCode).where(*own, StepUpCode.used.is_(False)).with_for_update()
    )
    return found
