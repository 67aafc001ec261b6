"""Ship both together: one order takes in the other, and postage that is not needed twice goes back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from orderline.act.services.change import Change, Done
from orderline.act.services.facts import order_facts
from orderline.act.services.money_moves import movements_of, pay, payment_errands, refund_moves
from orderline.act.services.moving import discounts_stay, move_lines, move_money
from orderline.act.services.planning import Plan, Planned, Planning, bad_transition, judge, refuse, strictest, verdict
from orderline.act.services.pricing import postage
from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.orders.identifiers import OrderId
from orderline.orders.money import Money, total
from orderline.orders.order import OrderState, Text
from orderline.orders.policy.facts import RuleKind
from orderline.orders.quote import MoneyMove, Refusal, Refused
from orderline.orders.transitions import TransitionRefused, move
from orderline.store.models import Address
from orderline.store.repositories.actions import Errand
from orderline.store.repositories.changeable import ChangeableOrder, changeable
from orderline.store.repositories.money import paid_by

SAME = ("recipient", "line1", "line2", "district", "city", "region", "postcode", "country")


@dataclass(frozen=True, slots=True)
class MergeOrders:
    """Let one order take in another."""

    order_id: str
    """The one that stays."""
    other_id: str
    """The one that is taken in, and closed."""

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        order = await changeable(at.session, at.shop, OrderId(self.order_id), at.customer_id)
        other = await changeable(at.session, at.shop, OrderId(self.other_id), at.customer_id)
        if order is None or other is None:
            return UNKNOWN_ORDER
        if order.order.id == other.order.id:
            return refuse(Refusal.NOTHING_CHOSEN, "which other order?", "和哪一单合并呢？")
        if order.order.currency != other.order.currency:
            return refuse(Refusal.MIXED_CURRENCIES, "they were paid in two currencies", "两单的币种不同")
        alike = {
            "orders.same_address": await _same_address(at, order, other),
            "orders.same_state": order.order.state is other.order.state,
        }
        kind = RuleKind.MERGE_ORDERS
        decision = strictest(
            [judge(at, one, kind, {**(await order_facts(at, one)), **alike}) for one in (order, other)]
        )
        if stop := verdict(decision):
            return stop
        reached = move(other.order.state, OrderState.CANCELLED)
        if isinstance(reached, TransitionRefused):
            return bad_transition(reached)
        paid = await paid_by(at.session, at.shop, other.order.id, other.order.currency)
        unneeded = Money(postage(other) if paid else 0, other.order.currency)
        moves = refund_moves(unneeded, paid, decision.terms)
        if isinstance(moves, Refused):
            return moves

        async def carry_out(change: Change) -> Done | Refused:
            return await _merge(change, order, other, moves)

        return Plan(
            (OrderId(self.order_id), OrderId(self.other_id)),
            decision,
            carry_out,
            moves,
            conditions=(*_later(order, other), *discounts_stay(order, other)),
        )


async def _same_address(at: Planning, order: ChangeableOrder, other: ChangeableOrder) -> bool:
    ids = (order.order.address_id, other.order.address_id)
    if ids[0] == ids[1]:
        return True
    rows = [await at.session.get(Address, (at.shop.id, address)) if address else None for address in ids]
    return None not in rows and all(getattr(rows[0], name) == getattr(rows[1], name) for name in SAME)


def _later(order: ChangeableOrder, other: ChangeableOrder) -> tuple[Text, ...]:
    """The later day is told before the yes."""
    days = [one.order.promised_on for one in (order, other)]
    known = [day for day in days if day is not None]
    if len(set(days)) < 2 or not known:
        return ()
    day = max(known)
    return (Text(f"both then arrive by {day:%B} {day.day}", f"两单会一起在{day.month}月{day.day}日前送到"),)


async def _merge(
    change: Change, order: ChangeableOrder, other: ChangeableOrder, moves: tuple[MoneyMove, ...]
) -> Done | Refused:
    stays, goes = order.order, other.order
    stays.shipping, goes.shipping = postage(order), postage(other)
    if refused := await pay(change, other, moves):
        return refused
    paid = await paid_by(change.session, change.shop, goes.id, goes.currency)
    left = total((by.refundable for by in paid), goes.currency)
    await move_money(change, goes, stays, left)
    await move_lines(change, other, stays, {line.line_no: line.quantity for line in other.lines})
    if moves:
        goes.shipping = 0
    stays.shipping += goes.shipping
    goes.shipping = 0
    goes.state, goes.cancel_reason, goes.parent_id = OrderState.CANCELLED, "merged", stays.id
    promised = [day for day in (stays.promised_on, goes.promised_on) if day is not None]
    expected = [day for day in (stays.expected_on, goes.expected_on) if day is not None]
    stays.promised_on = max(promised, default=None)
    stays.expected_on = max(expected, default=None)
    return Done(
        moves,
        tuple(replace(movement, order_id=OrderId(goes.id)) for movement in movements_of(moves)),
        (
            Errand("wms", "merge", {"taken_in": goes.id}),
            Errand("erp", "orders_merged", {"taken_in": goes.id}),
            *(
                replace(errand, payload={**errand.payload, "paid_with": goes.id})
                for errand in payment_errands(moves, other)
            ),
        ),
        {"taken_in": goes.id},
    )
