"""An order as the API tells it: with everything that belongs to it, and nothing personal but its number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import BaseModel

from orderline.store.models import AfterSale, AfterSaleLine
from orderline.store.repositories.pages import WholeOrder


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
    changed_at: datetime | None
    """When it was last changed or pushed; null: not since it was brought in with the whole shop."""
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


def order_out(whole: WholeOrder) -> OutOrder:
    """An order as the API tells it."""
    row = whole.order
    same = ("number", "id", "channel", "state", "version", "changed_at", "placed_at", "promised_on", "expected_on",
            "delivered_at", "warehouse_step", "warehouse_at", "currency", "shipping", "jurisdiction", "cancel_reason",
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
            case_out(case, row.number, [part for part in whole.after_sale_lines if part.after_sale_seq == case.seq])
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


def case_out(case: AfterSale, number: str, lines: Sequence[AfterSaleLine]) -> OutCase:
    """A return or an exchange as the API tells it."""
    return OutCase(
        order=number,
        after_sale=case.seq,
        method=case.method_id,
        lines=[OutCaseLine(line=part.line_no, quantity=part.quantity, new_sku=part.new_sku_id) for part in lines],
        **{name: getattr(case, name) for name in ("kind", "state", "reason", "difference", "currency", "action_id",
                                                  "at")},
    )  # fmt: skip
