"""What the shop's systems send, one record a thing. Amounts are minor units, instants aware, numbers as printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from orderline.orders.order import OrderState, SalesChannel, WarehouseStep


@dataclass(frozen=True, slots=True)
class LineRecord:
    """One line of an order, as sold."""

    product_id: str
    sku_id: str
    name_en: str
    name_zh: str
    unit_price: int
    """≥ 0"""
    quantity: int = 1
    """≥ 1"""
    options: Mapping[str, str] = field(default_factory=dict)
    discount: int = 0
    """≥ 0, for the whole line"""
    policy_set: str = ""


@dataclass(frozen=True, slots=True)
class OrderRecord:
    """An order. One that is already there keeps its lines, and takes the state and the dates given here."""

    number: str
    """As the shop prints it: the order's name in every other record."""
    customer_id: str
    channel: SalesChannel
    state: OrderState
    placed_at: datetime
    currency: str
    jurisdiction: str
    lines: tuple[LineRecord, ...]
    """At least one."""
    order_id: str = ""
    """The line's own key for it; empty: the number."""
    address_id: str | None = None
    phone_tail: str | None = None
    postcode: str | None = None
    shipping: int = 0
    """≥ 0"""
    warehouse_step: WarehouseStep | None = None
    warehouse_at: datetime | None = None
    promised_on: date | None = None
    expected_on: date | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ParcelRecord:
    """A parcel of an order: new, or with its carrier and tracking number changed."""

    number: str
    seq: int = 1
    """≥ 1: which parcel of the order"""
    carrier_en: str | None = None
    carrier_zh: str | None = None
    tracking: str | None = None
    handed_over_at: datetime | None = None
    line_nos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanRecord:
    """A parcel seen by its carrier. One that is already there stays as it is."""

    number: str
    parcel: int
    seq: int
    """≥ 1: which scan of the parcel"""
    place_en: str
    place_zh: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """Money that moved, or failed to. One that is already there takes the status given here."""

    payment_id: str
    number: str
    kind: str
    """`payment`, `refund`"""
    amount: int
    """≥ 0, in the order's currency"""
    status: str
    """`done`, `pending`, `declined`"""
    at: datetime
    method_id: str | None = None
    decline_code: str | None = None


@dataclass(frozen=True, slots=True)
class StockRecord:
    """How many pieces of a variant the warehouse holds."""

    sku_id: str
    on_hand: int | None
    """≥ 0 and no fewer than are reserved; None: not counted"""
    sellable: bool = True


@dataclass(frozen=True, slots=True)
class Batch:
    """What is written together; about 1,000 orders with all that belongs to them make a good one."""

    orders: tuple[OrderRecord, ...] = ()
    parcels: tuple[ParcelRecord, ...] = ()
    scans: tuple[ScanRecord, ...] = ()
    payments: tuple[PaymentRecord, ...] = ()
    stock: tuple[StockRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that was left out, and why."""

    kind: str
    """Field of the `Batch`: `orders`, `scans`, ..."""
    place: int
    """In that field, from 0."""
    field: str
    """Which value cannot be."""
    because: str
    """What is wrong and what to send instead; numbers by their last four."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a batch."""

    added: int
    """New records."""
    changed: int
    """Records that were there, and took new values or were left as they are."""
    problems: tuple[Problem, ...] = ()
