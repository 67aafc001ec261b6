"""The rows of a caller's book: seven statements, however many orders there are.

The statements are built once: building one takes as long as carrying it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Executable, RowMapping, bindparam, exists, func, or_, select
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

_SHOP: BindParameter[str] = bindparam("shop", required=True)
_CUSTOMER: BindParameter[str] = bindparam("customer", required=True)
_ORDERS_ASKED: BindParameter[str] = bindparam("orders", expanding=True, required=True)

_PARCELS = (
    select(func.count())
    .where(Shipment.shop_id == Order.shop_id, Shipment.order_id == Order.id)
    .correlate(Order)
    .scalar_subquery()
)
ORDERS = (
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
        _PARCELS.label("parcels"),
        func.count().over().label("in_all"),
    )
    .where(Order.shop_id == _SHOP, Order.customer_id == _CUSTOMER)
    .order_by(Order.placed_at.desc(), Order.id.desc())
    .limit(bindparam("most", required=True))
)
LINES = (
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
    .where(OrderLine.shop_id == _SHOP, OrderLine.order_id.in_(_ORDERS_ASKED))
    .order_by(OrderLine.order_id, OrderLine.line_no)
)
_BOOKED = exists().where(
    Pickup.shop_id == AfterSale.shop_id,
    Pickup.order_id == AfterSale.order_id,
    Pickup.after_sale_seq == AfterSale.seq,
)
CASE_LINES = (
    select(
        AfterSale.order_id,
        AfterSale.seq,
        AfterSale.kind,
        AfterSale.state,
        AfterSaleLine.line_no,
        AfterSaleLine.quantity,
        _BOOKED.label("pickup"),
    )
    .join(
        AfterSaleLine,
        (AfterSaleLine.shop_id == AfterSale.shop_id)
        & (AfterSaleLine.order_id == AfterSale.order_id)
        & (AfterSaleLine.after_sale_seq == AfterSale.seq),
    )
    .where(AfterSale.shop_id == _SHOP, AfterSale.order_id.in_(_ORDERS_ASKED), AfterSale.state != "withdrawn")
    .order_by(AfterSale.order_id, AfterSale.seq, AfterSaleLine.seq)
)
PAYMENTS = (
    select(Payment.order_id, Payment.method_id)
    .where(Payment.shop_id == _SHOP, Payment.order_id.in_(_ORDERS_ASKED), Payment.method_id.is_not(None))
    .where(Payment.kind.in_(PAID_BY), Payment.status.in_(SETTLED))
    .order_by(Payment.order_id, Payment.seq)
)
METHODS = (
    select(PaymentMethod.id, PaymentMethod.kind, PaymentMethod.last4, PaymentMethod.balance, PaymentMethod.currency)
    .where(PaymentMethod.shop_id == _SHOP, PaymentMethod.customer_id == _CUSTOMER)
    .order_by(PaymentMethod.position, PaymentMethod.id)
)
ADDRESSES = (
    select(Address.id, Address.is_default, Address.line1, Address.city)
    .where(Address.shop_id == _SHOP, Address.customer_id == _CUSTOMER)
    .where(or_(Address.line1.is_not(None), Address.city.is_not(None)))
    .order_by(Address.is_default.desc(), Address.id)
    .limit(MOST_ADDRESSES)
)
SKUS = (
    select(
        Sku.id,
        Sku.product_id,
        Sku.options,
        Sku.sellable,
        Sku.on_hand,
        Sku.reserved,
        Price.currency,
        Price.amount,
    )
    .join(Price, (Price.shop_id == Sku.shop_id) & (Price.sku_id == Sku.id))
    .where(Sku.shop_id == _SHOP, Sku.product_id.in_(bindparam("products", expanding=True, required=True)))
    .where(Price.currency.in_(bindparam("currencies", expanding=True, required=True)))
    .order_by(Sku.product_id, Sku.position, Sku.id)
)


@dataclass(frozen=True, slots=True)
class BookRows:
    """What the tables hold of one customer, each row by its column names."""

    orders: Sequence[RowMapping]
    """Newest first; `in_all` on each is how many there are, `parcels` how many parcels it went out in."""
    lines: Sequence[RowMapping]
    case_lines: Sequence[RowMapping]
    """Lines of the returns and exchanges that were not withdrawn."""
    payments: Sequence[RowMapping]
    methods: Sequence[RowMapping]
    addresses: Sequence[RowMapping]
    skus: Sequence[RowMapping]
    """Variants of the products of `lines` with a price in one of the orders' currencies."""


async def book_rows(session: AsyncSession, shop: ShopFacts, customer_id: CustomerId, most: int) -> BookRows:
    """The newest `most` orders of this customer, and what belongs to them."""
    given: dict[str, Any] = {"shop": shop.id, "customer": customer_id, "most": most}

    async def rows(statement: Executable) -> Sequence[RowMapping]:
        return (await session.execute(statement, given)).mappings().all()

    orders = await rows(ORDERS)
    given["orders"] = [row["id"] for row in orders]
    given["currencies"] = sorted({row["currency"] for row in orders})
    lines = await rows(LINES)
    given["products"] = sorted({row["product_id"] for row in lines})
    return BookRows(
        orders=orders,
        lines=lines,
        case_lines=await rows(CASE_LINES),
        payments=await rows(PAYMENTS),
        methods=await rows(METHODS),
        addresses=await rows(ADDRESSES),
        skus=await rows(SKUS),
    )
