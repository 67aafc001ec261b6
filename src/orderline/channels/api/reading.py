"""Reading out: orders, after-sales, receipts, the audit, pick-up slots; in pages, each going on from a cursor."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.channels.api.admission import needs
from orderline.channels.api.changing import OutReceipt, receipt_out
from orderline.channels.api.parts import holder, parts_of
from orderline.channels.api.problems import ApiRefusal, ApiRefused, service_refused
from orderline.orders.order import OrderState
from orderline.store.audit import Link
from orderline.store.models import AfterSale, AfterSaleLine
from orderline.store.receipts import receipt_from_json
from orderline.store.repositories import pages
from orderline.store.repositories.api_keys import Scope
from orderline.store.repositories.pages import WholeOrder

MOST = 200
"""Records of one page."""
LONGEST_CURSOR = 400
Limit = Annotated[int, Query(ge=1, le=MOST, description="records of one page")]
Cursor = Annotated[str, Query(max_length=LONGEST_CURSOR, description="`next` of the page before")]
T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """Some records, and where to go on."""

    items: list[T]
    next: str | None
    """The cursor of the next page; null: this was the last for now."""


class OutLine(BaseModel):
    """One line."""

    line: int
    product: str
    sku: str
    name_en: str
    name_zh: str
    options: dict[str, str]
    unit_price: int
    quantity: int
    discount: int
    policy_set: str


class OutPayment(BaseModel):
    """Money that moved, or failed to."""

    id: str
    kind: str
    method: str | None
    amount: int
    currency: str
    status: str
    decline_code: str | None
    at: datetime | None


class OutScan(BaseModel):
    """A parcel seen."""

    scan: int
    place_en: str
    place_zh: str
    at: datetime


class OutParcel(BaseModel):
    """A parcel."""

    parcel: int
    carrier_en: str | None
    carrier_zh: str | None
    tracking: str | None
    handed_over_at: datetime | None
    lines: list[int]
    scans: list[OutScan]


class OutDelay(BaseModel):
    """Why it is late, as recorded."""

    reason: str
    restock_on: date | None
    recorded_at: datetime


class OutCaseLine(BaseModel):
    """A line that goes back."""

    line: int
    quantity: int
    new_sku: str | None


class OutCase(BaseModel):
    """A return or an exchange."""

    order: str
    after_sale: int
    kind: str
    state: str
    reason: str | None
    method: str | None
    difference: int | None
    currency: str
    action_id: str
    at: datetime
    lines: list[OutCaseLine]


class OutOrder(BaseModel):
    """An order, whole; of its buyer only the shop's own key."""

    number: str
    id: str
    customer: str
    channel: str
    state: str
    version: int
    placed_at: datetime
    promised_on: date | None
    expected_on: date | None
    delivered_at: datetime | None
    warehouse_step: str | None
    warehouse_at: datetime | None
    currency: str
    shipping: int
    jurisdiction: str
    cancel_reason: str | None
    expedited: bool
    parent: str | None
    lines: list[OutLine]
    payments: list[OutPayment]
    parcels: list[OutParcel]
    delays: list[OutDelay]
    after_sales: list[OutCase]


class OutAudit(BaseModel):
    """One link of the chain, with what is needed to check it."""

    seq: int
    at: datetime
    order_id: str | None
    action_id: str
    entry: str
    """Canonical JSON, as it was hashed."""
    previous: str
    hash: str
    receipt: str


class OutSlot(BaseModel):
    """A time at which a courier can collect."""

    id: str
    area: str
    starts_at: datetime
    ends_at: datetime
    free: int


def reading_router() -> APIRouter:
    """The routes."""
    router = APIRouter(dependencies=[needs(Scope.READ)], tags=["reading"])
    add = router.add_api_route
    add("/orders", _orders, response_model=Page[OutOrder], summary="Orders, in pages")
    add("/orders/{number}", _order, response_model=OutOrder, summary="One order")
    add("/after-sales", _cases, response_model=Page[OutCase], summary="Returns and exchanges, in pages")
    add("/receipts", _receipts, response_model=Page[OutReceipt], summary="Receipts, oldest first, in pages")
    add("/receipts/{action_id}", _receipt, response_model=OutReceipt, summary="The receipt of one action")
    add("/audit", _audit, response_model=Page[OutAudit], summary="The audit chain, oldest first, in pages")
    add("/pickup-slots", _slots, response_model=Page[OutSlot], summary="Pick-up slots, in pages")
    return router


async def _orders(
    request: Request,
    cursor: Cursor = "",
    limit: Limit = 100,
    customer: Annotated[str | None, Query(max_length=64)] = None,
    state: OrderState | None = None,
) -> Page[OutOrder]:
    (after,) = _place(cursor, "")
    async with parts_of(request).database.reading() as session:
        found = await pages.order_page(session, holder(request).shop, after, limit + 1, customer=customer, state=state)
    return _page([(_order_out(one), (one.order.id,)) for one in found], limit)


async def _order(request: Request, number: str) -> Any:
    async with parts_of(request).database.reading() as session:
        found = await pages.whole_order(session, holder(request).shop, number)
    return service_refused(UNKNOWN_ORDER) if found is None else _order_out(found)


async def _cases(request: Request, cursor: Cursor = "", limit: Limit = 100) -> Page[OutCase]:
    order, seq = _place(cursor, "", 0)
    async with parts_of(request).database.reading() as session:
        found = await pages.after_sale_page(session, holder(request).shop, (order, seq), limit + 1)
    return _page([(_case_out(case, number, lines), (case.order_id, case.seq)) for case, number, lines in found], limit)


