"""What happened to an order: each table that records a time gives its rows as events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.events.answer import HistoryEvent, HistoryKind
from orderline.orders.identifiers import OrderId
from orderline.orders.order import Text
from orderline.store.models import (
    ActionRow,
    AfterSale,
    Claim,
    Compensation,
    Delay,
    Order,
    ParcelScan,
    Payment,
    Shipment,
)
from orderline.store.repositories.shops import ShopFacts

RowOfOrder = TypeVar("RowOfOrder", ActionRow, AfterSale, Claim, Compensation, Delay, ParcelScan, Payment, Shipment)
K = HistoryKind
ASKED = {"return": K.RETURN_ASKED, "exchange": K.EXCHANGE_ASKED}
TOLD_ELSEWHERE = frozenset({"return_item", "exchange_item", "claim_parcel", "compensate_delay"})
"""Changes whose own rows tell of them."""


async def events_of(session: AsyncSession, shop: ShopFacts, order: Order) -> list[HistoryEvent]:
    """Everything that happened to the order, in time order."""
    key = OrderId(order.id)
    events = [
        *_of_order(order),
        *(event for payment in await _rows(session, shop, Payment, key) for event in _of_payment(payment)),
        *(event for parcel in await _rows(session, shop, Shipment, key) for event in _of_parcel(parcel)),
        *(
            HistoryEvent(scan.at, K.SCANNED, Text(scan.place_en, scan.place_zh))
            for scan in await _rows(session, shop, ParcelScan, key)
        ),
        *(
            HistoryEvent(delay.recorded_at, K.DELAYED, code=delay.reason.value)
            for delay in await _rows(session, shop, Delay, key)
        ),
        *(_of_after_sale(case) for case in await _rows(session, shop, AfterSale, key)),
        *(
            HistoryEvent(claim.at, K.CLAIMED, code=claim.state, reference=claim.reference)
            for claim in await _rows(session, shop, Claim, key)
        ),
        *(
            HistoryEvent(gift.at, K.COMPENSATED, None, gift.kind, gift.amount, gift.currency, gift.code or "")
            for gift in await _rows(session, shop, Compensation, key)
        ),
        *(
            HistoryEvent(action.at, K.CHANGED, code=action.action, reference=action.receipt_id)
            for action in await _rows(session, shop, ActionRow, key)
            if action.action not in TOLD_ELSEWHERE
        ),
    ]
    return sorted(events, key=lambda event: event.at)


async def _rows(session: AsyncSession, shop: ShopFacts, table: type[RowOfOrder], order: OrderId) -> list[RowOfOrder]:
    query = select(table).where(table.shop_id == shop.id, table.order_id == order)
    return list((await session.scalars(query)).all())


def _of_order(order: Order) -> Iterator[HistoryEvent]:
    yield HistoryEvent(order.placed_at, K.PLACED, code=order.channel.value)
    if order.warehouse_at is not None and order.warehouse_step is not None:
        yield HistoryEvent(order.warehouse_at, K.WAREHOUSE, code=order.warehouse_step.value)
    if order.delivered_at is not None:
        yield HistoryEvent(order.delivered_at, K.DELIVERED)


def _of_payment(payment: Payment) -> Iterator[HistoryEvent]:
    at: datetime | None = payment.at
    if at is None or payment.kind not in ("payment", "refund"):
        return
    if payment.status == "declined":
        yield HistoryEvent(at, K.DECLINED, None, payment.decline_code or "", payment.amount, payment.currency)
    else:
        kind = K.PAID if payment.kind == "payment" else K.REFUNDED
        yield HistoryEvent(at, kind, None, payment.status, payment.amount, payment.currency)


def _of_parcel(parcel: Shipment) -> Iterator[HistoryEvent]:
    if parcel.handed_over_at is not None:
        known = parcel.carrier_en is not None and parcel.carrier_zh is not None
        carrier = Text(parcel.carrier_en or "", parcel.carrier_zh or "") if known else None
        yield HistoryEvent(parcel.handed_over_at, K.HANDED_OVER, carrier)


def _of_after_sale(case: AfterSale) -> HistoryEvent:
    return HistoryEvent(case.at, ASKED[case.kind], None, case.state, case.difference, case.currency)
