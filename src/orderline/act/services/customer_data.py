"""What the shop keeps of one customer: given out whole, or erased, each with its place in the audit chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orderline.act.services.writer import random_id
from orderline.clock import Clock
from orderline.orders.identifiers import CustomerId, ShopId
from orderline.store import audit
from orderline.store.models import Customer
from orderline.store.repositories.personal import erase_personal, open_orders, rows_of_customer
from orderline.store.session import Database


@dataclass(frozen=True, slots=True)
class Erased:
    """The customer's personal data is gone."""

    at: datetime
    open_orders: int
    """Orders that were still to arrive: they have no address now."""
    again: bool = False
    """It had been erased before, at `at`; nothing was done now."""


async def export_customer(
    database: Database, shop: ShopId, clock: Clock, customer: CustomerId, actor: str
) -> dict[str, Any] | None:
    """Everything kept of this customer, as plain values; None: there is no such customer. Raises StoreUnavailable."""
    async with database.writing() as session:
        rows = await rows_of_customer(session, shop, customer)
        if not rows:
            return None
        now = clock.now()
        counts = {name: len(found) for name, found in rows.items()}
        await audit.append(
            session, shop, now, random_id("export"), None, audit_entry("export_customer", actor, customer, counts)
        )
        (person,) = rows.pop(Customer.__tablename__)
    return {"shop": shop, "exported_at": now, "customer": person, **rows}


async def erase_customer(
    database: Database, shop: ShopId, clock: Clock, customer: CustomerId, actor: str
) -> Erased | None:
    """Erase what is personal; orders, money and the chain stay. None: no such customer. Raises StoreUnavailable."""
    async with database.writing() as session:
        row = await session.get(Customer, (shop, customer), with_for_update=True)
        if row is None:
            return None
        under_way = await open_orders(session, shop, customer)
        if row.erased_at is not None:
            return Erased(row.erased_at, under_way, again=True)
        now = clock.now()
        await erase_personal(session, shop, customer, now)
        told = {"open orders": under_way}
        await audit.append(
            session, shop, now, random_id("erase"), None, audit_entry("erase_customer", actor, customer, told)
        )
    return Erased(now, under_way)


def audit_entry(action: str, actor: str, customer: CustomerId | None, told: dict[str, Any]) -> dict[str, Any]:
    """An entry of the form the audit tells, for what is no change of an order."""
    return {
        "action": action,
        "actor": actor,
        "for": customer,
        "verified": [],
        "level": 0,
        "call": None,
        "yes_at_ms": None,
        "orders": [],
        "moves": [],
        "told": told,
    }
