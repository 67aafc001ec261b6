"""The data set's files, as pydantic reads them: a missing or unknown column is an error that names it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from orderline.errors import ConfigurationError


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TauAddress(_Row):
    """Of a user or an order."""

    address1: str
    address2: str
    city: str
    country: str
    state: str
    zip: str


class TauName(_Row):
    """Of a user."""

    first_name: str
    last_name: str


class TauMethod(_Row):
    """A payment method on a user's file."""

    source: Literal["credit_card", "paypal", "gift_card"]
    id: str
    brand: str | None = None
    last_four: str | None = None
    balance: float | int | None = None


class TauUser(_Row):
    """One user."""

    user_id: str
    name: TauName
    address: TauAddress
    email: str
    payment_methods: dict[str, TauMethod]
    orders: list[str]


class TauVariant(_Row):
    """One variant of a product."""

    item_id: str
    options: dict[str, str]
    available: bool
    price: float | int


class TauProduct(_Row):
    """One product."""

    name: str
    product_id: str
    variants: dict[str, TauVariant]


class TauItem(_Row):
    """One item of an order."""

    name: str
    product_id: str
    item_id: str
    price: float | int
    options: dict[str, str]


class TauFulfillment(_Row):
    """One parcel."""

    tracking_id: list[str]
    item_ids: list[str]


class TauPayment(_Row):
    """One payment or refund."""

    transaction_type: Literal["payment", "refund"]
    amount: float | int
    payment_method_id: str


class TauOrder(_Row):
    """One order."""

    order_id: str
    user_id: str
    address: TauAddress
    items: list[TauItem]
    status: Literal[
        "pending",
        "pending (item modified)",
        "processed",
        "delivered",
        "cancelled",
        "return requested",
        "exchange requested",
    ]
    fulfillments: list[TauFulfillment]
    payment_history: list[TauPayment]
    cancel_reason: str | None = None
    exchange_items: list[str] | None = None
    exchange_new_items: list[str] | None = None
    exchange_payment_method_id: str | None = None
    exchange_price_difference: float | int | None = None
    return_items: list[str] | None = None
    return_payment_method_id: str | None = None


class TauDatabase(_Row):
    """The whole file."""

    products: dict[str, TauProduct]
    users: dict[str, TauUser]
    orders: dict[str, TauOrder]


def read_database(path: Path) -> tuple[TauDatabase, dict[str, Any]]:
    """The file checked, and as it stands. Raises ConfigurationError."""
    raw = read_json(path)
    try:
        return TauDatabase.model_validate(raw), raw
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(
            f"{path.name} is no tau-retail database: at {place}: {first['msg']} (and {error.error_count() - 1} more).",
            "Nothing was imported.",
        ) from error


def read_json(path: Path) -> Any:
    """Any JSON file. Raises ConfigurationError."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read as JSON: {error}.") from error