async def _receipts(request: Request, cursor: Cursor = "", limit: Limit = 100) -> Page[OutReceipt]:
    (after,) = _place(cursor, 0)
    async with parts_of(request).database.reading() as session:
        found = await pages.receipt_page(session, holder(request).shop, after, limit + 1)
    return _page([(receipt_out(receipt_from_json(row.receipt)), (seq,)) for seq, row in found], limit)


async def _receipt(request: Request, action_id: str) -> OutReceipt:
    async with parts_of(request).database.reading() as session:
        found = await pages.receipt_row(session, holder(request).shop, action_id)
    if found is None:
        raise ApiRefused(ApiRefusal.UNKNOWN_RECEIPT)
    return receipt_out(receipt_from_json(found.receipt))


async def _audit(request: Request, cursor: Cursor = "", limit: Limit = 100) -> Page[OutAudit]:
    (after,) = _place(cursor, 0)
    async with parts_of(request).database.reading() as session:
        found = await pages.audit_page(session, holder(request).shop, after, limit + 1)
    names = ("seq", "at", "order_id", "action_id", "entry", "previous", "hash")
    links = [
        OutAudit(**{name: getattr(row, name) for name in names}, receipt=Link(row.seq, row.hash).code) for row in found
    ]
    return _page([(link, (link.seq,)) for link in links], limit)


async def _slots(request: Request, cursor: Cursor = "", limit: Limit = 100) -> Page[OutSlot]:
    (after,) = _place(cursor, "")
    async with parts_of(request).database.reading() as session:
        found = await pages.slot_page(session, holder(request).shop, after, limit + 1)
    slots = [
        OutSlot(id=row.id, area=row.area, starts_at=row.starts_at, ends_at=row.ends_at, free=row.capacity - row.taken)
        for row in found
    ]
    return _page([(slot, (slot.id,)) for slot in slots], limit)


def _page(found: Sequence[tuple[T, tuple[Any, ...]]], limit: int) -> Page[T]:
    """A page from one record more than it holds."""
    goes_on = len(found) > limit
    mark = json.dumps(found[limit - 1][1]).encode() if goes_on else b""
    return Page(
        items=[item for item, _ in found[:limit]],
        next=base64.urlsafe_b64encode(mark).decode() if goes_on else None,
    )


def _place(cursor: str, *start: Any) -> tuple[Any, ...]:
    """Where a cursor goes on; `start` without one, and for the kinds of its parts."""
    if not cursor:
        return start
    try:
        place = json.loads(base64.b64decode(cursor, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise ApiRefused(ApiRefusal.BAD_CURSOR) from None
    fits = isinstance(place, list) and [type(part) for part in place] == [type(part) for part in start]
    if not fits or any(not part.isprintable() if isinstance(part, str) else abs(part) > 2**53 for part in place):
        raise ApiRefused(ApiRefusal.BAD_CURSOR)
    return tuple(place)


def _order_out(whole: WholeOrder) -> OutOrder:
    row = whole.order
    same = ("number", "id", "channel", "state", "version", "placed_at", "promised_on", "expected_on", "delivered_at",
            "warehouse_step", "warehouse_at", "currency", "shipping", "jurisdiction", "cancel_reason",
            "expedited")  # fmt: skip
    line = ("sku_id", "name_en", "name_zh", "options", "unit_price", "quantity", "discount", "policy_set")
    return OutOrder(
        **{name: getattr(row, name) for name in same},
        customer=row.customer_id,
        parent=row.parent_id,
        lines=[
            OutLine(
                line=one.line_no,
                product=one.product_id,
                sku=one.sku_id,
                **{name: getattr(one, name) for name in line[1:]},
            )
            for one in whole.lines
        ],
        payments=[
            OutPayment(
                method=paid.method_id,
                **{name: getattr(paid, name) for name in ("id", "kind", "amount", "currency", "status",
                                                          "decline_code", "at")},
            )
            for paid in whole.payments
        ],
        parcels=_parcels_out(whole),
        delays=[
            OutDelay(reason=late.reason, restock_on=late.restock_on, recorded_at=late.recorded_at)
            for late in whole.delays
        ],
        after_sales=[
            _case_out(case, row.number, [part for part in whole.after_sale_lines if part.after_sale_seq == case.seq])
            for case in whole.after_sales
        ],
    )  # fmt: skip


def _parcels_out(whole: WholeOrder) -> list[OutParcel]:
    return [
        OutParcel(
            parcel=parcel.seq,
            lines=parcel.line_nos,
            scans=[
                OutScan(scan=scan.seq, place_en=scan.place_en, place_zh=scan.place_zh, at=scan.at)
                for scan in whole.scans
                if scan.shipment_seq == parcel.seq
            ],
            **{name: getattr(parcel, name) for name in ("carrier_en", "carrier_zh", "tracking", "handed_over_at")},
        )
        for parcel in whole.shipments
    ]


def _case_out(case: AfterSale, number: str, lines: Sequence[AfterSaleLine]) -> OutCase:
    return OutCase(
        order=number,
        after_sale=case.seq,
        method=case.method_id,
        lines=[OutCaseLine(line=part.line_no, quantity=part.quantity, new_sku=part.new_sku_id) for part in lines],
        **{name: getattr(case, name) for name in ("kind", "state", "reason", "difference", "currency", "action_id",
                                                  "at")},
    )  # fmt: skip
