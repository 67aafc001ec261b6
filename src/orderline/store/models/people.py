"""Shops, the people who buy there, and how a caller is recognised.

A person's name, e-mail, phone and address stand in `customers` and `addresses` and nowhere else; other tables hold at
most the last four digits of a phone and a postcode, which identification needs.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from orderline.store import sounds
from orderline.store.models.base import CLUSTERED, Base, OfShop, of_shop


class Shop(Base):
    """A shop: the owner of every other row."""

    __tablename__ = "shops"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name_en: Mapped[str] = mapped_column(Text)
    name_zh: Mapped[str] = mapped_column(Text)
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")
    """IANA name: what "today" means to this shop."""
    hash_key: Mapped[bytes] = mapped_column(LargeBinary)
    """Secret of this shop's hashes of numbers and caller hints, 32 random bytes."""
    demo_day: Mapped[date | None]
    """The day a demo shop's dates stand around; None for a real shop."""


class Customer(OfShop, Base):
    """A person who has bought something."""

    __tablename__ = "customers"
    __table_args__ = (
        Index(None, "shop_id", "phone_tail"),
        Index(None, "shop_id", "email"),
        Index("ix_customers_sounds", "shop_id", "family_sound", "given_sound"),
        Index("ix_customers_born_on", "shop_id", "born_on"),
        Index("ix_customers_email_lower", "shop_id", text("lower(email)")),
    )

    shop_id: Mapped[str] = mapped_column(String(64), ForeignKey("shops.id"), primary_key=True, sort_order=-1)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str | None] = mapped_column(Text)
    given_name: Mapped[str | None] = mapped_column(Text)
    family_name: Mapped[str | None] = mapped_column(Text)
    """Where a shop's system keeps the two apart; `name` holds both."""
    email: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(String(32))
    """Digits only, without country code."""
    phone_tail: Mapped[str | None] = mapped_column(String(4))
    born_on: Mapped[date | None]
    """Where the shop knows it."""
    given_sound: Mapped[str | None] = mapped_column(String(32), default=sounds.given_sound)
    family_sound: Mapped[str | None] = mapped_column(String(32), default=sounds.family_sound)
    """Keys by which a name is found as it sounds; made from the name (`store.sounds`)."""
    language: Mapped[str] = mapped_column(String(8), default="en")
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    """When the person's data was erased on request."""
    extra: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What the shop's system sends and the line does not use; given back as it came."""


class Address(OfShop, Base):
    """Where a parcel goes. Never altered, except by an erasure: an order that moves points at another row."""

    __tablename__ = "addresses"
    __table_args__ = (
        of_shop("customers", "customer_id"),
        Index(None, "shop_id", "customer_id"),
        Index(None, "shop_id", "postcode_key"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64))
    is_default: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether new orders go there."""
    recipient: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(String(32))
    line1: Mapped[str | None] = mapped_column(Text)
    line2: Mapped[str | None] = mapped_column(Text)
    district: Mapped[str | None] = mapped_column(Text)
    city: Mapped[str | None] = mapped_column(Text)
    region: Mapped[str | None] = mapped_column(Text)
    """State or province."""
    postcode: Mapped[str | None] = mapped_column(String(16))
    postcode_key: Mapped[str | None] = mapped_column(String(16), default=sounds.postcode_key)
    """As it is looked up: letters and digits only, upper case; made from `postcode`."""
    country: Mapped[str | None] = mapped_column(String(64))


class PaymentMethod(OfShop, Base):
    """A way to pay that a customer has on file; never a whole card number."""

    __tablename__ = "payment_methods"
    __table_args__ = (of_shop("customers", "customer_id"), Index(None, "shop_id", "customer_id"))

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64))
    position: Mapped[int] = mapped_column(Integer, default=0)
    """Order in which the customer's methods are listed."""
    kind: Mapped[str] = mapped_column(String(32))
    """`credit_card`, `paypal`, `gift_card`, `alipay`, `wechat_pay`."""
    brand: Mapped[str | None] = mapped_column(String(32))
    last4: Mapped[str | None] = mapped_column(String(4))
    balance: Mapped[int | None] = mapped_column(BigInteger)
    """Minor units left on a gift card; None for methods without a balance."""
    currency: Mapped[str | None] = mapped_column(String(3))


class KnownCaller(OfShop, Base):
    """A phone number or device a customer has called from: it proposes who calls, and proves nothing."""

    __tablename__ = "known_callers"
    __table_args__ = (of_shop("customers", "customer_id"), CLUSTERED)

    hint_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64), primary_key=True)


class Attempt(OfShop, Base):
    """A failed try to identify with one order number; the same guess twice is one try."""

    __tablename__ = "attempts"
    __table_args__ = (CLUSTERED,)

    shop_id: Mapped[str] = mapped_column(String(64), ForeignKey("shops.id"), primary_key=True, sort_order=-1)
    day: Mapped[date] = mapped_column(primary_key=True)
    number_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    guess_hash: Mapped[str] = mapped_column(String(64), primary_key=True)


class StepUpCode(OfShop, Base):
    """A code sent to a customer, to be read back before a change that needs more than two factors.

    The code itself is kept nowhere: it follows from the row's id and the shop's key.
    """

    __tablename__ = "step_up_codes"
    __table_args__ = (of_shop("customers", "customer_id"), Index(None, "shop_id", "customer_id"))

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(64))
    call_id: Mapped[str | None] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(Integer, default=0)
    used: Mapped[bool] = mapped_column(Boolean, default=False)
    expires_at: Mapped[datetime]


class ApiKey(OfShop, Base):
    """A key by which one of the shop's systems uses the API."""

    __tablename__ = "api_keys"
    __table_args__ = (Index("uq_api_keys_hash", "hash", unique=True),)

    shop_id: Mapped[str] = mapped_column(String(64), ForeignKey("shops.id"), primary_key=True, sort_order=-1)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the key, which is 256 random bits."""
    name: Mapped[str] = mapped_column(Text)
    scopes: Mapped[list[str]] = mapped_column(JSON, server_default="[]")
    """What it may do: `read`, `write`, `push`."""
    per_minute: Mapped[int] = mapped_column(Integer, default=600)
    """Requests a minute."""
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
