"""What the shop sells."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from orderline.store.models.base import CLUSTERED, Base, OfShop, of_shop


class Product(OfShop, Base):
    """A kind of thing, sold in one or more variants."""

    __tablename__ = "products"

    shop_id: Mapped[str] = mapped_column(String(64), ForeignKey("shops.id"), primary_key=True, sort_order=-1)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name_en: Mapped[str] = mapped_column(Text)
    name_zh: Mapped[str] = mapped_column(Text)
    tags: Mapped[list[str]]
    """What policies ask about: `fragile`, `fresh`, `custom`, `hygiene`, ..."""
    aliases: Mapped[list[str]]
    """Other words callers use for it, in either language."""
    position: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """Place in the shop's own list."""
    extra: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What the shop's system sends and the line does not use."""


class Sku(OfShop, Base):
    """One variant of a product."""

    __tablename__ = "skus"
    __table_args__ = (
        of_shop("products", "product_id"),
        Index(None, "shop_id", "product_id"),
        CheckConstraint("on_hand >= 0", name="ck_skus_on_hand"),
        CheckConstraint("reserved >= 0 AND (on_hand IS NULL OR reserved <= on_hand)", name="ck_skus_reserved"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    product_id: Mapped[str] = mapped_column(String(64))
    options: Mapped[dict[str, str]]
    """Option name to value, in the order they are read out."""
    sellable: Mapped[bool] = mapped_column(Boolean, default=True)
    on_hand: Mapped[int | None] = mapped_column(BigInteger)
    """Pieces in the warehouse; None where the shop does not count and `sellable` alone decides."""
    reserved: Mapped[int] = mapped_column(BigInteger, default=0)
    """Pieces of `on_hand` promised to a change that has not been confirmed or delivered yet."""
    position: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    extra: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class Price(OfShop, Base):
    """What a variant costs in one currency."""

    __tablename__ = "prices"
    __table_args__ = (of_shop("skus", "sku_id"), CLUSTERED)

    sku_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    """ISO 4217."""
    amount: Mapped[int] = mapped_column(BigInteger)
    """Minor units."""
