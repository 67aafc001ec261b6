"""Rows whose time is over and that nobody can ask for any more."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.store.models import QuoteRow, StepUpCode
from orderline.store.repositories.shops import ShopFacts


async def delete_quotes(session: AsyncSession, shop: ShopFacts, before: datetime, most: int) -> int:
    """Offers that nobody took and that ended before `before`, at most `most` of them; how many.

    One that was taken stays: the same action asked for again is answered by way of it.
    """
    old = (
        select(QuoteRow.id)
        .where(QuoteRow.shop_id == shop.id, QuoteRow.expires_at < before, QuoteRow.used_by.is_(None))
        .limit(most)
    )
    return await _delete(session, QuoteRow, shop, old)


async def delete_codes(session: AsyncSession, shop: ShopFacts, before: datetime, most: int) -> int:
    """Codes that ended before `before`, at most `most` of them; how many."""
    old = select(StepUpCode.id).where(StepUpCode.shop_id == shop.id, StepUpCode.expires_at < before).limit(most)
    return await _delete(session, StepUpCode, shop, old)


async def _delete(session: AsyncSession, table: type[QuoteRow | StepUpCode], shop: ShopFacts, query: object) -> int:
    keys = (await session.scalars(query)).all()  # type: ignore[call-overload]
    if not keys:
        return 0
    statement = delete(table).where(table.shop_id == shop.id, table.id.in_(keys))
    result = await session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[tuple[()]]", result).rowcount
