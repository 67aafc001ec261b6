"""Charged twice for one order: proved by order, method, amount and time, then given back, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from orderline.act.services.change import Change, Done
from orderline.act.services.facts import order_facts
from orderline.act.services.money_moves import movements_of, pay, payment_errands
from orderline.act.services.planning import Plan, Planned, Planning, judge, refuse, verdict
from orderline.act.services.pricing import postage
from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.orders.identifiers import OrderId
from orderline.orders.money import Money
from orderline.orders.policy.facts import RuleKind
from orderline.orders.quote import MoneyMove, MoveKind, Refusal, Refused
from orderline.store.models import Payment
from orderline.store.repositories.actions import Errand
from orderline.store.repositories.changeable import ChangeableOrder, changeable
from orderline.store.repositories.money import SETTLED, STORED_VALUE

WINDOW = timedelta(hours=24)
"""Within which two equal charges can be one purchase. Our own judgement: providers repeat a charge within minutes, and
a card's clearing within a day."""


@dataclass(frozen=True, slots=True)
class RefundDuplicate:
    """Give back the second of two charges for the same order."""

    order_id: str

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        order = await changeable(at.session, at.shop, OrderId(self.order_id), at.customer_id)
        if order is None:
            return UNKNOWN_ORDER
        decision = judge(at, order, RuleKind.REFUND, await order_facts(at, order))
        if stop := verdict(decision):
            return stop
        twice = duplicate(order)
        if twice is None:
            return refuse(Refusal.NOT_PROVED, "I see only one charge for that order", "这一单只看到一笔扣款")
        method = order.methods.get(twice.method_id or "")
        stored = method is not None and method.kind in STORED_VALUE
        days = (0, 0) if stored else decision.terms.refund_days
        move = MoneyMove(MoveKind.REFUND, twice.method_id or "", Money(twice.amount, twice.currency), days)

        async def carry_out(change: Change) -> Done | Refused:
            if refused := await pay(change, order, (move,)):
                return refused
            errands = (*payment_errands((move,), order), Errand("crm", "refund_sent"))
            return Done((move,), movements_of((move,)), errands, {"payment": twice.id})

        return Plan((OrderId(self.order_id),), decision, carry_out, (move,))


def duplicate(order: ChangeableOrder) -> Payment | None:
    """The later of two equal charges, where more was paid than the order costs; None: nothing shows one.

    What was refunded, or moved to another order, is not there any more to be given back.
    """
    settled = [payment for payment in order.payments if payment.status in SETTLED]
    signs = {"payment": 1, "moved_in": 1, "refund": -1, "moved_out": -1}
    paid = sum(signs[payment.kind] * payment.amount for payment in settled)
    cost = postage(order) + sum(line.unit_price * line.quantity - line.discount for line in order.lines)
    twice = _repeated([payment for payment in settled if payment.kind == "payment" and payment.at is not None])
    return twice if twice is not None and paid - cost >= twice.amount > 0 else None


def _repeated(charges: Sequence[Payment]) -> Payment | None:
    for place, later in enumerate(charges):
        for first in charges[:place]:
            same = (first.method_id, first.amount, first.currency) == (later.method_id, later.amount, later.currency)
            if same and first.at and later.at and abs(later.at - first.at) <= WINDOW:
                return later
    return None
