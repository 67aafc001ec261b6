"""Pay an order another way before it is packed: the new method is charged, the old one gets everything back."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.act.services.change import Change, Done
from orderline.act.services.facts import order_facts
from orderline.act.services.money_moves import (
    AT_ONCE,
    SHORT_BALANCE,
    covers,
    movements_of,
    pay,
    payment_errands,
    refund_moves,
)
from orderline.act.services.planning import Plan, Planned, Planning, judge, refusal, refuse, verdict
from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.orders.identifiers import OrderId
from orderline.orders.money import total
from orderline.orders.policy.facts import RuleKind
from orderline.orders.quote import MoneyMove, MoveKind, Refusal, Refused
from orderline.store.repositories.actions import Errand
from orderline.store.repositories.changeable import ChangeableOrder, changeable
from orderline.store.repositories.money import paid_by


@dataclass(frozen=True, slots=True)
class ChangePayment:
    """Pay the whole order by another method on file."""

    order_id: str
    method_id: str

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        order = await changeable(at.session, at.shop, OrderId(self.order_id), at.customer_id)
        if order is None:
            return UNKNOWN_ORDER
        facts = await order_facts(at, order)
        if stop := refusal(judge(at, order, RuleKind.CHANGE_PAYMENT, facts)):
            return stop
        method = order.methods.get(self.method_id)
        if method is None:
            return refuse(Refusal.UNKNOWN_METHOD, "that payment method is not on your file", "没有这个付款方式")
        paid = await paid_by(at.session, at.shop, order.order.id, order.order.currency)
        holding = tuple(by for by in paid if by.refundable)
        facts["payment.same_as_now"] = any(by.method_id == method.id for by in holding)
        decision = judge(at, order, RuleKind.CHANGE_PAYMENT, facts)
        if found := verdict(decision):
            return found
        amount = total((by.refundable for by in holding), order.order.currency)
        if not covers(method, amount):
            return SHORT_BALANCE
        back = refund_moves(amount, holding, decision.terms)
        if isinstance(back, Refused):
            return back
        moves = (MoneyMove(MoveKind.CHARGE, method.id, amount, AT_ONCE), *back)

        async def carry_out(change: Change) -> Done | Refused:
            return await _change(change, order, moves)

        return Plan((OrderId(self.order_id),), decision, carry_out, moves)


async def _change(change: Change, order: ChangeableOrder, moves: tuple[MoneyMove, ...]) -> Done | Refused:
    if refused := await pay(change, order, moves):
        return refused
    return Done(
        moves,
        movements_of(moves),
        (Errand("erp", "payment_changed"), *payment_errands(moves, order)),
        {"now paid by": moves[0].method_id, "was paid by": [move.method_id for move in moves[1:]]},
    )
