"""One customer's data wherever it stands: all of it to be read out, the personal part to be erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import CustomerId, ShopId
from orderline.orders.order import OPEN_STATES
from orderline.store.models import (
    ActionRow,
    Address,
    AuditRow,
    Base,
    Customer,
    KnownCaller,
    LedgerRow,
    Order,
    PaymentMethod,
    Pickup,
    StepUpCode,
)

PERSONAL: dict[type[Base], tuple[str, ...]] = {
    Customer: ("name", "given_name", "family_name", "email", "phone", "phone_tail", "born_on", "given_sound",
               "family_sound", "extra"),
    Address: (
        "recipient", "phone", "line1", "line2", "district", "city", "region", "postcode", "postcode_key", "country",
    ),
    PaymentMethod: ("brand", "last4"),
    Order: ("phone_tail", "postcode", "extra"),
    Pickup: ("note",),
}  # fmt: skip
"""The columns that hold something personal, or free text that may. A test searches all others for it."""
FORGOTTEN = (KnownCaller, StepUpCode)
"""Rows that say nothing but something personal."""


async def rows_of_customer(session: AsyncSession, shop: ShopId, customer: CustomerId) -> dict[str, list[Any]]:
    """Every row of every table that is this customer's, or of one of their orders: table name → rows as mappings.

    The audit's rows are those of the orders, and those that name the customer. Empty where there is no such customer.
    """
    if await session.get(Customer, (shop, customer)) is None:
        return {}
    orders = await order_ids(session, shop, customer)
    found: dict[str, list[Any]] = {}
    for table in Base.metadata.sorted_tables:
        mine = _belongs(table, customer, orders)
        if mine is None:
            continue
        query = select(table).where(table.c.shop_id == shop, mine).order_by(*table.primary_key.columns)
        rows = [dict(row) for row in (await session.execute(query)).mappings()]
        if rows:
            found[table.name] = rows
    return found


async def order_ids(session: AsyncSession, shop: ShopId, customer: CustomerId) -> Sequence[str]:
    """The keys of a customer's orders."""
    return (await session.scalars(select(Order.id).where(Order.shop_id == shop, Order.customer_id == customer))).all()


async def open_orders(session: AsyncSession, shop: ShopId, customer: CustomerId) -> int:
    """How many of a customer's orders are still to arrive: erased, they cannot be delivered."""
    query = select(Order.id).where(Order.shop_id == shop, Order.customer_id == customer, Order.state.in_(OPEN_STATES))
    return len((await session.scalars(query)).all())


async def erase_personal(session: AsyncSession, shop: ShopId, customer: CustomerId, now: datetime) -> None:
    """Empty every personal column of a customer's rows; orders, money and what was done stay."""
    orders = await order_ids(session, shop, customer)
    for model, columns in PERSONAL.items():
        table = model.__table__
        assert isinstance(table, Table)
        mine = table.c.id == customer if model is Customer else _belongs(table, customer, orders)
        assert mine is not None
        emptied = update(table).where(table.c.shop_id == shop, mine).values(dict.fromkeys(columns))
        await session.execute(emptied)
    for model in FORGOTTEN:
        await session.execute(delete(model).where(model.shop_id == shop, model.customer_id == customer))
    await session.execute(
        update(Customer).where(Customer.shop_id == shop, Customer.id == customer).values(erased_at=now)
    )


def _belongs(table: Table, customer: CustomerId, orders: Sequence[str]) -> ColumnElement[bool] | None:
    """What makes a row the customer's; None: the table has no customers' rows."""
    columns = table.c
    if table is Customer.__table__:
        return columns.id == customer
    if table is Order.__table__:
        return columns.customer_id == customer
    ways: list[ColumnElement[bool]] = []
    if "customer_id" in columns:
        ways.append(columns.customer_id == customer)
    if "order_id" in columns:
        ways.append(columns.order_id.in_(orders))
    if table is AuditRow.__table__:
        ways.append(columns.entry.contains(f'"for":"{customer}"', autoescape=True))
    if table is LedgerRow.__table__:
        own = select(ActionRow.id).where(ActionRow.shop_id == columns.shop_id, ActionRow.order_id.in_(orders))
        ways.append(and_(columns.order_id.is_(None), columns.action_id.in_(own)))
    return or_(*ways) if ways else None
