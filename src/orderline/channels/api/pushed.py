"""What may be pushed, as it comes in: the shapes of `act.intake.rows`, with their bounds."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from orderline.act.intake import rows
from orderline.act.intake.rows import PushedRow
from orderline.channels.api.fields import (
    MOST_PIECES,
    MOST_ROWS,
    Currency,
    In,
    Instant,
    Key,
    Line,
    MaybeLine,
    Number,
    Pieces,
    Postcode,
    Short,
    Units,
    YesNo,
    one_of,
)
from orderline.orders.order import OrderState, SalesChannel, WarehouseStep
from orderline.orders.policy.facts import TAGS

Tag = Annotated[str, one_of(TAGS), Field(json_schema_extra={"enum": list(TAGS)})]
ROWS = Field(min_length=1, max_length=MOST_ROWS)


class InText(In):
    """The same words in both languages."""

    en: Line
    zh: Line


class InAddress(In):
    """Where a parcel goes."""

    line1: Line
    city: Line
    line2: MaybeLine | None = None
    district: MaybeLine | None = None
    region: MaybeLine | None = None
    postcode: Postcode | None = None
    country: Annotated[str, Field(max_length=64)] | None = None
    recipient: MaybeLine | None = None
    phone: Short | None = None


class InCustomer(In):
    """A person who buys. The id stays after an erasure: it must not itself be personal."""

    id: Key
    name: Line | None = None
    email: Line | None = None
    phone: Short | None = None
    language: Literal["en", "zh"] = "en"


class InLine(In):
    """One line of an order, at the prices of its day."""

    line: Number
    sku: Key
    unit_price: Units
    quantity: Pieces
    discount: Units = 0


class InOrder(In):
    """An order as it stands now, whole: pushed again, it replaces what was there."""

    number: Key
    customer: InCustomer
    channel: SalesChannel
    state: OrderState
    placed_at: Instant
    currency: Currency
    jurisdiction: Literal["CN", "EU", "US"]
    lines: Annotated[list[InLine], Field(min_length=1, max_length=200)]
    address: InAddress | None = None
    shipping: Units = 0
    promised_on: date | None = None
    expected_on: date | None = None
    delivered_at: Instant | None = None
    warehouse_step: WarehouseStep | None = None
    warehouse_at: Instant | None = None
    version: Annotated[int, Field(ge=0, le=2**53)] | None = None
    """The version that was read (0: there was no such order); refused where it has another by now."""


class InPrice(In):
    """What a variant costs in one currency."""

    currency: Currency
    amount: Units


class InSku(In):
    """One variant."""

    id: Key
    options: Annotated[dict[Line, Line], Field(max_length=10, default_factory=dict)]
    prices: Annotated[tuple[InPrice, ...], Field(max_length=20)] = ()
    sellable: YesNo = True


class InProduct(In):
    """A kind of thing, with its variants."""

    id: Key
    name: InText
    skus: Annotated[list[InSku], Field(min_length=1, max_length=200)]
    tags: Annotated[tuple[Tag, ...], Field(max_length=30)] = ()
    aliases: Annotated[tuple[Line, ...], Field(max_length=50)] = ()


class InStock(In):
    """A count, whole."""

    sku: Key
    on_hand: Annotated[int, Field(ge=0, le=MOST_PIECES)] | None
    sellable: YesNo = True


class InShipment(In):
    """A parcel of an order."""

    order: Key
    parcel: Number
    carrier: InText | None = None
    tracking: Key | None = None
    handed_over_at: Instant | None = None
    lines: Annotated[tuple[Number, ...], Field(max_length=200)] = ()
    """The lines in it; none: all."""


class InScan(In):
    """A parcel seen by its carrier."""

    order: Key
    parcel: Number
    scan: Number
    place: InText
    at: Instant


class InPayment(In):
    """Money that moved, or failed to."""

    id: Key
    order: Key
    kind: Literal["payment", "refund"]
    amount: Units
    currency: Currency
    status: Literal["done", "pending", "declined"]
    method: Key | None = None
    decline_code: Key | None = None
    at: Instant | None = None


class InArrival(In):
    """The goods of a return or an exchange are here: the refund is paid, the new piece sent."""

    order: Key
    after_sale: Number
    resellable: YesNo = False
    """Whether they go back on the shelf, and count as stock."""


Orders = Annotated[list[InOrder], ROWS]
Products = Annotated[list[InProduct], ROWS]
Stock = Annotated[list[InStock], ROWS]
Shipments = Annotated[list[InShipment], ROWS]
Scans = Annotated[list[InScan], ROWS]
Payments = Annotated[list[InPayment], ROWS]
Arrivals = Annotated[list[InArrival], ROWS]

KINDS: dict[str, tuple[Any, Any]] = {
    "orders": (Orders, rows.OrderRow),
    "products": (Products, rows.ProductRow),
    "stock": (Stock, rows.StockRow),
    "shipments": (Shipments, rows.ShipmentRow),
    "scans": (Scans, rows.ScanRow),
    "payments": (Payments, rows.PaymentRow),
    "arrivals": (Arrivals, rows.ArrivalRow),
}
"""Name → what comes in, and what it becomes."""
_READERS: dict[str, TypeAdapter[Any]] = {kind: TypeAdapter(row) for kind, (_, row) in KINDS.items()}


def pushed_row(kind: str, given: In) -> PushedRow:
    """A row of a request that was found in order."""
    row: PushedRow = _READERS[kind].validate_python(given.model_dump())
    return row
