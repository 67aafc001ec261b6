"""What is done to orders: quotes, actions with their receipts, movements of money and stock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from orderline.store.models.base import CLUSTERED, Base, OfShop, of_shop


class QuoteRow(OfShop, Base):
    """A change as it was offered to a caller."""

    __tablename__ = "quotes"
    __table_args__ = (of_shop("orders", "order_id"), Index(None, "shop_id", "expires_at"))

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    order_id: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(32))
    """The service's name."""
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What was asked and what was offered; never a name, phone or address."""
    basis_version: Mapped[int] = mapped_column(Integer)
    """The order's version it was made for."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_by: Mapped[str | None] = mapped_column(String(64))
    """The action that carried it out."""


class ActionRow(OfShop, Base):
    """A change that was committed. Its id is unique: the same wish twice is one change and one receipt."""

    __tablename__ = "actions"
    __table_args__ = (Index(None, "shop_id", "order_id"),)

    shop_id: Mapped[str] = mapped_column(String(64), ForeignKey("shops.id"), primary_key=True, sort_order=-1)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    action: Mapped[str] = mapped_column(String(32))
    """The service's name."""
    order_id: Mapped[str | None] = mapped_column(String(64))
    quote_id: Mapped[str | None] = mapped_column(String(64))
    """What it carried out; None: something that needs no quote."""
    receipt_id: Mapped[str] = mapped_column(String(64))
    receipt: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]


class LedgerRow(OfShop, Base):
    """One movement of money or stock, belonging to an action."""

    __tablename__ = "ledger"
    __table_args__ = (of_shop("actions", "action_id"), Index(None, "shop_id", "order_id"), CLUSTERED)

    action_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    order_id: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    """`charge`, `refund`, `stock`, `reserve`."""
    subject: Mapped[str] = mapped_column(String(64))
    """Payment method or SKU."""
    amount: Mapped[int] = mapped_column(BigInteger)
    """Minor units, or pieces; negative: out of the shop."""
    currency: Mapped[str | None] = mapped_column(String(3))


class Reservation(OfShop, Base):
    """Stock kept for a change that is not delivered yet."""

    __tablename__ = "reservations"
    __table_args__ = (
        of_shop("skus", "sku_id"),
        of_shop("orders", "order_id"),
        Index(None, "shop_id", "state", "expires_at"),
        CheckConstraint("quantity >= 1", name="ck_reservations_quantity"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    sku_id: Mapped[str] = mapped_column(String(64))
    order_id: Mapped[str] = mapped_column(String(64))
    quantity: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16))
    """`held`, `used`, `released`."""
    expires_at: Mapped[datetime | None]
    """When it is released by itself; None: not before the goods move."""


class AfterSale(OfShop, Base):
    """A return or an exchange."""

    __tablename__ = "after_sales"
    __table_args__ = (of_shop("orders", "order_id"), CLUSTERED)

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    """`return`, `exchange`."""
    state: Mapped[str] = mapped_column(String(16))
    """`requested`, `received`, `done`, `withdrawn`."""
    reason: Mapped[str | None] = mapped_column(String(32))
    method_id: Mapped[str | None] = mapped_column(String(64))
    """Where the money goes or comes from."""
    difference: Mapped[int | None] = mapped_column(BigInteger)
    """Minor units the caller pays more; negative: gets back. None: not known before the goods are here."""
    currency: Mapped[str] = mapped_column(String(3))
    action_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class AfterSaleLine(OfShop, Base):
    """One line of a return or an exchange."""

    __tablename__ = "after_sale_lines"
    __table_args__ = (of_shop("after_sales", "order_id", "after_sale_seq", to=("order_id", "seq")), CLUSTERED)

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    after_sale_seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    line_no: Mapped[int] = mapped_column(Integer)
    quantity: Mapped[int] = mapped_column(Integer)
    new_sku_id: Mapped[str | None] = mapped_column(String(64))
    unit_price: Mapped[int | None] = mapped_column(BigInteger)
    """Of one piece of the new one, minor units, as it was agreed; None: nothing new is sent."""


class Claim(OfShop, Base):
    """A claim against a carrier for a stuck, lost or damaged parcel. One a parcel."""

    __tablename__ = "claims"
    __table_args__ = (of_shop("shipments", "order_id", "shipment_seq", to=("order_id", "seq")),)

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    shipment_seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(32))
    """Read back to the caller."""
    reason: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    action_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class Compensation(OfShop, Base):
    """What a caller was given for a delay. One an order."""

    __tablename__ = "compensations"
    __table_args__ = (of_shop("orders", "order_id"), Index(None, "shop_id", "at"), CLUSTERED)

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    """`coupon`, `priority`."""
    amount: Mapped[int] = mapped_column(BigInteger, default=0)
    currency: Mapped[str] = mapped_column(String(3))
    code: Mapped[str | None] = mapped_column(String(32))
    """The coupon's code."""
    action_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class PickupSlot(OfShop, Base):
    """A time at which a courier can collect, in one postal area."""

    __tablename__ = "pickup_slots"
    __table_args__ = (
        Index(None, "shop_id", "area", "starts_at"),
        CheckConstraint("taken >= 0 AND taken <= capacity", name="ck_pickup_slots_taken"),
    )

    shop_id: Mapped[str] = mapped_column(String(64), ForeignKey("shops.id"), primary_key=True, sort_order=-1)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    area: Mapped[str] = mapped_column(String(16))
    """Beginning of the postcodes it serves; empty: everywhere."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int] = mapped_column(Integer)
    taken: Mapped[int] = mapped_column(Integer, default=0)


class Pickup(OfShop, Base):
    """A courier booked for a return or an exchange."""

    __tablename__ = "pickups"
    __table_args__ = (
        of_shop("after_sales", "order_id", "after_sale_seq", to=("order_id", "seq")),
        of_shop("pickup_slots", "slot_id"),
        CLUSTERED,
    )

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    after_sale_seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    slot_id: Mapped[str] = mapped_column(String(64))
    action_id: Mapped[str] = mapped_column(String(64))
    note: Mapped[str | None] = mapped_column(Text)
