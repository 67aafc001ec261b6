"""Orders that may be meant, by what a clue's index holds: never more rows than a fixed number, whatever the shop."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from orderline.orders.identifiers import CustomerId, OrderId, OrderNumber
from orderline.orders.order import ItemView, OrderState, SalesChannel, Text
from orderline.store.models import Order, OrderLine, Product, SoldLine
from orderline.store.repositories.shops import ShopFacts

MOST = 200
"""A customer's orders looked at for one clue, newest first."""
MOST_OF_SHOP = 60
"""Orders of the whole shop looked at for one clue: of two or three, one has the option wanted, and five are told."""
MOST_ALIKE = 1000
"""Orders with the same last four digits that are sorted by age."""
Heads = Select[str, str, str, SalesChannel, datetime, OrderState]
HEAD = (Order.id, Order.number, Order.number_tail, Order.channel, Order.placed_at, Order.state)


@dataclass(frozen=True, slots=True)
class OrderHead:
    """What a list shows of an order, and what it is found by."""

    order_id: OrderId
    number: OrderNumber
    number_tail: str
    channel: SalesChannel
    placed_at: datetime
    state: OrderState


@dataclass(frozen=True, slots=True)
class SoldItem:
    """A line with every name it goes by."""

    view: ItemView
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """Instants between which an order was placed: the first counts, the last does not."""

    start: datetime
    end: datetime

    def holds(self, placed_at: InstrumentedAttribute[datetime]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        """The conditions on a column."""
        return placed_at >= self.start, placed_at < self.end


async def of_customer(
    session: AsyncSession, shop: ShopFacts, customer: CustomerId, *conditions: ColumnElement[bool], most: int = MOST
) -> list[OrderHead]:
    """A customer's newest orders that meet the conditions."""
    query = select(*HEAD).where(Order.shop_id == shop.id, Order.customer_id == customer, *conditions)
    return await _newest(session, query, most)


async def with_tail(session: AsyncSession, shop: ShopFacts, tails: Collection[str]) -> list[OrderHead]:
    """The newest orders of the shop whose numbers end so.

    Sorted here: asked to sort, SQLite would walk all orders from the newest rather than look the digits up. One in
    10,000 orders has the same last four, so that `MOST_ALIKE` are all of them in a shop of millions.
    """
    query = select(*HEAD).where(Order.shop_id == shop.id, Order.number_tail.in_(tails)).limit(MOST_ALIKE)
    found = [_head(*row) for row in (await session.execute(query)).all()]
    return sorted(found, key=lambda order: order.placed_at, reverse=True)[:MOST_OF_SHOP]


async def placed(
    session: AsyncSession, shop: ShopFacts, within: Within | None, channel: SalesChannel | None
) -> list[OrderHead]:
    """The newest orders of the shop, of a time and a channel."""
    query = select(*HEAD).where(Order.shop_id == shop.id)
    query = query.where(*within.holds(Order.placed_at)) if within else query
    return await _newest(session, query.where(Order.channel == channel) if channel else query, MOST_OF_SHOP)


async def with_product(
    session: AsyncSession, shop: ShopFacts, product_id: str, within: Within | None, channel: SalesChannel | None
) -> list[OrderHead]:
    """The newest orders of the shop with a product in them, of a time and a channel."""
    query = (
        select(*HEAD)
        .join(SoldLine, (SoldLine.shop_id == Order.shop_id) & (SoldLine.order_id == Order.id))
        .where(SoldLine.shop_id == shop.id, SoldLine.product_id == product_id)
        .order_by(SoldLine.placed_at.desc(), SoldLine.order_id.desc())
        .limit(MOST_OF_SHOP)
    )
    query = query.where(*within.holds(SoldLine.placed_at)) if within else query
    query = query.where(SoldLine.channel == channel) if channel else query
    return [_head(*row) for row in (await session.execute(query)).all()]


async def items_of(session: AsyncSession, shop: ShopFacts, orders: Sequence[OrderHead]) -> dict[str, list[SoldItem]]:
    """The lines of these orders, in order, with every name and alias of their products."""
    query = (
        select(
            OrderLine.order_id,
            OrderLine.name_en,
            OrderLine.name_zh,
            OrderLine.quantity,
            OrderLine.options,
            Product.aliases,
        )
        .outerjoin(Product, (Product.shop_id == OrderLine.shop_id) & (Product.id == OrderLine.product_id))
        .where(OrderLine.shop_id == shop.id, OrderLine.order_id.in_([order.order_id for order in orders]))
        .order_by(OrderLine.order_id, OrderLine.line_no)
    )
    found: dict[str, list[SoldItem]] = {order.order_id: [] for order in orders}
    for order_id, en, zh, quantity, options, aliases in (await session.execute(query)).all():
        view = ItemView(Text(en, zh), quantity, tuple(options.items()))
        found[order_id].append(SoldItem(view, (en, zh, *(aliases or ()))))
    return found


async def _newest(session: AsyncSession, query: Heads, most: int) -> list[OrderHead]:
    ordered = query.order_by(Order.placed_at.desc(), Order.id.desc()).limit(most)
    return [_head(*row) for row in (await session.execute(ordered)).all()]


def _head(key: str, number: str, tail: str, channel: SalesChannel, placed_at: datetime, state: OrderState) -> OrderHead:
    return OrderHead(OrderId(key), OrderNumber(number), tail, channel, placed_at, state)
