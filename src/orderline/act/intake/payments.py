"""Payments and refunds, pushed by the payment gateway."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from orderline.act.intake.looking import Taking, named, orders_numbered, same
from orderline.act.intake.refused import BadRow
from orderline.act.intake.rows import PaymentRow
from orderline.orders.identifiers import OrderId
from orderline.store.models import Order, Payment, PaymentMethod
from orderline.store.repositories.actions import raise_versions
from orderline.store.upsert import put


async def take_payments(at: Taking, rows: Sequence[PaymentRow]) -> None:
    """Check all payments; write those that say something new, where none is refused. Each of them raises its order's
    version: quotes look again.
    """
    at.once((row.id for row in rows), "id")
    orders = await orders_numbered(at, (row.order for row in rows))
    query = select(Payment).where(Payment.shop_id == at.shop.id, Payment.id.in_({row.id for row in rows}))
    kept = {payment.id: payment for payment in await at.session.scalars(query)}
    methods = select(PaymentMethod.id, PaymentMethod.customer_id).where(
        PaymentMethod.shop_id == at.shop.id, PaymentMethod.id.in_({row.method for row in rows if row.method})
    )
    owners = {found.id: found.customer_id for found in await at.session.execute(methods)}
    for index, row in enumerate(rows):
        order = named(at, orders, row.order, index)
        if order is not None:
            _check(at, index, row, order, kept.get(row.id), owners)
    if at.refused:
        return
    places = await _places(at, orders)
    written = [_payment(at, row, orders[row.order], kept.get(row.id), places) for row in rows]
    new = [values for values in written if not same(kept.get(values["id"]), values)]
    await put(at.session, Payment, new)
    await raise_versions(at.session, at.shop, sorted({OrderId(values["order_id"]) for values in new}), at.now)


def _check(
    at: Taking, index: int, row: PaymentRow, order: Order, kept: Payment | None, owners: Mapping[str, str]
) -> None:
    if row.currency != order.currency:
        at.refuse(index, BadRow.MIXED_CURRENCIES, "currency")
    if kept is not None and kept.order_id != order.id:
        at.refuse(index, BadRow.OTHER_ORDER, "id")
    if row.method is not None and owners.get(row.method) != order.customer_id:
        at.refuse(index, BadRow.UNKNOWN_METHOD, "method")


async def _places(at: Taking, orders: Mapping[str, Order]) -> dict[str, int]:
    """Order → the last place taken in its history of money."""
    query = (
        select(Payment.order_id, func.max(Payment.seq))
        .where(Payment.shop_id == at.shop.id, Payment.order_id.in_({order.id for order in orders.values()}))
        .group_by(Payment.order_id)
    )
    found: dict[str, int] = defaultdict(int)
    for order_id, last in await at.session.execute(query):
        found[order_id or ""] = last
    return found


def _payment(at: Taking, row: PaymentRow, order: Order, kept: Payment | None, places: dict[str, int]) -> dict[str, Any]:
    if kept is None:
        places[order.id] += 1
    return {
        "shop_id": at.shop.id,
        "id": row.id,
        "order_id": order.id,
        "customer_id": order.customer_id,
        "seq": kept.seq if kept is not None else places[order.id],
        "kind": row.kind,
        "method_id": row.method,
        "amount": row.amount,
        "currency": row.currency,
        "status": row.status,
        "decline_code": row.decline_code,
        "at": row.at,
    }
