"""How an order travels, and what keeps it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from orderline.orders.order import DelayReason
from orderline.store.models.base import CLUSTERED, Base, OfShop, choice, of_shop


class Shipment(OfShop, Base):
    """One parcel of an order."""

    __tablename__ = "shipments"
    __table_args__ = (of_shop("orders", "order_id"), CLUSTERED)

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    carrier_en: Mapped[str | None] = mapped_column(Text)
    carrier_zh: Mapped[str | None] = mapped_column(Text)
    tracking: Mapped[str | None] = mapped_column(String(64))
    handed_over_at: Mapped[datetime | None]
    """When the carrier took it."""
    line_nos: Mapped[list[int]]
    """The lines in it."""


class ParcelScan(OfShop, Base):
    """A parcel seen by its carrier."""

    __tablename__ = "scans"
    __table_args__ = (of_shop("shipments", "order_id", "shipment_seq", to=("order_id", "seq")), CLUSTERED)

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    shipment_seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    place_en: Mapped[str] = mapped_column(Text)
    place_zh: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class Delay(OfShop, Base):
    """Why an order is late, as warehouse or carrier recorded it."""

    __tablename__ = "delays"
    __table_args__ = (of_shop("orders", "order_id"), CLUSTERED)

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    reason: Mapped[DelayReason] = mapped_column(choice(DelayReason))
    restock_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
