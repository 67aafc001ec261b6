"""Charged without an order: the charge is found by its row, and goes back, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sqlalchemy import CursorResult, update

from orderline.act.services.change import Change, Done
from orderline.act.services.money_moves import AT_ONCE, movements_of
from orderline.act.services.planning import NO_POLICY, Plan, Planned, Planning, refuse, verdict
from orderline.orders.money import Money
from orderline.orders.order import SalesChannel
from orderline.orders.policy.evaluate import evaluate
from orderline.orders.policy.facts import RuleKind
from orderline.orders.quote import MoneyMove, MoveKind, Refusal, Refused
from orderline.store.models import Payment, PaymentMethod
from orderline.store.repositories.actions import Errand
from orderline.store.repositories.money import STORED_VALUE

LAW = {"CNY": "CN", "USD": "US", "EUR": "EU"}
"""Whose policy a charge without an order is under: nothing but its currency tells."""
NOT_PROVED = refuse(Refusal.NOT_PROVED, "I see no charge without an order", "没有看到未生成订单的扣款")


@dataclass(frozen=True, slots=True)
class RefundCharge:
    """Give a charge back that belongs to no order."""

    payment_id: str

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        row = await stray_charge(at, self.payment_id)
        if row is None:
            return NOT_PROVED
        policy_set = at.shelf.in_force(at.shop.id, SalesChannel.WEB, LAW.get(row.currency, "*"), at.today)
        decision = evaluate(policy_set, RuleKind.REFUND, {}) if policy_set is not None else NO_POLICY
        if stop := verdict(decision):
            return stop
        method = await at.session.get(PaymentMethod, (at.shop.id, row.method_id)) if row.method_id else None
        stored = method is not None and method.kind in STORED_VALUE
        days = AT_ONCE if stored else decision.terms.refund_days
        move = MoneyMove(MoveKind.REFUND, row.method_id or "", Money(row.amount, row.currency), days)

        async def carry_out(change: Change) -> Done | Refused:
            return await _refund(change, self.payment_id, move, stored)

        return Plan((), decision, carry_out, (move,))


async def stray_charge(at: Planning, payment_id: str) -> Payment | None:
    """The caller's charge that belongs to no order; None: there is no such."""
    row = await at.session.get(Payment, (at.shop.id, payment_id))
    if row is None or row.customer_id != at.customer_id:
        return None
    return row if (row.order_id, row.kind, row.status) == (None, "payment", "done") else None


async def settle_charge(change: Change, payment_id: str, **becomes: str | int) -> bool:
    """Give a charge without an order its end: one guarded statement, so that only one end ever comes about."""
    settled = await change.session.execute(
        update(Payment)
        .where(
            Payment.shop_id == change.shop.id,
            Payment.id == payment_id,
            Payment.order_id.is_(None),
            Payment.status == "done",
        )
        .values(**becomes),
        execution_options={"synchronize_session": False},
    )
    return cast("CursorResult[tuple[()]]", settled).rowcount == 1


async def _refund(change: Change, payment_id: str, move: MoneyMove, stored: bool) -> Done | Refused:
    if not await settle_charge(change, payment_id, status="refunded"):
        return NOT_PROVED
    told = {"payment": payment_id}
    if stored:
        await change.session.execute(
            update(PaymentMethod)
            .where(PaymentMethod.shop_id == change.shop.id, PaymentMethod.id == move.method_id)
            .values(balance=PaymentMethod.balance + move.amount.minor_units),
            execution_options={"synchronize_session": False},
        )
        return Done((move,), movements_of((move,)), (), told)
    payload = {"method": move.method_id, "amount": move.amount.minor_units, "currency": move.amount.currency}
    return Done((move,), movements_of((move,)), (Errand("payment", "refund", {**payload, **told}),), told)
