"""Actions and what belongs to them: the receipt, movements in the ledger, errands in the outbox."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import CustomerId, OrderId, ShopId
from orderline.orders.quote import ActionId, QuoteId, Receipt
from orderline.store.models import ActionRow, LedgerRow, Order, OutboxRow
from orderline.store.models.base import table_of
from orderline.store.receipts import receipt_from_json, receipt_to_json
from orderline.store.repositories.shops import ShopFacts
from orderline.store.upsert import ignoring

ERRANDS = 1000
"""More errands than one action ever has: keeps their order apart from the next action's."""
THIS_SHOP: BindParameter[Any] = bindparam("of_shop")
THIS_ACTION: BindParameter[Any] = bindparam("of_action")
THESE_ORDERS: BindParameter[Any] = bindparam("orders", expanding=True)
LOCK = (
    select(Order.id, Order.version)
    .where(Order.shop_id == THIS_SHOP, Order.id.in_(THESE_ORDERS), Order.customer_id == bindparam("customer"))
    .order_by(Order.id)
    .with_for_update()
)
_orders, _actions = table_of(Order).c, table_of(ActionRow).c
RAISE = (
    update(table_of(Order))
    .where(_orders.shop_id == THIS_SHOP, _orders.id.in_(THESE_ORDERS))
    .values(version=_orders.version + 1, changed_at=bindparam("changed_now"))
)
MOVE, SEND = insert(table_of(LedgerRow)), insert(table_of(OutboxRow))
RECEIPT = update(table_of(ActionRow)).where(_actions.shop_id == THIS_SHOP, _actions.id == THIS_ACTION)


@dataclass(frozen=True, slots=True)
class Movement:
    """Money or stock that moved."""

    kind: str
    """`charge`, `refund`, `stock`, `reserve`."""
    subject: str
    """Payment method or SKU."""
    amount: int
    """Minor units, or pieces; negative: out of the shop."""
    currency: str | None = None
    order_id: OrderId | None = None
    """None: the action's first order."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Something an outside system must be told."""

    system: str
    """`erp`, `wms`, `crm`, `payment`, `carrier`."""
    operation: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    """Keys of rows and amounts; nothing personal."""


async def claim(
    session: AsyncSession,
    shop: ShopFacts,
    action_id: ActionId,
    action: str,
    quote_id: QuoteId | None,
    order: OrderId,
    now: datetime,
) -> bool:
    """Take an action's id; False: it was carried out before. Waits for one that is being carried out now."""
    row: dict[str, Any] = {
        "shop_id": shop.id,
        "id": action_id,
        "action": action,
        "order_id": order or None,
        "quote_id": quote_id,
        "receipt_id": "",
        "receipt": {},
        "at": now,
    }
    return (await session.execute(_claim(session.get_bind().dialect.name), row)).one_or_none() is not None


@functools.cache
def _claim(dialect: str) -> Any:
    return ignoring(dialect, table_of(ActionRow)).returning(_actions.id)


@dataclass(frozen=True, slots=True)
class KeptAction:
    """An action that was carried out."""

    action: str
    quote_id: QuoteId | None
    receipt: Receipt


async def kept_action(session: AsyncSession, shop: ShopId, action_id: ActionId) -> KeptAction | None:
    """What an action id stands for; None: nothing yet."""
    query = select(ActionRow.action, ActionRow.quote_id, ActionRow.receipt)
    found = await session.execute(query.where(ActionRow.shop_id == shop, ActionRow.id == action_id))
    row = found.one_or_none()
    if row is None or not row.receipt:
        return None
    quote = None if row.quote_id is None else QuoteId(row.quote_id)
    return KeptAction(row.action, quote, receipt_from_json(row.receipt))


async def lock_orders(
    session: AsyncSession, shop: ShopFacts, order_ids: Sequence[OrderId], customer: CustomerId
) -> bool:
    """Hold these orders of this customer until the transaction ends; False: one is not there, or not theirs.

    They are taken in the order of their keys, so that two changes never wait for each other.
    """
    if not order_ids:
        return True
    wanted = {"of_shop": shop.id, "orders": list(order_ids), "customer": customer}
    held = (await session.scalars(LOCK, wanted)).all()
    return set(held) == set(order_ids)


async def raise_versions(session: AsyncSession, shop: ShopFacts, order_ids: Sequence[OrderId], now: datetime) -> None:
    """Make every quote for these orders stale, and show them as changed now."""
    await session.execute(RAISE, {"of_shop": shop.id, "orders": list(order_ids), "changed_now": now})


async def keep_movements(
    session: AsyncSession, shop: ShopFacts, action_id: ActionId, order: OrderId, movements: Sequence[Movement]
) -> None:
    """Write the ledger rows of an action."""
    rows = [
        {
            "shop_id": shop.id,
            "action_id": action_id,
            "seq": seq,
            "order_id": movement.order_id or order or None,
            "kind": movement.kind,
            "subject": movement.subject,
            "amount": movement.amount,
            "currency": movement.currency,
        }
        for seq, movement in enumerate(movements, start=1)
    ]
    if rows:
        await session.execute(MOVE, rows)


async def keep_errands(
    session: AsyncSession,
    shop: ShopFacts,
    action_id: ActionId,
    order: OrderId,
    now: datetime,
    errands: Sequence[Errand],
    position: int,
) -> None:
    """Write the outbox rows of an action, which is link `position` of the audit chain."""
    rows = [
        {
            "shop_id": shop.id,
            "id": f"{action_id}:{seq}",
            "action_id": action_id,
            "order_id": order or None,
            "system": errand.system,
            "operation": errand.operation,
            "payload": dict(errand.payload),
            "state": "pending",
            "attempts": 0,
            "position": position * ERRANDS + seq,
            "next_at": now,
        }
        for seq, errand in enumerate(errands, start=1)
    ]
    if rows:
        await session.execute(SEND, rows)


async def keep_receipt(session: AsyncSession, shop: ShopFacts, receipt: Receipt) -> None:
    """Write the receipt that every later try with the same action id is given."""
    kept = {"receipt_id": receipt.receipt_id, "receipt": receipt_to_json(receipt)}
    await session.execute(RECEIPT, {"of_shop": shop.id, "of_action": receipt.action_id, **kept})
