"""The rows of a return or an exchange, and what they leave of each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.services.change import Change
from orderline.act.services.planning import Planning
from orderline.orders.identifiers import OrderId
from orderline.orders.money import Money
from orderline.orders.order import OrderState
from orderline.store.models import AfterSale, AfterSaleLine
from orderline.store.repositories.changeable import ChangeableOrder
from orderline.store.repositories.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class AfterSaleCase:
    """A return or an exchange to be recorded."""

    kind: str
    """`return`, `exchange`."""
    lines: tuple[tuple[int, int, str | None], ...]
    """(line number, pieces, new SKU)"""
    method_id: str | None
    """Where the money goes or comes from; None: by each method that paid."""
    difference: Money
    """What the caller pays more; negative: gets back."""
    reason: str | None
    whole: OrderState
    """The order's state once nothing else of it is left."""
    prices: Mapping[int, int] = field(default_factory=dict)
    """Line number → what one of the new pieces costs, minor units."""


async def pieces_left(at: Planning, order: ChangeableOrder) -> dict[int, int]:
    """Line number → pieces that are in no return or exchange yet."""
    query = (
        select(AfterSaleLine.line_no, func.sum(AfterSaleLine.quantity))
        .join(
            AfterSale,
            (AfterSale.shop_id == AfterSaleLine.shop_id)
            & (AfterSale.order_id == AfterSaleLine.order_id)
            & (AfterSale.seq == AfterSaleLine.after_sale_seq),
        )
        .where(AfterSale.shop_id == at.shop.id, AfterSale.order_id == order.order.id, AfterSale.state != "withdrawn")
        .group_by(AfterSaleLine.line_no)
    )
    gone = {line_no: int(pieces) for line_no, pieces in await at.session.execute(query)}
    return {line.line_no: line.quantity - gone.get(line.line_no, 0) for line in order.lines}


async def earlier_returns(at: Planning, order: ChangeableOrder) -> list[dict[int, int]]:
    """Of each return that was asked for, oldest first: line number → pieces."""
    query = (
        select(AfterSaleLine.after_sale_seq, AfterSaleLine.line_no, AfterSaleLine.quantity)
        .join(
            AfterSale,
            (AfterSale.shop_id == AfterSaleLine.shop_id)
            & (AfterSale.order_id == AfterSaleLine.order_id)
            & (AfterSale.seq == AfterSaleLine.after_sale_seq),
        )
        .where(AfterSale.shop_id == at.shop.id, AfterSale.order_id == order.order.id)
        .where(AfterSale.kind == "return", AfterSale.state != "withdrawn")
        .order_by(AfterSaleLine.after_sale_seq, AfterSaleLine.seq)
    )
    returns: dict[int, dict[int, int]] = {}
    for seq, line_no, pieces in await at.session.execute(query):
        returns.setdefault(seq, {})[line_no] = pieces
    return list(returns.values())


async def cases_of(session: AsyncSession, shop: ShopFacts, order_id: OrderId) -> list[AfterSale]:
    """The order's returns and exchanges, oldest first."""
    query = select(AfterSale).where(AfterSale.shop_id == shop.id, AfterSale.order_id == order_id)
    return list(await session.scalars(query.order_by(AfterSale.seq)))


def settled_state(order: ChangeableOrder, cases: Sequence[AfterSale], lines: Sequence[AfterSaleLine]) -> OrderState:
    """Where an order stands once one of its cases is over: unchanged while others are open or it never left the
    caller; returned when every piece is back; else delivered.
    """
    state = order.order.state
    waiting = state in (OrderState.RETURN_REQUESTED, OrderState.EXCHANGE_REQUESTED)
    over = {case.seq for case in cases if case.kind == "return" and case.state == "done"}
    back: dict[int, int] = {}
    for line in lines:
        if line.after_sale_seq in over:
            back[line.line_no] = back.get(line.line_no, 0) + line.quantity
    if order.lines and all(back.get(line.line_no, 0) >= line.quantity for line in order.lines):
        return OrderState.RETURNED
    if not waiting or any(case.state in ("requested", "received") for case in cases):
        return state
    return OrderState.DELIVERED


async def record(
    change: Change, order: ChangeableOrder, case: AfterSaleCase, left: dict[int, int]
) -> dict[str, object]:
    """Write the case; the order's state follows only when nothing of it stays. Gives what the audit is told."""
    row = order.order
    seq = await change.session.scalar(
        select(func.coalesce(func.max(AfterSale.seq), 0) + 1).where(
            AfterSale.shop_id == change.shop.id, AfterSale.order_id == row.id
        )
    )
    number = int(seq or 1)
    change.session.add(
        AfterSale(
            shop_id=change.shop.id,
            order_id=row.id,
            seq=number,
            kind=case.kind,
            state="requested",
            reason=case.reason,
            method_id=case.method_id,
            difference=case.difference.minor_units,
            currency=case.difference.currency,
            action_id=change.action_id,
            at=change.now,
        )
    )
    await change.session.flush()
    change.session.add_all(_lines(change, row.id, number, case))
    for line_no, quantity, _ in case.lines:
        left[line_no] -= quantity
    if not any(left.values()):
        row.state = case.whole
    return {"lines": [[line_no, quantity, sku] for line_no, quantity, sku in case.lines], "reason": case.reason}


def _lines(change: Change, order_id: str, number: int, case: AfterSaleCase) -> list[AfterSaleLine]:
    return [
        AfterSaleLine(
            shop_id=change.shop.id,
            order_id=order_id,
            after_sale_seq=number,
            seq=place,
            line_no=line_no,
            quantity=quantity,
            new_sku_id=sku,
            unit_price=case.prices.get(line_no),
        )
        for place, (line_no, quantity, sku) in enumerate(case.lines, start=1)
    ]
