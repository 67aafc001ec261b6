"""Goods of a return or an exchange that arrived, pushed by the warehouse: what was promised for then happens now."""

from __future__ import annotations

from collections.abc import Sequence

from orderline.act.intake.looking import Taking, named, orders_numbered
from orderline.act.intake.refused import BadRow
from orderline.act.intake.rows import ArrivalRow
from orderline.act.services.after_sale import cases_of
from orderline.act.services.change import Change, Done
from orderline.act.services.receive_goods import OPEN, RECEIVE, Arrived, receive
from orderline.act.services.writer import Deed, Undone, random_id, write
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CustomerId, OrderId
from orderline.orders.quote import ActionId, Refusal, Refused
from orderline.store.models import Order

NAMES = {Refusal.SOLD_OUT: BadRow.SOLD_OUT, Refusal.SHORT_BALANCE: BadRow.SHORT_BALANCE}
"""Why goods that wait since they came cannot be settled this time either."""


async def take_arrivals(at: Taking, rows: Sequence[ArrivalRow]) -> None:
    """Check all arrivals; settle each case that is still open. One that is over already is left as it is."""
    at.once(((row.order, row.after_sale) for row in rows), "after_sale")
    orders = await orders_numbered(at, (row.order for row in rows))
    due: list[tuple[int, Order, ArrivalRow]] = []
    for index, row in enumerate(rows):
        order = named(at, orders, row.order, index)
        if order is not None and await _is_open(at, index, order, row.after_sale):
            due.append((index, order, row))
    if at.refused:
        return
    for index, order, row in sorted(due, key=lambda one: one[1].id):
        await _receive(at, index, order, row)


async def _is_open(at: Taking, index: int, order: Order, seq: int) -> bool:
    cases = await cases_of(at.session, at.shop, OrderId(order.id))
    case = next((case for case in cases if case.seq == seq), None)
    if case is None:
        at.refuse(index, BadRow.UNKNOWN_CASE, "after_sale")
    elif case.state == "withdrawn":
        at.refuse(index, BadRow.WITHDRAWN, "after_sale")
    return case is not None and case.state in OPEN


async def _receive(at: Taking, index: int, order: Order, row: ArrivalRow) -> None:
    arrived = Arrived(OrderId(order.id), CustomerId(order.customer_id), row.after_sale, row.resellable)

    async def work(change: Change) -> Done | Refused:
        return await receive(change, arrived)

    change = Change(at.session, at.shop, at.now, ActionId(random_id("arrival")), random_id)
    authority = Authority(at.actor, arrived.customer_id, level=0)
    try:
        await write(change, Deed(RECEIVE, (arrived.order_id,), authority, work))
    except Undone as undone:
        at.refuse(index, NAMES[undone.refused.code], "after_sale")
