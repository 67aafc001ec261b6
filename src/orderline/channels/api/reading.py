"""Reading out: orders, after-sales, receipts, the audit, pick-up slots; in pages, each going on from a cursor."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.channels.api.admission import needs
from orderline.channels.api.changing import OutReceipt, receipt_out
from orderline.channels.api.fields import FIRST_YEAR, LAST_YEAR, Instant
from orderline.channels.api.order_out import OutCase, OutOrder, case_out, order_out
from orderline.channels.api.paging import Cursor, Limit, Page, page, place
from orderline.channels.api.parts import holder, parts_of
from orderline.channels.api.problems import ApiRefusal, ApiRefused, service_refused
from orderline.orders.order import OrderState
from orderline.store.audit import Link
from orderline.store.receipts import receipt_from_json
from orderline.store.repositories import pages
from orderline.store.repositories.api_keys import Scope


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
    changed_since: Annotated[Instant | None, Query(description="only what was changed or pushed then or later")] = None,
) -> Page[OutOrder]:
    shop = holder(request).shop
    if changed_since is not None:
        mark, key = place(cursor, changed_since.isoformat(), "")
        after = (_instant(mark), key)
        async with parts_of(request).database.reading() as session:
            found = await pages.changed_page(session, shop, after, limit + 1, customer=customer, state=state)
        return page([(order_out(one), (_stamp(one.order.changed_at), one.order.id)) for one in found], limit)
    (key,) = place(cursor, "")
    async with parts_of(request).database.reading() as session:
        found = await pages.order_page(session, shop, key, limit + 1, customer=customer, state=state)
    return page([(order_out(one), (one.order.id,)) for one in found], limit)


def _stamp(instant: datetime | None) -> str:
    return instant.isoformat() if instant is not None else ""


def _instant(mark: str) -> datetime:
    try:
        instant = datetime.fromisoformat(mark)
    except ValueError:
        raise ApiRefused(ApiRefusal.BAD_CURSOR) from None
    if instant.tzinfo is None or not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise ApiRefused(ApiRefusal.BAD_CURSOR)
    return instant


async def _order(request: Request, number: str) -> Any:
    async with parts_of(request).database.reading() as session:
        found = await pages.whole_order(session, holder(request).shop, number)
    return service_refused(UNKNOWN_ORDER) if found is None else order_out(found)


async def _cases(request: Request, cursor: Cursor = "", limit: Limit = 100) -> Page[OutCase]:
    order, seq = place(cursor, "", 0)
    async with parts_of(request).database.reading() as session:
        found = await pages.after_sale_page(session, holder(request).shop, (order, seq), limit + 1)
    return page([(case_out(case, number, lines), (case.order_id, case.seq)) for case, number, lines in found], limit)


async def _receipts(request: Request, cursor: Cursor = "", limit: Limit = 100) -> Page[OutReceipt]:
    (after,) = place(cursor, 0)
    async with parts_of(request).database.reading() as session:
        found = await pages.receipt_page(session, holder(request).shop, after, limit + 1)
    return page([(receipt_out(receipt_from_json(row.receipt)), (seq,)) for seq, row in found], limit)


async def _receipt(request: Request, action_id: str) -> OutReceipt:
    async with parts_of(request).database.reading() as session:
        found = await pages.receipt_row(session, holder(request).shop, action_id)
    if found is None:
        raise ApiRefused(ApiRefusal.UNKNOWN_RECEIPT)
    return receipt_out(receipt_from_json(found.receipt))


async def _audit(request: Request, cursor: Cursor = "", limit: Limit = 100) -> Page[OutAudit]:
    (after,) = place(cursor, 0)
    async with parts_of(request).database.reading() as session:
        found = await pages.audit_page(session, holder(request).shop, after, limit + 1)
    names = ("seq", "at", "order_id", "action_id", "entry", "previous", "hash")
    links = [
        OutAudit(**{name: getattr(row, name) for name in names}, receipt=Link(row.seq, row.hash).code) for row in found
    ]
    return page([(link, (link.seq,)) for link in links], limit)


async def _slots(request: Request, cursor: Cursor = "", limit: Limit = 100) -> Page[OutSlot]:
    (after,) = place(cursor, "")
    async with parts_of(request).database.reading() as session:
        found = await pages.slot_page(session, holder(request).shop, after, limit + 1)
    slots = [
        OutSlot(id=row.id, area=row.area, starts_at=row.starts_at, ends_at=row.ends_at, free=row.capacity - row.taken)
        for row in found
    ]
    return page([(slot, (slot.id,)) for slot in slots], limit)
