"""What was paid for an order, by which method, and new payments and refunds in its history."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import BindParameter, CursorResult, bindparam, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.money import Money
from orderline.orders.refunds import PaidBy
from orderline.store.models import Payment, PaymentMethod
from orderline.store.models.base import table_of
from orderline.store.repositories.shops import ShopFacts

STORED_VALUE = frozenset({"gift_card", "store_card"})
"""Kinds of methods that hold a balance here."""
SETTLED = ("done", "pending")
"""Payments that count: taken, or on their way."""
THIS_SHOP: BindParameter[Any] = bindparam("shop")
THIS_ORDER: BindParameter[Any] = bindparam("order")
MOVED = (
    select(Payment.method_id, Payment.kind, Payment.amount, PaymentMethod.kind)
    .outerjoin(PaymentMethod, (PaymentMethod.shop_id == Payment.shop_id) & (PaymentMethod.id == Payment.method_id))
    .where(Payment.shop_id == THIS_SHOP, Payment.order_id == THIS_ORDER, Payment.status.in_(SETTLED))
    .order_by(Payment.seq)
)
NEXT = select(func.coalesce(func.max(Payment.seq), 0) + 1).where(
    Payment.shop_id == THIS_SHOP, Payment.order_id == THIS_ORDER
)
ADD = insert(table_of(Payment))
BALANCE = select(PaymentMethod.balance).where(
    PaymentMethod.shop_id == THIS_SHOP, PaymentMethod.id == bindparam("method")
)


@dataclass(frozen=True, slots=True)
class NewPayment:
    """One row to come in an order's history of money."""

    payment_id: str
    order_id: str
    customer_id: str
    kind: str
    """`payment`, `refund`; `moved_in`, `moved_out`: between two orders, when one is split or two are merged."""
    method_id: str
    amount: Money
    """≥ 0"""
    at: datetime
    status: str = "done"
    """`pending`: an outside system still has to move it."""


async def paid_by(session: AsyncSession, shop: ShopFacts, order_id: str, currency: str) -> tuple[PaidBy, ...]:
    """What each method has put into the order and got back, in the order in which they first paid."""
    sums: dict[str, dict[str, int]] = {}
    stored: dict[str, bool] = {}
    for method, kind, amount, method_kind in await session.execute(MOVED, {"shop": shop.id, "order": order_id}):
        sums.setdefault(method or "", defaultdict(int))[kind] += amount
        stored[method or ""] = method_kind in STORED_VALUE
    return tuple(
        PaidBy(
            method,
            Money(kinds["payment"] + kinds["moved_in"] - kinds["moved_out"], currency),
            Money(kinds["refund"], currency),
            stored[method],
        )
        for method, kinds in sums.items()
    )


async def add_payment(session: AsyncSession, shop: ShopFacts, new: NewPayment) -> bool:
    """Write one payment or refund at the end of the order's history; stored value moves with it, at once.

    False: the method's balance does not cover it, or is in another currency; nothing was written.
    """
    if not await _move_balance(session, shop, new):
        return False
    row = {
        "shop_id": shop.id,
        "id": new.payment_id,
        "order_id": new.order_id,
        "customer_id": new.customer_id,
        "seq": await session.scalar(NEXT, {"shop": shop.id, "order": new.order_id}),
        "kind": new.kind,
        "method_id": new.method_id,
        "amount": new.amount.minor_units,
        "currency": new.amount.currency,
        "status": new.status,
        "at": new.at,
    }
    await session.execute(ADD, row)
    return True


async def _move_balance(session: AsyncSession, shop: ShopFacts, new: NewPayment) -> bool:
    balance = await session.scalar(BALANCE, {"shop": shop.id, "method": new.method_id})
    if balance is None or new.kind not in ("payment", "refund"):
        return True
    units = new.amount.minor_units if new.kind == "refund" else -new.amount.minor_units
    own = (PaymentMethod.shop_id == shop.id, PaymentMethod.id == new.method_id)
    same = or_(PaymentMethod.currency.is_(None), PaymentMethod.currency == new.amount.currency)
    moved = await session.execute(
        update(PaymentMethod)
        .where(*own, same, PaymentMethod.balance + units >= 0)
        .values(balance=PaymentMethod.balance + units),
        execution_options={"synchronize_session": False},
    )
    return cast("CursorResult[tuple[()]]", moved).rowcount == 1
