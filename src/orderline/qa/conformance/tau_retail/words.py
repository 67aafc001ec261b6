"""Names of the same things there and here."""

from __future__ import annotations

from collections.abc import Iterable

from orderline.orders.money import Money
from orderline.orders.order import OrderState

SHOP = "tau-retail"
CURRENCY = "USD"
POLICY = "tau_retail@1"

STATES = {
    "pending": OrderState.PAID,
    "pending (item modified)": OrderState.PAID,
    "processed": OrderState.PACKED,
    "delivered": OrderState.DELIVERED,
    "cancelled": OrderState.CANCELLED,
    "return requested": OrderState.DELIVERED,
    "exchange requested": OrderState.DELIVERED,
}
"""There, an order of which one item goes back is "return requested" as a whole; here it is delivered, with a return."""

STATUSES = {
    OrderState.PAID: "pending",
    OrderState.PACKED: "processed",
    OrderState.DELIVERED: "delivered",
    OrderState.CANCELLED: "cancelled",
}


def customer_ids(user_ids: Iterable[str]) -> dict[str, str]:
    """Our key for each user: theirs are names of people, which no log may hold."""
    return {user: f"c-{place:04}" for place, user in enumerate(user_ids, start=1)}


def cents(amount: float | int) -> int:
    """Minor units of an amount there: binary floats that mean cents. Source: reference/mission section 3 (b)."""
    return Money.parse(f"{amount:.2f}", CURRENCY).minor_units


def dollars(units: int) -> float:
    """An amount as it stands there, rounded to cents."""
    return round(units / 100, 2)
