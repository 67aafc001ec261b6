"""Where orders are: rows turned into facts, nothing added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import CustomerId, OrderId, OrderNumber
from orderline.orders.order import (
    OPEN_STATES,
    DelayReason,
    ItemView,
    Scan,
    Text,
    TrackedOrder,
)
from orderline.store.models import Delay, Order, OrderLine, ParcelScan, Shipment
from orderline.store.repositories.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class RecordedDelay:
    """The newest reason on record for an order."""

    reason: DelayReason
    restock_on: date | None


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order as recorded: its view without lateness, and the newest recorded delay."""

    view: TrackedOrder
    delay: RecordedDelay | None


async def orders_of(
    session: AsyncSession, shop: ShopFacts, customer: CustomerId, order: OrderId | None
) -> tuple[OrderFacts, ...]:
    """One order of this customer, or all open ones, or the newest where none is open. Newest first."""
    query = (
        select(Order)
        .where(Order.shop_id == shop.id, Order.customer_id == customer)
        .order_by(Order.placed_at.desc(), Order.id.desc())
    )
    if order is not None:
        rows = (await session.scalars(query.where(Order.id == order))).all()
    else:
        rows = (await session.scalars(query.where(Order.state.in_(OPEN_STATES)))).all()
        rows = rows or (await session.scalars(query.limit(1))).all()
    return await _facts(session, shop, rows)


async def _facts(session: AsyncSession, shop: ShopFacts, orders: Sequence[Order]) -> tuple[OrderFacts, ...]:
    ids = [order.id for order in orders]
    items = await _items(session, shop, ids)
    carriers = await _carriers(session, shop, ids)
    scans = await _last_scans(session, shop, ids)
    delays = await _delays(session, shop, ids)
    return tuple(
        OrderFacts(_view(order, items[order.id], carriers.get(order.id), scans.get(order.id)), delays.get(order.id))
        for order in orders
    )


def _view(order: Order, items: list[ItemView], carrier: Text | None, scan: Scan | None) -> TrackedOrder:
    return TrackedOrder(
        order_id=OrderId(order.id),
        number=OrderNumber(order.number),
        channel=order.channel,
        placed_at=order.placed_at,
        state=order.state,
        items=tuple(items),
        warehouse_step=order.warehouse_step,
        warehouse_at=order.warehouse_at,
        carrier=carrier,
        last_scan=scan,
        promised_on=order.promised_on,
        expected_on=order.expected_on,
        delivered_at=order.delivered_at,
        late=None,
    )


async def _items(session: AsyncSession, shop: ShopFacts, ids: list[str]) -> dict[str, list[ItemView]]:
    query = (
        select(OrderLine)
        .where(OrderLine.shop_id == shop.id, OrderLine.order_id.in_(ids))
        .order_by(OrderLine.order_id, OrderLine.line_no)
    )
    items: dict[str, list[ItemView]] = defaultdict(list)
    for line in (await session.scalars(query)).all():
        name = Text(line.name_en, line.name_zh)
        items[line.order_id].append(ItemView(name, line.quantity, tuple(line.options.items())))
    return items


async def _carriers(session: AsyncSession, shop: ShopFacts, ids: list[str]) -> dict[str, Text]:
    query = (
        select(Shipment)
        .where(Shipment.shop_id == shop.id, Shipment.order_id.in_(ids))
        .order_by(Shipment.order_id, Shipment.seq)
    )
    return {
        parcel.order_id: Text(parcel.carrier_en, parcel.carrier_zh)
        for parcel in (await session.scalars(query)).all()
        if parcel.carrier_en is not None and parcel.carrier_zh is not None
    }


async def _last_scans(session: AsyncSession, shop: ShopFacts, ids: list[str]) -> dict[str, Scan]:
    query = (
        select(ParcelScan)
        .where(ParcelScan.shop_id == shop.id, ParcelScan.order_id.in_(ids))
        .order_by(ParcelScan.at, ParcelScan.shipment_seq, ParcelScan.seq)
    )
    return {
        scan.order_id: Scan(Text(scan.place_en, scan.place_zh), scan.at)
        for scan in (await session.scalars(query)).all()
    }


async def _delays(session: AsyncSession, shop: ShopFacts, ids: list[str]) -> dict[str, RecordedDelay]:
    query = select(Delay).where(Delay.shop_id == shop.id, Delay.order_id.in_(ids)).order_by(Delay.seq)
    return {
        delay.order_id: RecordedDelay(delay.reason, delay.restock_on) for delay in (await session.scalars(query)).all()
    }
