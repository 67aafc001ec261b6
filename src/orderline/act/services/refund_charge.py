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
        row = await at.session.get(Payment, (at.shop.id, self.payment_id))
        if row is None or row.customer_id != at.customer_id or not _stray(row):
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


def _stray(row: Payment) -> bool:
    return row.order_id is None and row.kind == "payment" and row.status == "done"


async def _refund(change: Change, payment_id: str, move: MoneyMove, stored: bool) -> Done | Refused:
    settled = await change.session.execute(
        update(Payment)
        .where(
            Payment.shop_id == change.shop.id,
            Payment.id == payment_id,
            Payment.order_id.is_(None),
            Payment.status == "done",
        )
        .values(status="refunded"),
        execution_options={"synchronize_session": False},
    )
    if cast("CursorResult[tuple[()]]", settled).rowcount != 1:
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
