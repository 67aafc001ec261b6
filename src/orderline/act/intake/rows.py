"""What the shop's systems push, one dataclass a kind. Keys are the shop's own; amounts are minor units."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from orderline.act.services.addresses import GivenAddress
from orderline.orders.order import OrderState, SalesChannel, Text, WarehouseStep


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A person who buys."""

    id: str
    """The shop's own key; it stays after an erasure, so it must not be a name, phone or e-mail address."""
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of an order."""

    line: int
    sku: str
    unit_price: int
    quantity: int
    discount: int = 0


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order as it stands now, whole."""

    number: str
    """As the shop prints it: the key of the order."""
    customer: CustomerRow
    channel: SalesChannel
    state: OrderState
    placed_at: datetime
    currency: str
    jurisdiction: str
    lines: tuple[LineRow, ...]
    address: GivenAddress | None = None
    shipping: int = 0
    promised_on: date | None = None
    expected_on: date | None = None
    delivered_at: datetime | None = None
    warehouse_step: WarehouseStep | None = None
    warehouse_at: datetime | None = None
    version: int | None = None
    """The version that was read; the row is refused where the order has another by now. None: whatever it has."""


@dataclass(frozen=True, slots=True)
class PriceRow:
    """What a variant costs in one currency."""

    currency: str
    amount: int


@dataclass(frozen=True, slots=True)
class SkuRow:
    """One variant of a product."""

    id: str
    options: dict[str, str] = field(default_factory=dict)
    prices: tuple[PriceRow, ...] = ()
    sellable: bool = True


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A kind of thing that is sold."""

    id: str
    name: Text
    skus: tuple[SkuRow, ...]
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StockRow:
    """How many pieces of a variant there are."""

    sku: str
    on_hand: int | None
    """None: not counted; `sellable` alone decides."""
    sellable: bool = True


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """One parcel of an order."""

    order: str
    """The order's number."""
    parcel: int
    """From 1 within the order."""
    carrier: Text | None = None
    tracking: str | None = None
    handed_over_at: datetime | None = None
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanRow:
    """A parcel seen by its carrier."""

    order: str
    parcel: int
    scan: int
    """From 1 within the parcel."""
    place: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """Money that moved for an order, or failed to."""

    id: str
    """The payment system's key."""
    order: str
    kind: str
    """`payment`, `refund`."""
    amount: int
    currency: str
    status: str
    """`done`, `pending`, `declined`."""
    method: str | None = None
    decline_code: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    """The goods of a return or an exchange are here, all of them."""

    order: str
    """The order's number."""
    after_sale: int
    """From 1 within the order."""
    resellable: bool = False
    """Whether they can be sold again, and count as stock."""


PushedRow = OrderRow | ProductRow | StockRow | ShipmentRow | ScanRow | PaymentRow | ArrivalRow
