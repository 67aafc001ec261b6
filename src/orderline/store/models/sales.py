"""Orders, their lines and the money that moved for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, CheckConstraint, Index, Integer, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from orderline.orders.order import OrderState, SalesChannel, WarehouseStep
from orderline.store.models.base import CLUSTERED, Base, OfShop, choice, of_shop


class Order(OfShop, Base):
    """One order.

    `number_digits`, `number_tail`, `phone_tail` and `postcode` are what callers say; their indexes keep a look-up among
    1,000,000 orders as quick as among 1,000.
    """

    __tablename__ = "orders"
    __table_args__ = (
        of_shop("customers", "customer_id"),
        of_shop("addresses", "address_id"),
        Index("uq_orders_number", "shop_id", "number", unique=True),
        Index(None, "shop_id", "number_digits"),
        Index(None, "shop_id", "number_tail", "phone_tail"),
        Index(None, "shop_id", "number_tail", "postcode"),
        Index(None, "shop_id", "customer_id", "placed_at"),
        Index(None, "shop_id", "placed_at"),
        Index(None, "shop_id", "channel", "placed_at"),
        Index(None, "shop_id", "changed_at"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[str] = mapped_column(String(64))
    """As the shop prints it."""
    number_digits: Mapped[str] = mapped_column(String(64))
    number_tail: Mapped[str] = mapped_column(String(4))
    customer_id: Mapped[str] = mapped_column(String(64))
    address_id: Mapped[str | None] = mapped_column(String(64))
    phone_tail: Mapped[str | None] = mapped_column(String(4))
    """Last four digits of the phone on the order."""
    postcode: Mapped[str | None] = mapped_column(String(16))
    """Of the delivery address, upper case, without spaces."""
    channel: Mapped[SalesChannel] = mapped_column(choice(SalesChannel))
    state: Mapped[OrderState] = mapped_column(choice(OrderState))
    warehouse_step: Mapped[WarehouseStep | None] = mapped_column(choice(WarehouseStep))
    warehouse_at: Mapped[datetime | None]
    placed_at: Mapped[datetime]
    promised_on: Mapped[date | None]
    expected_on: Mapped[date | None]
    delivered_at: Mapped[datetime | None]
    currency: Mapped[str] = mapped_column(String(3))
    shipping: Mapped[int] = mapped_column(BigInteger, default=0)
    """Minor units, part of what was paid."""
    jurisdiction: Mapped[str] = mapped_column(String(16))
    """Whose consumer law the sale is under: `CN`, `EU`, `US`."""
    version: Mapped[int] = mapped_column(Integer, default=1)
    """Raised by every change; a quote made for another version is stale."""
    changed_at: Mapped[datetime | None]
    """When anything of it was last changed here or pushed: what `changed_since` of the API looks at. None: never since
    it was brought in with the rest of the shop."""
    item_changes: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """How often items were exchanged for other variants before shipping."""
    cancel_reason: Mapped[str | None] = mapped_column(String(32))
    expedited: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Whether the warehouse packs it before others."""
    parent_id: Mapped[str | None] = mapped_column(String(64))
    """The order this one was split from, or that it was merged into."""
    position: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """Place in the shop's own list."""
    extra: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What the shop's system sends and the line does not use."""


class OrderLine(OfShop, Base):
    """One line of an order: what was bought, as it was when it was bought."""

    __tablename__ = "order_lines"
    __table_args__ = (
        of_shop("orders", "order_id"),
        CheckConstraint("quantity >= 1", name="ck_order_lines_quantity"),
        CheckConstraint("discount >= 0", name="ck_order_lines_discount"),
        CLUSTERED,
    )

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    line_no: Mapped[int] = mapped_column(Integer, primary_key=True)
    product_id: Mapped[str] = mapped_column(String(64))
    sku_id: Mapped[str] = mapped_column(String(64))
    name_en: Mapped[str] = mapped_column(Text)
    name_zh: Mapped[str] = mapped_column(Text)
    options: Mapped[dict[str, str]]
    unit_price: Mapped[int] = mapped_column(BigInteger)
    """Minor units of the order's currency, for one piece, before discount."""
    quantity: Mapped[int] = mapped_column(Integer)
    discount: Mapped[int] = mapped_column(BigInteger, default=0)
    """This line's share of all discounts, minor units for the whole line."""
    policy_set: Mapped[str] = mapped_column(String(64))
    """The policy set, with its version, that the line was sold under."""


class Payment(OfShop, Base):
    """Money that moved, or failed to. A charge that belongs to no order has no `order_id`."""

    __tablename__ = "payments"
    __table_args__ = (
        of_shop("orders", "order_id"),
        of_shop("customers", "customer_id"),
        Index(None, "shop_id", "order_id", "seq"),
        Index(None, "shop_id", "customer_id", "at"),
        CheckConstraint("amount >= 0", name="ck_payments_amount"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    order_id: Mapped[str | None] = mapped_column(String(64))
    customer_id: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int] = mapped_column(Integer)
    """Position in the order's history, from 1."""
    kind: Mapped[str] = mapped_column(String(16))
    """`payment`, `refund`, `moved_in`, `moved_out`."""
    method_id: Mapped[str | None] = mapped_column(String(64))
    amount: Mapped[int] = mapped_column(BigInteger)
    """Minor units, ≥ 0."""
    currency: Mapped[str] = mapped_column(String(3))
    status: Mapped[str] = mapped_column(String(16))
    """`done`, `pending`, `declined`."""
    decline_code: Mapped[str | None] = mapped_column(String(64))
    """As the payment provider gave it."""
    at: Mapped[datetime | None]


class OrderCoupon(OfShop, Base):
    """A coupon that an order was paid with; see `orders.coupons.Coupon` for what the columns mean."""

    __tablename__ = "order_coupons"
    __table_args__ = (of_shop("orders", "order_id"), CLUSTERED)

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    coupon_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    basis: Mapped[str] = mapped_column(String(16))
    off: Mapped[int] = mapped_column(BigInteger, default=0)
    percent: Mapped[int] = mapped_column(Integer, default=0)
    threshold: Mapped[int | None] = mapped_column(BigInteger)
    skus: Mapped[list[str]]
    stack_order: Mapped[int] = mapped_column(Integer, default=0)
    stacks: Mapped[bool] = mapped_column(Boolean, default=True)
    after_return: Mapped[str] = mapped_column(String(16))
