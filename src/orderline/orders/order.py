"""An order as the shop knows it: where it stands, what is in it, who carries it, why it is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from orderline.orders.identifiers import Language, OrderId, OrderNumber


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in every language the line speaks."""

    en: str
    zh: str

    def to(self, language: Language) -> str:
        """The words in `language`."""
        return self.en if language == "en" else self.zh


class OrderState(StrEnum):
    """Where an order stands, from the caller's point of view."""

    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"
    PREPARING = "preparing"
    PACKED = "packed"
    SHIPPED = "shipped"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURN_REQUESTED = "return_requested"
    RETURNED = "returned"
    EXCHANGE_REQUESTED = "exchange_requested"


OPEN_STATES = frozenset(
    {
        OrderState.AWAITING_PAYMENT,
        OrderState.PAID,
        OrderState.PREPARING,
        OrderState.PACKED,
        OrderState.SHIPPED,
        OrderState.OUT_FOR_DELIVERY,
    }
)
"""States in which the caller still waits for something to arrive."""


class SalesChannel(StrEnum):
    """Where the order was placed."""

    APP = "app"
    WEB = "web"
    DOUYIN = "douyin"


class WarehouseStep(StrEnum):
    """The last thing the warehouse recorded."""

    QUEUED = "queued"
    PICKING = "picking"
    PACKED = "packed"
    LEFT = "left"


class DelayReason(StrEnum):
    """Why an order is late, as recorded by warehouse or carrier. Absent means: not recorded; then it is not guessed."""

    OUT_OF_STOCK = "out_of_stock"
    WAREHOUSE_BACKLOG = "warehouse_backlog"
    WEATHER = "weather"
    CARRIER_BACKLOG = "carrier_backlog"
    CUSTOMS = "customs"
    ADDRESS_PROBLEM = "address_problem"
    PAYMENT_REVIEW = "payment_review"


@dataclass(frozen=True, slots=True)
class ItemView:
    """One line of an order."""

    name: Text
    quantity: int
    """≥ 1"""
    options: tuple[tuple[str, str], ...] = ()
    """Pairs of option name and value, e.g. ("color", "blue")."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The carrier's last word on a parcel."""

    place: Text
    at: datetime
    """Aware, UTC."""


@dataclass(frozen=True, slots=True)
class Lateness:
    """An order past its promise."""

    days: int
    """Whole days past the promised day, ≥ 1."""
    reason: DelayReason | None
    """What was recorded; None where nothing was."""
    restock_on: date | None = None
    """When stock comes back, where the shop recorded a day."""


@dataclass(frozen=True, slots=True)
class TrackedOrder:
    """Everything the line may tell of one order in one answer. Each field is a fact from a row, or None: unknown."""

    order_id: OrderId
    number: OrderNumber
    channel: SalesChannel
    placed_at: datetime
    state: OrderState
    items: tuple[ItemView, ...]
    warehouse_step: WarehouseStep | None
    warehouse_at: datetime | None
    carrier: Text | None
    last_scan: Scan | None
    promised_on: date | None
    """The day the shop promised; None where it promised none."""
    expected_on: date | None
    """The day now expected by warehouse or carrier; None where nobody says."""
    delivered_at: datetime | None
    late: Lateness | None
