"""Return lines, or pieces of lines, of an order that has arrived; the refund goes back the way the money came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from orderline.act.services.after_sale import AfterSaleCase, earlier_returns, pieces_left, record
from orderline.act.services.change import Change, Done
from orderline.act.services.facts import line_facts, order_facts, route
from orderline.act.services.money_moves import AT_ONCE, movements_of, pay, payment_errands, refund_moves
from orderline.act.services.planning import Plan, Planned, Planning, judge, refusal, refuse, strictest, verdict
from orderline.act.services.pricing import refund_after
from orderline.act.services.swapping import unknown_line
from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.orders.identifiers import OrderId
from orderline.orders.money import Money
from orderline.orders.order import OrderState
from orderline.orders.policy.facts import FactValue, RuleKind
from orderline.orders.policy.rules import Terms
from orderline.orders.quote import MoneyMove, MoveKind, Refusal, Refused
from orderline.orders.refunds import PaidBy
from orderline.store.models import PaymentMethod
from orderline.store.repositories.actions import Errand
from orderline.store.repositories.changeable import ChangeableOrder, changeable
from orderline.store.repositories.money import STORED_VALUE, paid_by


@dataclass(frozen=True, slots=True)
class ReturnItem:
    """Give back pieces of an order."""

    order_id: str
    lines: tuple[tuple[int, int], ...]
    """(line number, pieces); pieces 0: all that are left of the line."""
    method_id: str | None = None
    """Where the refund goes; None: back to each method that paid."""
    reason: str | None = None
    condition: str | None = None

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        order = await changeable(at.session, at.shop, OrderId(self.order_id), at.customer_id)
        if order is None:
            return UNKNOWN_ORDER
        facts = await self._facts(at, order)
        if stop := refusal(judge(at, order, RuleKind.RETURN_ITEM, facts)):
            return stop
        method = order.methods.get(self.method_id) if self.method_id is not None else None
        if self.method_id is not None and method is None:
            return refuse(Refusal.UNKNOWN_METHOD, "that payment method is not on your file", "没有这个付款方式")
        paid = await paid_by(at.session, at.shop, order.order.id, order.order.currency)
        facts["refund.route"] = route(method, paid)
        if stop := refusal(judge(at, order, RuleKind.RETURN_ITEM, facts)):
            return stop
        left = await pieces_left(at, order)
        chosen = _chosen(self.lines, left)
        if isinstance(chosen, Refused):
            return chosen
        rows = [line for line in order.lines if line.line_no in chosen]
        decision = strictest(
            [judge(at, order, RuleKind.RETURN_ITEM, {**facts, **line_facts(order, line)}, (line,)) for line in rows]
        )
        if found := verdict(decision):
            return found
        back = refund_after(order, await earlier_returns(at, order), chosen)
        moves = _refund(back[0], method, paid, decision.terms)
        if isinstance(moves, Refused):
            return moves

        async def carry_out(change: Change) -> Done | Refused:
            return await _return(change, order, self, (chosen, left), moves)

        return Plan((OrderId(self.order_id),), decision, carry_out, moves, back[1])

    async def _facts(self, at: Planning, order: ChangeableOrder) -> dict[str, FactValue]:
        """Of the order, and what the caller said; the tags of single lines come later."""
        facts = await order_facts(at, order)
        del facts["line.tags"]
        if self.reason is not None:
            facts["reason"] = self.reason
        if self.condition is not None:
            facts["line.condition"] = self.condition
        return facts


def _chosen(lines: tuple[tuple[int, int], ...], left: Mapping[int, int]) -> dict[int, int] | Refused:
    """Line number → pieces; each line once, and no more pieces than are left."""
    if not lines:
        return refuse(Refusal.NOTHING_CHOSEN, "which item should go back?", "要退哪一件呢？")
    chosen: dict[int, int] = {}
    for line_no, pieces in lines:
        if line_no not in left or line_no in chosen:
            return unknown_line(line_no)
        wanted = pieces or left[line_no]
        if not 0 < wanted <= left[line_no]:
            return refuse(
                Refusal.BAD_QUANTITY, "there are not so many of that item to return", "这件商品没有那么多可以退"
            )
        chosen[line_no] = wanted
    return chosen


def _refund(
    amount: Money, method: PaymentMethod | None, paid: tuple[PaidBy, ...], terms: Terms
) -> tuple[MoneyMove, ...] | Refused:
    """The refund less what is held back, to the method chosen or by the original route."""
    due = amount - amount.percent(terms.restocking)
    by = next((by for by in paid if method is not None and by.method_id == method.id), None)
    if method is None or (by is not None and by.refundable < due and not by.stored_value):
        return refund_moves(due, paid, terms)
    if due > sum((other.refundable for other in paid), Money.zero(due.currency)):
        return refuse(Refusal.TOO_MUCH, "that is more than was paid", "超过了已付金额")
    days = AT_ONCE if method.kind in STORED_VALUE else terms.refund_days
    return (MoneyMove(MoveKind.REFUND, method.id, due, days, terms.settle == "on_request"),)


async def _return(
    change: Change,
    order: ChangeableOrder,
    wish: ReturnItem,
    pieces: tuple[dict[int, int], dict[int, int]],
    moves: tuple[MoneyMove, ...],
) -> Done | Refused:
    chosen, left = pieces
    currency = order.order.currency
    refund = sum((move.amount for move in moves), Money.zero(currency))
    case = AfterSaleCase(
        "return",
        tuple((line_no, quantity, None) for line_no, quantity in chosen.items()),
        wish.method_id,
        -refund,
        wish.reason,
        OrderState.RETURN_REQUESTED,
    )
    told = await record(change, order, case, left)
    if refused := await pay(change, order, moves):
        return refused
    return Done(
        moves,
        movements_of(moves),
        (Errand("wms", "expect_return"), Errand("erp", "return_requested"), *payment_errands(moves, order)),
        told,
    )
