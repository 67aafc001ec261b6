"""An order with everything a change of it must look at: lines, payments, the customer's methods, products, coupons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import CustomerId, OrderId
from orderline.store.models import Order, OrderCoupon, OrderLine, Payment, PaymentMethod, Price, Product, Sku
from orderline.store.repositories.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class ChangeableOrder:
    """One order's rows, as they are inside this transaction."""

    order: Order
    lines: tuple[OrderLine, ...]
    """By line number."""
    payments: tuple[Payment, ...]
    """Oldest first."""
    methods: Mapping[str, PaymentMethod]
    """What the customer has on file, by id."""
    products: Mapping[str, Product]
    """Every product in the order, by id."""
    coupons: tuple[OrderCoupon, ...]
    """What it was paid with, besides money."""

    def line(self, line_no: int) -> OrderLine | None:
        """The line of that number."""
        return next((line for line in self.lines if line.line_no == line_no), None)


@dataclass(frozen=True, slots=True)
class OfferedSku:
    """A variant as it is sold now."""

    sku: Sku
    product: Product
    price: int | None
    """Minor units of the currency asked for; None: not sold in it."""

    @property
    def on_sale(self) -> bool:
        """Whether one more of it can be had."""
        counted = self.sku.on_hand is None or self.sku.on_hand > self.sku.reserved
        return self.sku.sellable and counted and self.price is not None


async def changeable(
    session: AsyncSession, shop: ShopFacts, order_id: OrderId, customer_id: CustomerId | None
) -> ChangeableOrder | None:
    """The order with what belongs to it; None where there is none, or it is another customer's.

    `customer_id` None looks at no owner: for people of the shop, never for callers.
    """
    order = await session.get(Order, (shop.id, order_id))
    if order is None or (customer_id is not None and order.customer_id != customer_id):
        return None
    lines = await session.scalars(
        select(OrderLine)
        .where(OrderLine.shop_id == shop.id, OrderLine.order_id == order_id)
        .order_by(OrderLine.line_no)
    )
    payments = await session.scalars(
        select(Payment).where(Payment.shop_id == shop.id, Payment.order_id == order_id).order_by(Payment.seq)
    )
    found = await session.scalars(
        select(PaymentMethod)
        .where(PaymentMethod.shop_id == shop.id, PaymentMethod.customer_id == order.customer_id)
        .order_by(PaymentMethod.position)
    )
    kept = tuple(lines)
    products = await session.scalars(
        select(Product).where(Product.shop_id == shop.id, Product.id.in_({line.product_id for line in kept}))
    )
    coupons = await session.scalars(
        select(OrderCoupon).where(OrderCoupon.shop_id == shop.id, OrderCoupon.order_id == order_id)
    )
    return ChangeableOrder(
        order,
        kept,
        tuple(payments),
        {method.id: method for method in found},
        {product.id: product for product in products},
        tuple(coupons),
    )


async def order_versions(session: AsyncSession, shop: ShopFacts, order_ids: Sequence[OrderId]) -> dict[str, int]:
    """Order → its version now, for each that is there."""
    query = select(Order.id, Order.version).where(Order.shop_id == shop.id, Order.id.in_(order_ids))
    return {row.id: row.version for row in await session.execute(query)} if order_ids else {}


async def offered(session: AsyncSession, shop: ShopFacts, sku_id: str, currency: str) -> OfferedSku | None:
    """The variant `sku_id` with its product and its price in `currency`; None where the shop does not know it."""
    query = (
        select(Sku, Product, Price.amount)
        .join(Product, (Product.shop_id == Sku.shop_id) & (Product.id == Sku.product_id))
        .outerjoin(Price, (Price.shop_id == Sku.shop_id) & (Price.sku_id == Sku.id) & (Price.currency == currency))
        .where(Sku.shop_id == shop.id, Sku.id == sku_id)
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else OfferedSku(row[0], row[1], row[2])
