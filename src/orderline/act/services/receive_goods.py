"""The goods of a return or an exchange are back: what was promised for that moment happens now, once.

A return: its refund is paid. An exchange: the new piece that was kept leaves, and the difference is settled. Where that
cannot be (the card no longer covers the difference, the kept piece is gone) the case is `received`, and a person looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from orderline.act.services.after_sale import cases_of, settled_state
from orderline.act.services.change import Change, Done
from orderline.act.services.money_moves import movements_of, pay, payment_errands
from orderline.act.services.pricing import priced_difference, refund_for
from orderline.act.services.relining import SOLD_OUT
from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.orders.identifiers import CustomerId, OrderId
from orderline.orders.money import Money
from orderline.orders.quote import ActionId, MoneyMove, MoveKind, Refused
from orderline.orders.refunds import RefundShare, due_now
from orderline.store.models import AfterSale, AfterSaleLine, Reservation
from orderline.store.repositories.actions import Errand, Movement, kept_action
from orderline.store.repositories.changeable import ChangeableOrder, changeable, offered
from orderline.store.repositories.money import paid_by
from orderline.store.repositories.stock import give_back, release, take

RECEIVE = "receive_goods"
OPEN = ("requested", "received")


@dataclass(frozen=True, slots=True)
class Arrived:
    """The goods of one case are here."""

    order_id: OrderId
    customer_id: CustomerId
    after_sale: int
    """The order's returns and exchanges are numbered from 1."""
    resellable: bool
    """True: they go back on the shelf, and can be sold again."""


