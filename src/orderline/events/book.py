"""A caller's book: their own orders, payment methods and addresses, and what the shop sells beside what they bought.

Read once the caller is identified, and again after every write: the closed world in which "the blue one", "the other
order" and "the card" mean something.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orderline.orders.identifiers import CustomerId, OrderId, OrderNumber
from orderline.orders.order import OrderState, SalesChannel, Text

Options = tuple[tuple[str, str], ...]
"""Pairs of option name and value as the shop writes them: (("color", "blue"), ("size", "M"))."""


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line of an order."""

    line_no: int
    """From 1."""
    product_id: str
    sku_id: str
    product: Text
    options: Options
    quantity: int
    """≥ 1; pieces still there, returned ones left out."""
    unit_price: int
    """Minor units of the order's currency, after discounts."""


@dataclass(frozen=True, slots=True)
class BookCase:
    """A return or exchange of an order."""

    seq: int
    """From 1 within the order."""
    kind: str
    """`return`, `exchange`."""
    lines: tuple[int, ...]
    waiting: bool
    """True until the goods are back."""
    pickup: bool = False
    """A courier is booked."""


@dataclass(frozen=True, slots=True)
class BookOrder:
    """One order."""

    order_id: OrderId
    number: OrderNumber
    channel: SalesChannel
    placed_on: date
    """The shop's day."""
    state: OrderState
    lines: tuple[BookLine, ...]
    currency: str
    total: int
    """Minor units."""
    paid_by: tuple[str, ...]
    """Ids of the methods that paid, first payment first."""
    address_id: str | None
    delivered_on: date | None = None
    parcels: int = 1
    cases: tuple[BookCase, ...] = ()


@dataclass(frozen=True, slots=True)
class BookMethod:
    """A payment method on the caller's file."""

    method_id: str
    kind: str
    """`credit_card`, `paypal`, `gift_card`, `alipay`, ..."""
    last4: str = ""
    balance: int | None = None
    """Minor units of stored value; None: not a stored value."""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class BookAddress:
    """An address on the caller's file, told by so little that it may be said."""

    address_id: str
    city: str
    street: str
    """The street without house number."""
    is_default: bool


@dataclass(frozen=True, slots=True)
class BookVariant:
    """Something on sale of a product that the caller has bought."""

    sku_id: str
    product_id: str
    options: Options
    price: int
    """Minor units."""
    in_stock: bool


@dataclass(frozen=True, slots=True)
class Book:
    """Everything of one caller's that a task may speak of."""

    customer_id: CustomerId
    orders: tuple[BookOrder, ...]
    """Newest first; at most `BOOK_ORDERS`."""
    methods: tuple[BookMethod, ...]
    addresses: tuple[BookAddress, ...]
    variants: tuple[BookVariant, ...]
    """Of every product in `orders`."""
    orders_in_all: int = 0


BOOK_ORDERS = 50
"""Orders in a book. Source: own choice; older ones are found by `FindOrder`."""
