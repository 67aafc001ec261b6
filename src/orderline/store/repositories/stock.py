"""Stock: every movement is one guarded statement, so that two callers never get the same last piece.

A SKU whose `on_hand` is not counted can always be had while it is `sellable`, and no piece of it is booked.
Take SKUs in the order of their keys: then two changes never wait for each other.
"""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import CursorResult, bindparam, case, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.store.models import Reservation, Sku
from orderline.store.models.base import table_of
from orderline.store.repositories.shops import ShopFacts

_skus = table_of(Sku).c
_counted = _skus.on_hand.is_not(None)
CHANGE = (
    update(table_of(Sku))
    .where(_skus.shop_id == bindparam("shop"), _skus.id == bindparam("sku"))
    .values(
        on_hand=_skus.on_hand + bindparam("pieces"),
        reserved=_skus.reserved + case((_counted, bindparam("kept")), else_=0),
    )
)
TAKE = CHANGE.where(_skus.sellable, or_(~_counted, _skus.on_hand - _skus.reserved >= bindparam("needs")))


async def take(session: AsyncSession, shop: ShopFacts, sku: str, quantity: int) -> bool:
    """Take pieces out of stock; False: there are not so many left, and nothing was taken."""
    return await _move(session, shop, sku, on_hand=-quantity, reserved=0, needs=quantity)


async def give_back(session: AsyncSession, shop: ShopFacts, sku: str, quantity: int) -> bool:
    """Put pieces back into stock; False: there is no such SKU."""
    return await _move(session, shop, sku, on_hand=quantity, reserved=0, needs=0)


async def reserve(session: AsyncSession, shop: ShopFacts, row: Reservation) -> bool:
    """Keep pieces for a change that is not delivered yet; False: sold out, nothing was reserved."""
    if not await _move(session, shop, row.sku_id, on_hand=0, reserved=row.quantity, needs=row.quantity):
        return False
    values = {column.name: getattr(row, column.name) for column in Reservation.__table__.columns}
    await session.execute(insert(Reservation).values({**values, "shop_id": shop.id, "state": "held"}))
    return True


async def release(session: AsyncSession, shop: ShopFacts, reservation: str, used: bool) -> bool:
    """End a reservation: `used`, its pieces have left; else they can be sold again. False: it was over already."""
    state = "used" if used else "released"
    held = (Reservation.shop_id == shop.id, Reservation.id == reservation, Reservation.state == "held")
    row = (await session.execute(select(Reservation.sku_id, Reservation.quantity).where(*held))).one_or_none()
    if row is None or await _count(session, update(Reservation).where(*held).values(state=state)) == 0:
        return False
    out = -row.quantity if used else 0
    return await _move(session, shop, row.sku_id, on_hand=out, reserved=-row.quantity, needs=0)


async def release_expired(session: AsyncSession, shop: ShopFacts, now: datetime) -> int:
    """Give back what was kept for changes that never came about; how many reservations."""
    query = select(Reservation.id).where(
        Reservation.shop_id == shop.id, Reservation.state == "held", Reservation.expires_at <= now
    )
    expired = (await session.scalars(query.order_by(Reservation.sku_id))).all()
    return sum([await release(session, shop, reservation, used=False) for reservation in expired])


async def _move(session: AsyncSession, shop: ShopFacts, sku: str, *, on_hand: int, reserved: int, needs: int) -> bool:
    moved = {"shop": shop.id, "sku": sku, "pieces": on_hand, "kept": reserved}
    done = await (session.execute(TAKE, {**moved, "needs": needs}) if needs else session.execute(CHANGE, moved))
    return cast("CursorResult[tuple[()]]", done).rowcount == 1


async def _count(session: AsyncSession, statement: object) -> int:
    result = await session.execute(statement, execution_options={"synchronize_session": False})  # type: ignore[call-overload]
    return cast("CursorResult[tuple[()]]", result).rowcount
