"""Money on its way back to a customer: refunds paid or under way, and returns whose refund waits for the goods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import CustomerId, OrderId, OrderNumber
from orderline.orders.quote import MoneyMove, MoveKind
from orderline.store.models import ActionRow, AfterSale, Order, Payment, PaymentMethod
from orderline.store.receipts import receipt_from_json
from orderline.store.repositories.finding import of_customer
from orderline.store.repositories.shops import ShopFacts

MOST = 50
"""Refunds of one customer looked at, newest first."""


@dataclass(frozen=True, slots=True)
class RefundRow:
    """A refund as recorded."""

    order_id: OrderId
    number: OrderNumber
    amount: int | None
    """Minor units; None: not known yet."""
    currency: str
    status: str
    """Of the payment: `done`, `pending`, `declined`; of the return: `requested`, `received`."""
    method_id: str | None
    at: datetime | None


async def refund_payments(
    session: AsyncSession, shop: ShopFacts, customer: CustomerId, order: OrderId | None
) -> list[RefundRow]:
    """Refunds that were paid, are on their way or were declined. Newest first."""
    query = (
        select(
            Payment.order_id,
            Order.number,
            Payment.amount,
            Payment.currency,
            Payment.status,
            Payment.method_id,
            Payment.at,
        )
        .join(Order, (Order.shop_id == Payment.shop_id) & (Order.id == Payment.order_id))
        .where(
            Payment.shop_id == shop.id, Payment.customer_id == customer, Payment.kind == "refund", Payment.amount > 0
        )
        .order_by(Payment.at.desc(), Payment.id.desc())
        .limit(MOST)
    )
    query = query if order is None else query.where(Payment.order_id == order)
    return [
        RefundRow(OrderId(row[0] or ""), OrderNumber(row[1]), *row[2:]) for row in (await session.execute(query)).all()
    ]


async def waiting_returns(
    session: AsyncSession, shop: ShopFacts, customer: CustomerId, order: OrderId | None
) -> list[tuple[RefundRow, str]]:
    """Returns and exchanges that give money back once the goods are here, each with its action. Newest first.

    Among the customer's newest orders, which are looked up first: joined, SQLite would walk all returns of the shop.
    """
    own = (Order.id == order,) if order is not None else ()
    orders = {found.order_id: found.number for found in await of_customer(session, shop, customer, *own)}
    query = (
        select(AfterSale)
        .where(AfterSale.shop_id == shop.id, AfterSale.order_id.in_(orders))
        .where(AfterSale.state.in_(("requested", "received")))
    )
    found = []
    for case in sorted((await session.scalars(query)).all(), key=lambda case: case.at, reverse=True)[:MOST]:
        units = case.difference
        if (units is not None and units < 0) or (units is None and case.kind == "return"):
            key = OrderId(case.order_id)
            back = None if units is None else -units
            row = RefundRow(key, orders[key], back, case.currency, case.state, case.method_id, case.at)
            found.append((row, case.action_id))
    return found


async def refund_promises(
    session: AsyncSession, shop: ShopFacts, orders: set[OrderId]
) -> dict[str, tuple[tuple[OrderId, MoneyMove], ...]]:
    """The refunds that each action on these orders promised in its receipt, by the action's id."""
    query = select(ActionRow.id, ActionRow.receipt).where(ActionRow.shop_id == shop.id, ActionRow.order_id.in_(orders))
    promised = {}
    for action, kept in (await session.execute(query)).all():
        if kept:
            receipt = receipt_from_json(kept)
            refunds = (move for move in receipt.moves if move.kind is MoveKind.REFUND)
            promised[action] = tuple((receipt.order_id, move) for move in refunds)
    return promised


async def methods_of(session: AsyncSession, shop: ShopFacts, customer: CustomerId) -> dict[str, tuple[str, str]]:
    """Kind and last four of each of the customer's payment methods, by id."""
    query = select(PaymentMethod.id, PaymentMethod.kind, PaymentMethod.last4).where(
        PaymentMethod.shop_id == shop.id, PaymentMethod.customer_id == customer
    )
    return {key: (kind, last4 or "") for key, kind, last4 in (await session.execute(query)).all()}
