"""What a product comes in, what it costs, and whether it is there. Reads only."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.events.answer import NoSuchProduct, ProductFacts, VariantFacts
from orderline.events.reading import ProductInfo
from orderline.orders.money import Money
from orderline.orders.order import Text
from orderline.store.models import Price, Product, Sku
from orderline.store.repositories.shops import ShopFacts


async def product_info(session: AsyncSession, shop: ShopFacts, query: ProductInfo) -> ProductFacts | NoSuchProduct:
    """Every variant on sale, in the shop's own order, at its price in one currency."""
    product = await session.get(Product, (shop.id, query.product_id))
    if product is None:
        return NoSuchProduct()
    rows = (
        await session.execute(
            select(Sku, Price.currency, Price.amount)
            .join(Price, (Price.shop_id == Sku.shop_id) & (Price.sku_id == Sku.id))
            .where(Sku.shop_id == shop.id, Sku.product_id == product.id, Sku.sellable)
            .order_by(Sku.position, Sku.id, Price.currency)
        )
    ).all()
    priced = {currency for _, currency, _ in rows}
    currency = query.currency if query.currency in priced else min(priced, default="")
    variants = tuple(
        VariantFacts(tuple(sku.options.items()), Money(amount, own), sku.on_hand is None or sku.on_hand > sku.reserved)
        for sku, own, amount in rows
        if own == currency
    )
    return ProductFacts(product.id, Text(product.name_en, product.name_zh), variants)
