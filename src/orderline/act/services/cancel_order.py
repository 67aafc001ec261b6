"""Cancel an order that has not left: its money goes back the way it came, its stock to the shelf."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.act.services.change import Change, Done
from orderline.act.services.facts import order_facts
from orderline.act.services.money_moves import movements_of, pay, payment_errands, refund_moves
from orderline.act.services.planning import Plan, Planned, Planning, bad_transition, judge, verdict
from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.orders.identifiers import OrderId
from orderline.orders.money import total
from orderline.orders.order import OrderState
from orderline.orders.policy.facts import RuleKind
from orderline.orders.quote import MoneyMove, Refused
from orderline.orders.transitions import TransitionRefused, move
from orderline.store.repositories.actions import Errand, Movement
from orderline.store.repositories.changeable import ChangeableOrder, changeable
from orderline.store.repositories.money import paid_by
from orderline.store.repositories.stock import give_back


@dataclass(frozen=True, slots=True)
class CancelOrder:
    """Cancel the whole order."""

    order_id: str
    reason: str | None = None
    """A code of `orders.policy.facts.REASONS`; None: not said."""

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        order = await changeable(at.session, at.shop, OrderId(self.order_id), at.customer_id)
        if order is None:
            return UNKNOWN_ORDER
        facts = await order_facts(at, order)
        if self.reason is not None:
            facts["reason"] = self.reason
        decision = judge(at, order, RuleKind.CANCEL_ORDER, facts)
        if stop := verdict(decision):
            return stop
        reached = move(order.order.state, OrderState.CANCELLED)
        if isinstance(reached, TransitionRefused):
            return bad_transition(reached)
        paid = await paid_by(at.session, at.shop, order.order.id, order.order.currency)
        everything = total((by.refundable for by in paid), order.order.currency)
        moves = refund_moves(everything, paid, decision.terms)
        if isinstance(moves, Refused):
            return moves

        async def carry_out(change: Change) -> Done | Refused:
            return await _cancel(change, order, moves, self.reason)

        return Plan((OrderId(self.order_id),), decision, carry_out, moves)


async def _cancel(
    change: Change, order: ChangeableOrder, moves: tuple[MoneyMove, ...], reason: str | None
) -> Done | Refused:
    stock = []
    for line in sorted(order.lines, key=lambda line: line.sku_id):
        await give_back(change.session, change.shop, line.sku_id, line.quantity)
        stock.append(Movement("stock", line.sku_id, line.quantity))
    refused = await pay(change, order, moves)
    if refused is not None:
        return refused
    was = order.order.state
    order.order.state = OrderState.CANCELLED
    order.order.cancel_reason = reason
    return Done(
        moves,
        (*movements_of(moves), *stock),
        (Errand("wms", "cancel"), Errand("erp", "order_cancelled"), *payment_errands(moves, order)),
        {"state": {"was": was.value, "is": OrderState.CANCELLED.value}, "reason": reason},
    )
