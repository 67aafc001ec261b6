"""Lines becoming other variants: what `change_item` (before shipping) and `exchange_item` (after delivery) share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orderline.act.services.facts import line_facts, order_facts, route, target_facts
from orderline.act.services.money_moves import TOO_MUCH, difference_move, refund_moves
from orderline.act.services.planning import Planning, judge, refusal, refuse, strictest, verdict
from orderline.act.services.pricing import priced_difference
from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.orders.identifiers import OrderId
from orderline.orders.money import Money, total
from orderline.orders.policy.evaluate import Decision
from orderline.orders.policy.facts import FactValue, RuleKind
from orderline.orders.policy.rules import Terms
from orderline.orders.quote import Asks, MoneyMove, Refusal, Refused
from orderline.orders.refunds import PaidBy, RefundSplit
from orderline.store.models import OrderLine, PaymentMethod
from orderline.store.repositories.changeable import ChangeableOrder, OfferedSku, changeable, offered
from orderline.store.repositories.money import paid_by


@dataclass(frozen=True, slots=True)
class Swap:
    """One line that becomes another variant."""

    line: OrderLine
    target: OfferedSku

    @property
    def price(self) -> int:
        """Of one piece of the new one, in minor units of the order's currency."""
        return self.target.price if self.target.price is not None else self.line.unit_price


@dataclass(frozen=True, slots=True)
class Swapped:
    """A set of swaps that is allowed, and its money."""

    order: ChangeableOrder
    swaps: tuple[Swap, ...]
    decision: Decision
    difference: Money
    """What the caller pays more; negative: gets back."""
    method_id: str | None
    """Where the difference goes or comes from; None: nothing was paid yet."""
    moves: tuple[MoneyMove, ...]
    discounts: Mapping[int, int]
    """Line number → its new share of all discounts."""
    lost_coupons: tuple[str, ...]


async def plan_swap(
    at: Planning,
    kind: RuleKind,
    order_id: str,
    wanted: Sequence[tuple[int, str]],
    method_id: str | None,
    said: Mapping[str, FactValue],
) -> Swapped | Refused | Asks:
    """Check swaps of (line number, new SKU) against rows and policy. `said`: facts only the caller knows."""
    order = await changeable(at.session, at.shop, OrderId(order_id), at.customer_id)
    if order is None:
        return UNKNOWN_ORDER
    facts = {**(await order_facts(at, order)), **said}
    if stop := refusal(judge(at, order, kind, facts)):
        return stop
    swaps = await _targets(at, kind, order, facts, wanted)
    if isinstance(swaps, Refused):
        return swaps
    paid = await paid_by(at.session, at.shop, order.order.id, order.order.currency)
    method = await method_for(at, order, method_id) if paid or method_id is not None else None
    if isinstance(method, Refused):
        return method
    priced = priced_difference(order, {swap.line.line_no: (swap.target.sku.id, swap.price) for swap in swaps})
    facts["refund.route"] = route(method, paid) if priced.difference.minor_units < 0 else "original"
    decision = strictest([judge(at, order, kind, _facts(order, facts, swap), (swap.line,)) for swap in swaps])
    if found := verdict(decision):
        return found
    moves = _moves(priced.difference, method, paid, decision.terms)
    if isinstance(moves, Refused):
        return moves
    by = method.id if method is not None else None
    return Swapped(order, swaps, decision, priced.difference, by, moves, priced.discounts, priced.lost_coupons)


def _moves(
    difference: Money, method: PaymentMethod | None, paid: Sequence[PaidBy], terms: Terms
) -> tuple[MoneyMove, ...] | Refused:
    """The difference by the method chosen, or by each that paid where that one paid less than goes back.

    Nothing moves while nothing was paid: the new price is what is paid then.
    """
    if method is None or not paid:
        return ()
    if -difference > total((by.refundable for by in paid), difference.currency):
        return TOO_MUCH
    by = next((by for by in paid if by.method_id == method.id), None)
    spread = terms.refund_split is not RefundSplit.CHOSEN
    if spread and by is not None and not by.stored_value and by.refundable < -difference:
        return refund_moves(-difference, paid, terms)
    move = difference_move(difference, method, terms)
    return move if isinstance(move, Refused) else (move,)


def _facts(order: ChangeableOrder, facts: Mapping[str, FactValue], swap: Swap) -> dict[str, FactValue]:
    return {**facts, **line_facts(order, swap.line), **target_facts(order, swap.line, swap.target)}


async def _targets(
    at: Planning,
    kind: RuleKind,
    order: ChangeableOrder,
    facts: Mapping[str, FactValue],
    wanted: Sequence[tuple[int, str]],
) -> tuple[Swap, ...] | Refused:
    """The lines with their new variants; each line once, each variant known and allowed by policy so far."""
    if not wanted:
        return refuse(Refusal.NOTHING_CHOSEN, "which item should be changed?", "要换哪一件呢？")
    lines = [order.line(line_no) for line_no, _ in wanted]
    for (line_no, _), line in zip(wanted, lines, strict=True):
        if line is None or lines.count(line) > 1:
            return unknown_line(line_no)
    swaps: list[Swap] = []
    for line, (_, sku) in zip(lines, wanted, strict=True):
        target = await offered(at.session, at.shop, sku, order.order.currency)
        if line is None or target is None:
            return refuse(Refusal.UNKNOWN_SKU, "that is not something this shop sells", "店里没有这一款", sku=sku)
        swap = Swap(line, target)
        if stop := refusal(judge(at, order, kind, _facts(order, facts, swap), (line,)), {"sku": sku}):
            return stop
        swaps.append(swap)
    return tuple(swaps)


def unknown_line(line_no: int) -> Refused:
    """There is no such line, or it was named twice."""
    return refuse(Refusal.UNKNOWN_LINE, "that item is not in the order", "订单里没有这件商品", line=str(line_no))


async def method_for(at: Planning, order: ChangeableOrder, method_id: str | None) -> PaymentMethod | Refused:
    """The method a difference goes by: the one named, or the one that paid where it is the only one."""
    if method_id is None:
        paid = await paid_by(at.session, at.shop, order.order.id, order.order.currency)
        holding = [by.method_id for by in paid if by.refundable]
        method_id = holding[0] if len(holding) == 1 else ""
    method = order.methods.get(method_id)
    if method is None:
        return refuse(Refusal.UNKNOWN_METHOD, "which of your payment methods should be used?", "用哪种付款方式呢？")
    return method
