"""What is proved and what is still to be told: the audit chain and the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from orderline.store.models.base import CLUSTERED, Base, OfShop, of_shop


class AuditRow(OfShop, Base):
    """One link of a shop's chain: what was changed, by whom, for whom, how verified. Written once, never altered."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "shop_id", "order_id"), CLUSTERED)

    shop_id: Mapped[str] = mapped_column(String(64), ForeignKey("shops.id"), primary_key=True, sort_order=-1)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    """1, 2, 3, ... without a gap."""
    at: Mapped[datetime]
    order_id: Mapped[str | None] = mapped_column(String(64))
    action_id: Mapped[str] = mapped_column(String(64))
    entry: Mapped[str] = mapped_column(Text)
    """Canonical JSON: sorted keys, no spaces. Masked."""
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 over shop, seq, instant, `entry` and `previous`, hexadecimal."""


class AuditHead(Base):
    """The end of a shop's chain: who appends takes this row first."""

    __tablename__ = "audit_heads"

    shop_id: Mapped[str] = mapped_column(String(64), ForeignKey("shops.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String(64))


class OutboxRow(OfShop, Base):
    """One thing an outside system must be told, exactly as often as it takes for it to have been told once."""

    __tablename__ = "outbox"
    __table_args__ = (
        of_shop("actions", "action_id"),
        Index(None, "state", "next_at"),
        Index(None, "shop_id", "order_id"),
    )

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    """`<action id>:<seq>`: also the idempotency key outside."""
    action_id: Mapped[str] = mapped_column(String(64))
    order_id: Mapped[str | None] = mapped_column(String(64))
    system: Mapped[str] = mapped_column(String(16))
    """`erp`, `wms`, `crm`, `payment`, `carrier`."""
    operation: Mapped[str] = mapped_column(String(32))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Keys of rows and amounts: what is personal is looked up when it is sent."""
    state: Mapped[str] = mapped_column(String(16), default="pending")
    """`pending`, `delivered`, `dead`."""
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    requeues: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """How often a person sent it again after it was given up."""
    position: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    """Place of its action in the audit chain, and its own in the action: an order's errands are told in this order."""
    next_at: Mapped[datetime]
    last_error: Mapped[str | None] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(String(64))
    """What the system called it."""
    delivered_at: Mapped[datetime | None]


class SimulatedRow(OfShop, Base):
    """What the embedded simulator of an outside system was told: one row an idempotency key."""

    __tablename__ = "simulated"
    __table_args__ = (CLUSTERED,)

    shop_id: Mapped[str] = mapped_column(String(64), ForeignKey("shops.id"), primary_key=True, sort_order=-1)
    system: Mapped[str] = mapped_column(String(16), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    operation: Mapped[str] = mapped_column(String(32))
    order_id: Mapped[str | None] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the message: nothing personal is kept twice."""
    reference: Mapped[str] = mapped_column(String(32))
    said: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    """In a demo shop, the code that no telephone receives: `orderline shop code` shows it. Never in a real shop."""
    at: Mapped[datetime]


class InboxRow(OfShop, Base):
    """A signed message that an outside system sent and that was taken in: the same one again changes nothing."""

    __tablename__ = "inbox"
    __table_args__ = (CLUSTERED,)

    shop_id: Mapped[str] = mapped_column(String(64), ForeignKey("shops.id"), primary_key=True, sort_order=-1)
    system: Mapped[str] = mapped_column(String(16), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]
