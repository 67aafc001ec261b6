"""An order with everything a change of it must look at: lines, payments, the customer's methods, products, coupons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import CustomerId, OrderId
from orderline.store.models import Order, OrderCoupon, OrderLine, Payment, PaymentMethod, Price, Product, Sku
from orderline.store.repositories.shops import ShopFacts

THIS_SHOP: BindParameter[Any] = bindparam("shop")
THIS_ORDER: BindParameter[Any] = bindparam("order")
ORDER = select(Order).where(Order.shop_id == THIS_SHOP, Order.id == THIS_ORDER)
LINES = (
    select(OrderLine, Product)
    .outerjoin(Product, (Product.shop_id == OrderLine.shop_id) & (Product.id == OrderLine.product_id))
    .where(OrderLine.shop_id == THIS_SHOP, OrderLine.order_id == THIS_ORDER)
    .order_by(OrderLine.line_no)
)
PAYMENTS = select(Payment).where(Payment.shop_id == THIS_SHOP, Payment.order_id == THIS_ORDER).order_by(Payment.seq)
METHODS = (
    select(PaymentMethod)
    .where(PaymentMethod.shop_id == THIS_SHOP, PaymentMethod.customer_id == bindparam("customer"))
    .order_by(PaymentMethod.position)
)
COUPONS = select(OrderCoupon).where(OrderCoupon.shop_id == THIS_SHOP, OrderCoupon.order_id == THIS_ORDER)
VERSIONS = select(Order.id, Order.version).where(
    Order.shop_id == THIS_SHOP, Order.id.in_(bindparam("orders", expanding=True))
)


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
    this = {"shop": shop.id, "order": order_id}
    order = (await session.scalars(ORDER, this)).one_or_none()
    if order is None or (customer_id is not None and order.customer_id != customer_id):
        return None
    sold = (await session.execute(LINES, this)).all()
    payments = await session.scalars(PAYMENTS, this)
    methods = await session.scalars(METHODS, {"shop": shop.id, "customer": order.customer_id})
    coupons = await session.scalars(COUPONS, this)
    return ChangeableOrder(
        order,
        tuple(line for line, _ in sold),
        tuple(payments),
        {method.id: method for method in methods},
        {product.id: product for _, product in sold if product is not None},
        tuple(coupons),
    )


async def order_versions(session: AsyncSession, shop: ShopFacts, order_ids: Sequence[OrderId]) -> dict[str, int]:
    """Order → its version now, for each that is there."""
    if not order_ids:
        return {}
    found = await session.execute(VERSIONS, {"shop": shop.id, "orders": list(order_ids)})
    return {row.id: row.version for row in found}


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
