"""What `orderline audit` prints."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from orderline.errors import OrderlineError
from orderline.orders.identifiers import ShopId
from orderline.orders.money import Money
from orderline.privacy import mask
from orderline.settings import Settings
from orderline.store.address import database_url
from orderline.store.audit import Broken, Link, Verified
from orderline.store.audit import verify as verify_audit
from orderline.store.models import AuditRow
from orderline.store.repositories.orders import order_numbered
from orderline.store.repositories.shops import shop_facts
from orderline.store.session import Database


async def verify_chain(url: str) -> Verified | Broken:
    """Check the chain of the shop that the settings name. Raises StoreUnavailable."""
    settings = Settings()
    database = Database(url or database_url(settings), settings.store.lock_timeout_ms)
    try:
        async with database.reading() as session:
            return await verify_audit(session, ShopId(settings.store.shop))
    finally:
        await database.close()


async def order_story(number: str, url: str) -> str:
    """Everything recorded of one order, oldest first. Raises OrderlineError where there is no such order."""
    settings = Settings()
    database = Database(url or database_url(settings), settings.store.lock_timeout_ms)
    try:
        async with database.reading() as session:
            shop = await shop_facts(session, ShopId(settings.store.shop))
            found = await order_numbered(session, shop, number)
            if found is None:
                raise OrderlineError(f"There is no order {mask(number)} in shop `{shop.id}`.")
            query = select(AuditRow).where(AuditRow.shop_id == shop.id, AuditRow.order_id == found.order_id)
            rows = (await session.scalars(query.order_by(AuditRow.seq))).all()
    finally:
        await database.close()
    if not rows:
        return f"Order {mask(number)}: nothing was changed."
    return "\n".join([f"Order {mask(number)}:", *(told(row) for row in rows)])


def told(row: AuditRow) -> str:
    """One link as a sentence."""
    entry: dict[str, Any] = json.loads(row.entry)
    sentence = f"{row.at:%Y-%m-%d %H:%M} UTC  {entry['actor']} did {entry['action'].replace('_', ' ')}"
    if entry["verified"]:
        known = " and ".join(factor.replace("_", " ") for factor in entry["verified"])
        sentence += f" for the customer, known by {known}"
    if entry["call"] is not None:
        sentence += f", in call {entry['call']}"
    if entry["yes_at_ms"] is not None:
        sentence += f", yes at {entry['yes_at_ms'] / 1000:.1f} s"
    for move in entry["moves"]:
        amount = Money(move["amount"], move["currency"])
        sentence += f"; {move['kind']} {amount.major} {amount.currency} by {move['method']}"
    for name, value in entry["told"].items():
        sentence += f"; {name}: {json.dumps(value, ensure_ascii=False)}"
    return f"{sentence}. Receipt {Link(row.seq, row.hash).code}."
