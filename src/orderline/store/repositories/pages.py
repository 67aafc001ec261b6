"""The shop's records in pages, each read by key from where the last one ended: no page gets slower than the first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import ShopId
from orderline.orders.order import OrderState
from orderline.store.models import (
    ActionRow,
    AfterSale,
    AfterSaleLine,
    AuditRow,
    Delay,
    Order,
    OrderLine,
    ParcelScan,
    Payment,
    PickupSlot,
    Shipment,
)

OfOrder = TypeVar("OfOrder", OrderLine, Payment, Shipment, ParcelScan, Delay, AfterSale, AfterSaleLine)


@dataclass(frozen=True, slots=True)
class WholeOrder:
    """An order's rows, nothing personal among them but its number."""

    order: Order
    lines: Sequence[OrderLine]
    payments: Sequence[Payment]
    shipments: Sequence[Shipment]
    scans: Sequence[ParcelScan]
    delays: Sequence[Delay]
    after_sales: Sequence[AfterSale]
    after_sale_lines: Sequence[AfterSaleLine]


async def order_page(
    session: AsyncSession,
    shop: ShopId,
    after: str,
    limit: int,
    *,
    customer: str | None = None,
    state: OrderState | None = None,
) -> list[WholeOrder]:
    """The next orders by our own key."""
    query = select(Order).where(Order.shop_id == shop, Order.id > after)
    if customer is not None:
        query = query.where(Order.customer_id == customer)
    if state is not None:
        query = query.where(Order.state == state)
    return await _whole(session, shop, (await session.scalars(query.order_by(Order.id).limit(limit))).all())


async def changed_page(
    session: AsyncSession,
    shop: ShopId,
    after: tuple[datetime, str],
    limit: int,
    *,
    customer: str | None = None,
    state: OrderState | None = None,
) -> list[WholeOrder]:
    """The next orders that were changed after `after` (an instant, and an order changed then), in that order."""
    since, key = after
    later = or_(Order.changed_at > since, Order.id > key)
    query = select(Order).where(Order.shop_id == shop, Order.changed_at >= since, later)
    if customer is not None:
        query = query.where(Order.customer_id == customer)
    if state is not None:
        query = query.where(Order.state == state)
    found = await session.scalars(query.order_by(Order.changed_at, Order.id).limit(limit))
    return await _whole(session, shop, found.all())


async def whole_order(session: AsyncSession, shop: ShopId, number: str) -> WholeOrder | None:
    """The order with this number."""
    found = (await session.scalars(select(Order).where(Order.shop_id == shop, Order.number == number))).all()
    whole = await _whole(session, shop, found)
    return whole[0] if whole else None


async def _whole(session: AsyncSession, shop: ShopId, orders: Sequence[Order]) -> list[WholeOrder]:
    ids = [order.id for order in orders]
    if not ids:
        return []
    lines = await _of_orders(session, shop, OrderLine, ids, OrderLine.line_no)
    payments = await _of_orders(session, shop, Payment, ids, Payment.seq)
    shipments = await _of_orders(session, shop, Shipment, ids, Shipment.seq)
    scans = await _of_orders(session, shop, ParcelScan, ids, ParcelScan.shipment_seq, ParcelScan.seq)
    delays = await _of_orders(session, shop, Delay, ids, Delay.seq)
    cases = await _of_orders(session, shop, AfterSale, ids, AfterSale.seq)
    parts = await _of_orders(session, shop, AfterSaleLine, ids, AfterSaleLine.after_sale_seq, AfterSaleLine.seq)
    return [
        WholeOrder(
            order,
            lines[order.id],
            payments[order.id],
            shipments[order.id],
            scans[order.id],
            delays[order.id],
            cases[order.id],
            parts[order.id],
        )
        for order in orders
    ]


async def _of_orders(
    session: AsyncSession, shop: ShopId, model: type[OfOrder], ids: Sequence[str], *order_by: Any
) -> dict[str, list[OfOrder]]:
    found: dict[str, list[OfOrder]] = defaultdict(list)
    query = select(model).where(model.shop_id == shop, model.order_id.in_(ids)).order_by(model.order_id, *order_by)
    for row in (await session.scalars(query)).all():
        found[row.order_id or ""].append(row)
    return found


async def after_sale_page(
    session: AsyncSession, shop: ShopId, after: tuple[str, int], limit: int
) -> list[tuple[AfterSale, str, list[AfterSaleLine]]]:
    """The next returns and exchanges, each with its order's number and its lines."""
    later: ColumnElement[bool] = tuple_(AfterSale.order_id, AfterSale.seq) > tuple_(*after)
    query = (
        select(AfterSale, Order.number)
        .join(Order, (Order.shop_id == AfterSale.shop_id) & (Order.id == AfterSale.order_id))
        .where(AfterSale.shop_id == shop, later)
        .order_by(AfterSale.order_id, AfterSale.seq)
        .limit(limit)
    )
    found = [(case, number) for case, number in await session.execute(query)]
    lines = await _of_orders(
        session, shop, AfterSaleLine, [case.order_id for case, _ in found], AfterSaleLine.after_sale_seq
    )
    return [
        (case, number, [line for line in lines[case.order_id] if line.after_sale_seq == case.seq])
        for case, number in found
    ]


async def audit_page(session: AsyncSession, shop: ShopId, after: int, limit: int) -> list[AuditRow]:
    """The next links of the chain."""
    query = select(AuditRow).where(AuditRow.shop_id == shop, AuditRow.seq > after).order_by(AuditRow.seq).limit(limit)
    return list((await session.scalars(query)).all())


async def receipt_page(session: AsyncSession, shop: ShopId, after: int, limit: int) -> list[tuple[int, ActionRow]]:
    """The next receipts in the order in which they were given, each with its place in the chain."""
    query = (
        select(AuditRow.seq, ActionRow)
        .join(ActionRow, (ActionRow.shop_id == AuditRow.shop_id) & (ActionRow.id == AuditRow.action_id))
        .where(AuditRow.shop_id == shop, AuditRow.seq > after)
        .order_by(AuditRow.seq)
        .limit(limit)
    )
    return [(seq, action) for seq, action in await session.execute(query)]


async def receipt_row(session: AsyncSession, shop: ShopId, action_id: str) -> ActionRow | None:
    """The action with this id."""
    return await session.get(ActionRow, (shop, action_id))


async def slot_page(session: AsyncSession, shop: ShopId, after: str, limit: int) -> list[PickupSlot]:
    """The next pick-up slots by key, free or not."""
    query = select(PickupSlot).where(PickupSlot.shop_id == shop, PickupSlot.id > after)
    return list((await session.scalars(query.order_by(PickupSlot.id).limit(limit))).all())
