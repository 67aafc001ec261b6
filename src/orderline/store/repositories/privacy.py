"""One customer's data: everything kept of them, and its erasure. The audit chain holds none of it, and stays whole."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import CustomerId
from orderline.orders.order import OPEN_STATES
from orderline.store.models import (
    Address,
    Base,
    Customer,
    KnownCaller,
    Order,
    PaymentMethod,
    StepUpCode,
)
from orderline.store.repositories.shops import ShopFacts

PERSON = ("name", "given_name", "family_name", "email", "phone", "phone_tail", "extra")
"""Columns of `customers` that hold a person."""
PLACE = ("recipient", "phone", "line1", "line2", "district", "city", "region", "postcode")
"""Columns of `addresses` that do. The country stays: it decides the law an order is under."""
SECRET = frozenset({"hint_hash"})
"""Columns that are keyed hashes: of no use to the customer, of use to whoever wants to guess."""


async def customer_data(session: AsyncSession, shop: ShopFacts, customer: CustomerId) -> dict[str, Any] | None:
    """Every row of every table that belongs to the customer or their orders, as JSON values; None: no such customer."""
    if await session.get(Customer, (shop.id, customer)) is None:
        return None
    orders = select(Order.id).where(Order.shop_id == shop.id, Order.customer_id == customer)
    found: dict[str, Any] = {}
    for table in Base.metadata.sorted_tables:
        own = _own(table, customer, orders)
        if own is not None:
            rows = await session.execute(select(table).where(table.c.shop_id == shop.id, own))
            found[table.name] = [_plain(dict(row)) for row in rows.mappings()]
    return found


async def open_orders(session: AsyncSession, shop: ShopFacts, customer: CustomerId) -> int:
    """How many orders are still on their way: nothing can be sent to somebody who was erased."""
    query = select(Order.id).where(
        Order.shop_id == shop.id, Order.customer_id == customer, Order.state.in_(OPEN_STATES)
    )
    return len((await session.scalars(query)).all())


async def erase(session: AsyncSession, shop: ShopFacts, customer: CustomerId, now: datetime) -> bool:
    """Take the person out of every row; amounts, goods and states stay, as bookkeeping needs them.

    False: no such customer, or erased before.
    """
    row = await session.get(Customer, (shop.id, customer))
    if row is None or row.erased_at is not None:
        return False
    row.erased_at = now
    for name in PERSON:
        setattr(row, name, None)
    await session.flush()
    own = {"synchronize_session": False}
    addresses = update(Address).where(Address.shop_id == shop.id, Address.customer_id == customer)
    await session.execute(addresses.values(dict.fromkeys(PLACE)), execution_options=own)
    orders = update(Order).where(Order.shop_id == shop.id, Order.customer_id == customer)
    await session.execute(orders.values(phone_tail=None, postcode=None, extra=None), execution_options=own)
    methods = update(PaymentMethod).where(PaymentMethod.shop_id == shop.id, PaymentMethod.customer_id == customer)
    await session.execute(methods.values(last4=None), execution_options=own)
    for table in (KnownCaller, StepUpCode):
        await session.execute(
            delete(table).where(table.shop_id == shop.id, table.customer_id == customer), execution_options=own
        )
    return True


def _own(table: Table, customer: str, orders: Any) -> Any:
    if table.name == Customer.__tablename__:
        return table.c.id == customer
    if "customer_id" in table.c:
        return table.c.customer_id == customer
    if "order_id" in table.c:
        return table.c.order_id.in_(orders)
    return None


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in row.items()
        if name not in SECRET
    }
