"""What searching a whole shop needs. Both tables are kept by the database itself, whoever writes orders or products."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from orderline.orders.order import SalesChannel
from orderline.store.models.base import CLUSTERED, Base, OfShop, choice


class SoldLine(OfShop, Base):
    """A line of an order by product and day: the newest orders with a product are read without looking at others.

    Of one sales channel as well, however few orders came by it. Triggers on `order_lines` and `orders` keep it
    (migrations 0008 and 0012).
    """

    __tablename__ = "sold_lines"
    __table_args__ = (Index(None, "shop_id", "product_id", "channel", "placed_at"), CLUSTERED)

    product_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    placed_at: Mapped[datetime] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    line_no: Mapped[int] = mapped_column(Integer, primary_key=True)
    channel: Mapped[SalesChannel] = mapped_column(choice(SalesChannel))


class CatalogueMark(OfShop, Base):
    """A number that grows whenever a product of the shop is added, renamed or removed (triggers on `products`)."""

    __tablename__ = "catalogue_marks"
    __table_args__ = (CLUSTERED,)

    version: Mapped[int]
