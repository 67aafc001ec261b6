"""Send what is ready now: part of an order becomes an order of its own, and the two sum to the one, to the cent."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from sqlalchemy import select

from orderline.act.services.change import Change, Done
from orderline.act.services.facts import order_facts
from orderline.act.services.moving import discounts_stay, move_lines, move_money, share_of
from orderline.act.services.planning import Plan, Planned, Planning, judge, refuse, verdict
from orderline.act.services.pricing import postage
from orderline.act.services.swapping import unknown_line
from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.orders.identifiers import OrderId
from orderline.orders.money import Money
from orderline.orders.policy.facts import RuleKind
from orderline.orders.quote import Refusal, Refused
from orderline.store.models import Order
from orderline.store.repositories.actions import Errand
from orderline.store.repositories.changeable import ChangeableOrder, changeable

INHERITED = (
    "customer_id", "address_id", "phone_tail", "postcode", "channel", "state", "warehouse_step", "warehouse_at",
    "placed_at", "promised_on", "expected_on", "currency", "jurisdiction", "expedited",
)  # fmt: skip
"""What the new order has from the old one. Not postage: that stays where it was paid."""

LONGEST_NUMBER = 64
"""Of the column."""


@dataclass(frozen=True, slots=True)
class SplitOrder:
    """Make some pieces of an order an order of their own."""

    order_id: str
    pieces: tuple[tuple[int, int], ...]
    """(line number, pieces) that travel apart; pieces 0: the whole line."""

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        order = await changeable(at.session, at.shop, OrderId(self.order_id), at.customer_id)
        if order is None:
            return UNKNOWN_ORDER
        decision = judge(at, order, RuleKind.SPLIT_ORDER, await order_facts(at, order))
        if stop := verdict(decision):
            return stop
        chosen = _chosen(order, self.pieces)
        if isinstance(chosen, Refused):
            return chosen

        async def carry_out(change: Change) -> Done | Refused:
            return await _split(change, order, chosen)

        return Plan((OrderId(self.order_id),), decision, carry_out, conditions=discounts_stay(order))


def _chosen(order: ChangeableOrder, pieces: tuple[tuple[int, int], ...]) -> dict[int, int] | Refused:
    chosen: dict[int, int] = {}
    for line_no, quantity in pieces:
        line = order.line(line_no)
        if line is None or line_no in chosen:
            return unknown_line(line_no)
        chosen[line_no] = quantity or line.quantity
        if not 0 < chosen[line_no] <= line.quantity:
            return refuse(Refusal.BAD_QUANTITY, "there are not so many of that item", "这件商品没有那么多")
    if not chosen:
        return refuse(Refusal.NOTHING_CHOSEN, "what should be sent first?", "先发哪些呢？")
    if all(chosen.get(line.line_no) == line.quantity for line in order.lines):
        return refuse(Refusal.NOTHING_CHOSEN, "that is the whole order", "这就是整个订单了")
    return chosen


async def _split(change: Change, order: ChangeableOrder, chosen: dict[int, int]) -> Done | Refused:
    parent = order.order
    child = await _child(change, parent)
    change.session.add(child)
    await change.session.flush()
    worth = sum(share_of(line, chosen[line.line_no]) for line in order.lines if line.line_no in chosen)
    if not await move_money(change, parent, child, Money(worth, parent.currency)):
        return refuse(Refusal.PERSON_NEEDED, "its payments need a person to look at", "付款记录需要人工处理")
    parent.shipping = postage(order)
    await move_lines(change, order, child, chosen)
    told = {"into": child.id, "pieces": [[line_no, quantity] for line_no, quantity in sorted(chosen.items())]}
    errands = (Errand("wms", "split", {"into": child.id}), Errand("erp", "order_split", {"into": child.id}))
    return Done(errands=errands, told=told, reference=child.number_tail)


async def _child(change: Change, parent: Order) -> Order:
    """The new order: its number is the old one's with a place behind it."""
    number = await _free_number(change, parent.number)
    digits = "".join(char for char in number if char.isdigit())
    return Order(
        shop_id=change.shop.id,
        id=change.new_id("o"),
        number=number,
        number_digits=digits,
        number_tail=digits[-4:],
        shipping=0,
        version=1,
        changed_at=change.now,
        parent_id=parent.id,
        **{name: getattr(parent, name) for name in INHERITED},
    )


async def _free_number(change: Change, number: str) -> str:
    """`<number>-2`, or the next that no order of the shop has: one may have been pushed under such a number."""
    stem = number[: LONGEST_NUMBER - len("-999")]
    own = (Order.shop_id == change.shop.id, Order.number.startswith(f"{stem}-", autoescape=True))
    taken = set(await change.session.scalars(select(Order.number).where(*own)))
    return next(found for place in count(2) if (found := f"{stem}-{place}") not in taken)