class _CannotSettle(Exception):
    """Carries the reason out of the savepoint, which is rolled back by it."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.refused = refused


async def receive(change: Change, arrived: Arrived) -> Done | Refused:
    """The work of a deed (`act.services.writer.Deed`): its order is locked, and its case open (`OPEN`)."""
    order = await changeable(change.session, change.shop, arrived.order_id, arrived.customer_id)
    if order is None:
        return UNKNOWN_ORDER
    cases = await cases_of(change.session, change.shop, arrived.order_id)
    case = next(case for case in cases if case.seq == arrived.after_sale)
    lines = await _lines(change, case)
    moves = await _due(change, order, case, lines)
    try:
        async with change.session.begin_nested():
            stock = await _settle(change, order, case, lines, moves)
    except _CannotSettle as stuck:
        return await _waits(change, case, lines, arrived, stuck.refused)
    back = await _restock(change, order, case, lines, arrived)
    if case.kind == "exchange":
        await _swap(change, order, case, lines)
    case.state = "done"
    order.order.state = settled_state(order, cases, await _all_lines(change, arrived.order_id))
    told = {"after_sale": case.seq, "kind": case.kind, "resellable": arrived.resellable}
    return Done(
        moves,
        (*movements_of(moves), *stock, *back),
        (*_errands(case, moves), *payment_errands(moves, order)),
        told,
    )


def _errands(case: AfterSale, moves: Sequence[MoneyMove]) -> tuple[Errand, ...]:
    told = {"after_sale": case.seq}
    erp = Errand("erp", "goods_received", told)
    if case.kind == "exchange":
        return (erp, Errand("wms", "ship_exchange", told), Errand("crm", "exchange_sent", told))
    return (erp, Errand("crm", "refund_sent", told)) if moves else (erp,)


async def _lines(change: Change, case: AfterSale) -> list[AfterSaleLine]:
    return [line for line in await _all_lines(change, OrderId(case.order_id)) if line.after_sale_seq == case.seq]


async def _all_lines(change: Change, order_id: OrderId) -> list[AfterSaleLine]:
    query = select(AfterSaleLine).where(AfterSaleLine.shop_id == change.shop.id, AfterSaleLine.order_id == order_id)
    return list(await change.session.scalars(query.order_by(AfterSaleLine.after_sale_seq, AfterSaleLine.seq)))


async def _due(
    change: Change, order: ChangeableOrder, case: AfterSale, lines: Sequence[AfterSaleLine]
) -> tuple[MoneyMove, ...]:
    """What the yes promised for now, as far as it was not paid back by another way meanwhile."""
    kept = await kept_action(change.session, change.shop.id, ActionId(case.action_id))
    currency = order.order.currency
    paid = await paid_by(change.session, change.shop, order.order.id, currency)
    if kept is not None:
        promised = [move for move in kept.receipt.moves if not move.at_once]
    else:  # the case was brought in from another system, which made no promise here
        promised = _unpromised(order, case, lines)
    charges = [MoneyMove(move.kind, move.method_id, move.amount) for move in promised if move.kind is MoveKind.CHARGE]
    refunds = [move for move in promised if move.kind is MoveKind.REFUND]
    days = {move.method_id: move.days for move in refunds}
    latest = max(days.values(), default=(0, 0))
    shares = due_now([RefundShare(move.method_id, move.amount) for move in refunds], paid)
    back = [
        MoneyMove(MoveKind.REFUND, share.method_id, share.amount, days.get(share.method_id, latest)) for share in shares
    ]
    return (*charges, *back)


def _unpromised(order: ChangeableOrder, case: AfterSale, lines: Sequence[AfterSaleLine]) -> list[MoneyMove]:
    units = case.difference
    if units is None and case.kind == "return":
        units = -refund_for(order, {line.line_no: line.quantity for line in lines})[0].minor_units
    if not units:
        return []
    kind = MoveKind.CHARGE if units > 0 else MoveKind.REFUND
    return [MoneyMove(kind, case.method_id or "", Money(abs(units), case.currency), at_once=False)]


async def _settle(
    change: Change,
    order: ChangeableOrder,
    case: AfterSale,
    lines: Sequence[AfterSaleLine],
    moves: tuple[MoneyMove, ...],
) -> list[Movement]:
    """Money and the new pieces, by guarded statements alone. Raises _CannotSettle: undone."""
    stock: list[Movement] = []
    for line in sorted(lines, key=lambda line: line.new_sku_id or ""):
        if line.new_sku_id is not None:
            stock += await _send(change, case, line.new_sku_id, line.quantity)
    if refused := await pay(change, order, moves):
        raise _CannotSettle(refused)
    return stock


async def _send(change: Change, case: AfterSale, sku: str, quantity: int) -> list[Movement]:
    """The piece that was kept leaves; where it was let go meanwhile, another one, if there is one."""
    query = select(Reservation.id).where(
        Reservation.shop_id == change.shop.id, Reservation.order_id == case.order_id, Reservation.sku_id == sku,
        Reservation.quantity == quantity, Reservation.state == "held",
    )  # fmt: skip
    kept = await change.session.scalar(query.order_by(Reservation.id).limit(1))
    if kept is not None and await release(change.session, change.shop, kept, used=True):
        return [Movement("reserve", sku, quantity), Movement("stock", sku, -quantity)]
    if not await take(change.session, change.shop, sku, quantity):
        raise _CannotSettle(SOLD_OUT)
    return [Movement("stock", sku, -quantity)]


async def _restock(
    change: Change, order: ChangeableOrder, case: AfterSale, lines: Sequence[AfterSaleLine], arrived: Arrived
) -> list[Movement]:
    """The old pieces, once: a case that waited had them put back when they came."""
    if not arrived.resellable or case.state == "received":
        return []
    back: list[Movement] = []
    skus = {line.line_no: line.sku_id for line in order.lines}
    for line in sorted(lines, key=lambda line: skus[line.line_no]):
        await give_back(change.session, change.shop, skus[line.line_no], line.quantity)
        back.append(Movement("stock", skus[line.line_no], line.quantity))
    return back


async def _waits(
    change: Change, case: AfterSale, lines: Sequence[AfterSaleLine], arrived: Arrived, why: Refused
) -> Done | Refused:
    if case.state == "received":
        return why
    order = await changeable(change.session, change.shop, arrived.order_id, arrived.customer_id)
    back = await _restock(change, order, case, lines, arrived) if order is not None else []
    case.state = "received"
    told = {"after_sale": case.seq, "kind": case.kind, "resellable": arrived.resellable, "waits": why.code.value}
    payload = {"after_sale": case.seq, "waits": why.code.value}
    return Done((), tuple(back), (Errand("erp", "goods_received", payload), Errand("crm", "call_back", payload)), told)


async def _swap(change: Change, order: ChangeableOrder, case: AfterSale, lines: Sequence[AfterSaleLine]) -> None:
    """The lines become what was sent, at the price agreed: the order then costs what was paid for it."""
    prices = {line.line_no: line.unit_price for line in lines}
    changed = {}
    for line in order.lines:
        new = next((part.new_sku_id for part in lines if part.line_no == line.line_no), None)
        if new is not None:
            agreed = prices[line.line_no]
            changed[line.line_no] = (new, line.unit_price if agreed is None else agreed)
    priced = priced_difference(order, changed)
    gap = priced.difference.minor_units - (case.difference or 0)
    for line in order.lines:
        line.discount = priced.discounts[line.line_no]
        if line.line_no not in changed:
            continue
        sku, price = changed[line.line_no]
        line.unit_price = price
        fits = max(0, min(line.discount + gap, price * line.quantity))
        gap, line.discount = gap - (fits - line.discount), fits
        target = await offered(change.session, change.shop, sku, order.order.currency)
        if target is not None:
            line.sku_id, line.product_id, line.options = sku, target.product.id, dict(target.sku.options)
            line.name_en, line.name_zh = target.product.name_en, target.product.name_zh
