"""Give back what a price has dropped by since the order: the caller ends up having paid today's price, once."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.act.services.after_sale import pieces_left
from orderline.act.services.change import Change, Done
from orderline.act.services.facts import order_facts
from orderline.act.services.money_moves import movements_of, pay, payment_errands, refund_moves
from orderline.act.services.moving import discounts_stay, use_up_coupons
from orderline.act.services.planning import Plan, Planned, Planning, judge, refuse, verdict
from orderline.act.services.pricing import postage
from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.orders.identifiers import OrderId
from orderline.orders.money import Money
from orderline.orders.policy.facts import RuleKind
from orderline.orders.quote import MoneyMove, Refusal, Refused
from orderline.store.repositories.actions import Errand
from orderline.store.repositories.changeable import ChangeableOrder, changeable, offered
from orderline.store.repositories.money import paid_by


@dataclass(frozen=True, slots=True)
class PriceProtect:
    """Protect the price of every line of the order."""

    order_id: str

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        order = await changeable(at.session, at.shop, OrderId(self.order_id), at.customer_id)
        if order is None:
            return UNKNOWN_ORDER
        decision = judge(at, order, RuleKind.PRICE_PROTECT, await order_facts(at, order))
        if stop := verdict(decision):
            return stop
        drops = await _drops(at, order)
        if not drops:
            return refuse(Refusal.NOTHING_CHOSEN, "its price has not dropped since", "下单后价格没有下降")
        paid = await paid_by(at.session, at.shop, order.order.id, order.order.currency)
        moves = refund_moves(Money(sum(drops.values()), order.order.currency), paid, decision.terms)
        if isinstance(moves, Refused):
            return moves

        async def carry_out(change: Change) -> Done | Refused:
            return await _protect(change, order, drops, moves)

        return Plan((OrderId(self.order_id),), decision, carry_out, moves, conditions=discounts_stay(order))


async def _drops(at: Planning, order: ChangeableOrder) -> dict[int, int]:
    """Line number → what was paid for it over today's price, in minor units; only lines that are cheaper now.

    A line of which something goes back is left out: its return pays back what was paid for it.
    """
    drops: dict[int, int] = {}
    left = await pieces_left(at, order)
    for line in order.lines:
        if left[line.line_no] < line.quantity:
            continue
        now = await offered(at.session, at.shop, line.sku_id, order.order.currency)
        if now is None or now.price is None:
            continue
        over = line.unit_price * line.quantity - line.discount - now.price * line.quantity
        if over > 0:
            drops[line.line_no] = over
    return drops


async def _protect(
    change: Change, order: ChangeableOrder, drops: dict[int, int], moves: tuple[MoneyMove, ...]
) -> Done | Refused:
    order.order.shipping = postage(order)
    await use_up_coupons(change, order.order.id)
    for line in order.lines:
        line.discount += drops.get(line.line_no, 0)
    if refused := await pay(change, order, moves):
        return refused
    told = {f"line {line_no}": {"protected": units} for line_no, units in drops.items()}
    errands = (Errand("erp", "price_protected"), *payment_errands(moves, order))
    return Done(moves, movements_of(moves), errands, told)
