"""Who may be calling, and which orders carry a number that was heard."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import CustomerId, OrderId
from orderline.store.models import Attempt, KnownCaller, Order
from orderline.store.repositories.shops import ShopFacts
from orderline.store.upsert import insert_or_ignore

MOST_NUMBERED = 200
"""Orders looked at by number alone: one in 10,000 has the same last four."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An order whose number may be the one that was said, and whose second factor was said exactly."""

    order_id: OrderId
    customer_id: CustomerId
    number_digits: str
    number_tail: str
    phone_tail: str | None
    postcode: str | None
    placed_at: datetime


async def customers_known_at(session: AsyncSession, shop: ShopFacts, hints: Collection[str]) -> tuple[CustomerId, ...]:
    """The customers known to call from a number or device with one of these hashes."""
    query = select(KnownCaller.customer_id).where(KnownCaller.shop_id == shop.id, KnownCaller.hint_hash.in_(hints))
    return tuple(CustomerId(found) for found in (await session.scalars(query.distinct())).all())


async def candidates(
    session: AsyncSession,
    shop: ShopFacts,
    numbers: Collection[str],
    tails: Collection[str],
    phone_tails: Collection[str],
    postcodes: Collection[str],
) -> tuple[Candidate, ...]:
    """Orders whose number is one of `numbers`, or ends in one of `tails`, and that have one of the second factors."""
    second = or_(Order.phone_tail.in_(phone_tails), Order.postcode.in_(postcodes))
    found: list[Candidate] = []
    for first in (Order.number_digits.in_(numbers), Order.number_tail.in_(tails)):
        found += await _matching(session, shop, first, second)
    return tuple(dict.fromkeys(found))


async def _matching(
    session: AsyncSession,
    shop: ShopFacts,
    first: ColumnElement[bool],
    second: ColumnElement[bool],
    most: int | None = None,
) -> list[Candidate]:
    query = select(
        Order.id,
        Order.customer_id,
        Order.number_digits,
        Order.number_tail,
        Order.phone_tail,
        Order.postcode,
        Order.placed_at,
    ).where(Order.shop_id == shop.id, first, second)
    query = query.limit(most) if most else query
    rows = (await session.execute(query)).all()
    return [Candidate(OrderId(row[0]), CustomerId(row[1]), *row[2:]) for row in rows]


async def numbered(
    session: AsyncSession, shop: ShopFacts, numbers: Collection[str], tails: Collection[str]
) -> tuple[Candidate, ...]:
    """Orders whose number is one of `numbers`, or ends in one of `tails`: at most `MOST_NUMBERED`."""
    found: list[Candidate] = []
    for first in (Order.number_digits.in_(numbers), Order.number_tail.in_(tails)):
        found += await _matching(session, shop, first, true(), MOST_NUMBERED)
    return tuple(dict.fromkeys(found))


async def failed_attempts(session: AsyncSession, shop: ShopFacts, day: date, number_hashes: Collection[str]) -> int:
    """How many different guesses failed on `day` at any of these numbers."""
    query = select(func.count()).where(
        Attempt.shop_id == shop.id, Attempt.day == day, Attempt.number_hash.in_(number_hashes)
    )
    return (await session.scalar(query)) or 0


async def record_attempt(session: AsyncSession, shop: ShopFacts, day: date, number_hash: str, guess_hash: str) -> None:
    """Keep a failed guess; the same guess again on the same day is the same row."""
    row = {"shop_id": shop.id, "day": day, "number_hash": number_hash, "guess_hash": guess_hash}
    await session.execute(insert_or_ignore(session, Attempt).values(row))
