"""The rows of a caller's book: eight statements, however many orders there are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import CustomerId
from orderline.store.models import (
    Address,
    AfterSale,
    AfterSaleLine,
    Order,
    OrderLine,
    Payment,
    PaymentMethod,
    Pickup,
    Price,
    Shipment,
    Sku,
)
from orderline.store.repositories.money import SETTLED
from orderline.store.repositories.shops import ShopFacts

MOST_ADDRESSES = 20
"""Addresses in a book, the default one first. Source: own choice; more than anyone chooses among by voice."""
PAID_BY = ("payment", "moved_in")
"""Kinds of payments by which money came in for an order."""


@dataclass(frozen=True, slots=True)
class BookRows:
    """What the tables hold of one customer, each row by its column names."""

    orders: Sequence[RowMapping]
    """Newest first; `in_all` on each is how many there are."""
    lines: Sequence[RowMapping]
    case_lines: Sequence[RowMapping]
    """Lines of the returns and exchanges that were not withdrawn."""
    payments: Sequence[RowMapping]
    parcels: dict[str, int]
    """Order → how many."""
    methods: Sequence[RowMapping]
    addresses: Sequence[RowMapping]
    skus: Sequence[RowMapping]
    """Variants of the products of `lines` with a price in one of the orders' currencies."""


async def book_rows(session: AsyncSession, shop: ShopFacts, customer_id: CustomerId, most: int) -> BookRows:
    """The newest `most` orders of this customer, and what belongs to them."""
    orders = await _orders(session, shop, customer_id, most)
    ids = [row["id"] for row in orders]
    lines = await _lines(session, shop, ids)
    return BookRows(
        orders=orders,
        lines=lines,
        case_lines=await _case_lines(session, shop, ids),
        payments=await _payments(session, shop, ids),
        parcels=await _parcels(session, shop, ids),
        methods=await _methods(session, shop, customer_id),
        addresses=await _addresses(session, shop, customer_id),
        skus=await _skus(session, shop, {row["product_id"] for row in lines}, {row["currency"] for row in orders}),
    )


async def _orders(session: AsyncSession, shop: ShopFacts, customer_id: CustomerId, most: int) -> Sequence[RowMapping]:
    query = (
        select(
            Order.id,
            Order.number,
            Order.channel,
            Order.placed_at,
            Order.state,
            Order.currency,
            Order.shipping,
            Order.address_id,
            Order.delivered_at,
            func.count().over().label("in_all"),
        )
        .where(Order.shop_id == shop.id, Order.customer_id == customer_id)
        .order_by(Order.placed_at.desc(), Order.id.desc())
        .limit(most)
    )
    return (await session.execute(query)).mappings().all()


async def _lines(session: AsyncSession, shop: ShopFacts, ids: list[str]) -> Sequence[RowMapping]:
    query = (
        select(
            OrderLine.order_id,
            OrderLine.line_no,
            OrderLine.product_id,
            OrderLine.sku_id,
            OrderLine.name_en,
            OrderLine.name_zh,
            OrderLine.options,
            OrderLine.quantity,
            OrderLine.unit_price,
            OrderLine.discount,
        )
        .where(OrderLine.shop_id == shop.id, OrderLine.order_id.in_(ids))
        .order_by(OrderLine.order_id, OrderLine.line_no)
    )
    return (await session.execute(query)).mappings().all()


async def _case_lines(session: AsyncSession, shop: ShopFacts, ids: list[str]) -> Sequence[RowMapping]:
    case = (
        AfterSaleLine.shop_id == AfterSale.shop_id,
        AfterSaleLine.order_id == AfterSale.order_id,
        AfterSaleLine.after_sale_seq == AfterSale.seq,
    )
    booked = exists().where(
        Pickup.shop_id == AfterSale.shop_id,
        Pickup.order_id == AfterSale.order_id,
        Pickup.after_sale_seq == AfterSale.seq,
    )
    query = (
        select(
            AfterSale.order_id,
            AfterSale.seq,
            AfterSale.kind,
            AfterSale.state,
            AfterSaleLine.line_no,
            AfterSaleLine.quantity,
            booked.label("pickup"),
        )
        .join(AfterSaleLine, case[0] & case[1] & case[2])
        .where(AfterSale.shop_id == shop.id, AfterSale.order_id.in_(ids), AfterSale.state != "withdrawn")
        .order_by(AfterSale.order_id, AfterSale.seq, AfterSaleLine.seq)
    )
    return (await session.execute(query)).mappings().all()


async def _payments(session: AsyncSession, shop: ShopFacts, ids: list[str]) -> Sequence[RowMapping]:
    query = (
        select(Payment.order_id, Payment.method_id)
        .where(Payment.shop_id == shop.id, Payment.order_id.in_(ids), Payment.method_id.is_not(None))
        .where(Payment.kind.in_(PAID_BY), Payment.status.in_(SETTLED))
        .order_by(Payment.order_id, Payment.seq)
    )
    return (await session.execute(query)).mappings().all()


async def _parcels(session: AsyncSession, shop: ShopFacts, ids: list[str]) -> dict[str, int]:
    query = (
        select(Shipment.order_id, func.count())
        .where(Shipment.shop_id == shop.id, Shipment.order_id.in_(ids))
        .group_by(Shipment.order_id)
    )
    return {order_id: int(count) for order_id, count in (await session.execute(query)).all()}


async def _methods(session: AsyncSession, shop: ShopFacts, customer_id: CustomerId) -> Sequence[RowMapping]:
    query = (
        select(
            PaymentMethod.id,
            PaymentMethod.kind,
            PaymentMethod.last4,
            PaymentMethod.balance,
            PaymentMethod.currency,
        )
        .where(PaymentMethod.shop_id == shop.id, PaymentMethod.customer_id == customer_id)
        .order_by(PaymentMethod.position, PaymentMethod.id)
    )
    return (await session.execute(query)).mappings().all()


async def _addresses(session: AsyncSession, shop: ShopFacts, customer_id: CustomerId) -> Sequence[RowMapping]:
    query = (
        select(Address.id, Address.is_default, Address.line1, Address.city)
        .where(Address.shop_id == shop.id, Address.customer_id == customer_id)
        .where(or_(Address.line1.is_not(None), Address.city.is_not(None)))
        .order_by(Address.is_default.desc(), Address.id)
        .limit(MOST_ADDRESSES)
    )
    return (await session.execute(query)).mappings().all()


async def _skus(
    session: AsyncSession, shop: ShopFacts, products: Collection[str], currencies: Collection[str]
) -> Sequence[RowMapping]:
    query = (
        select(
            Sku.id, Sku.product_id, Sku.options, Sku.sellable, Sku.on_hand, Sku.reserved, Price.currency, Price.amount
        )
        .join(Price, (Price.shop_id == Sku.shop_id) & (Price.sku_id == Sku.id) & Price.currency.in_(currencies))
        .where(Sku.shop_id == shop.id, Sku.product_id.in_(products))
        .order_by(Sku.product_id, Sku.position, Sku.id)
    )
    return (await session.execute(query)).mappings().all()
