"""What the shop sells, by name: words the recogniser should know."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.catalogue import ShopWords, SoldProduct
from orderline.orders.identifiers import Language, ShopId
from orderline.orders.order import Text
from orderline.store.models import CatalogueMark, Product, Sku

MOST = 2_000
"""Names taken of each language; a larger vocabulary hears worse. A choice: several times the largest demo."""


async def product_names(session: AsyncSession, shop: ShopId) -> dict[Language, tuple[str, ...]]:
    """The names of this shop's products, each once, by language."""
    query = select(Product.name_en, Product.name_zh).where(Product.shop_id == shop).limit(MOST)
    rows = (await session.execute(query)).all()
    return {
        "en": tuple(dict.fromkeys(row.name_en for row in rows if row.name_en)),
        "zh": tuple(dict.fromkeys(row.name_zh for row in rows if row.name_zh)),
    }


async def catalogue_version(session: AsyncSession, shop: ShopId) -> int:
    """A number that grows with every change of the shop's products; 0 where it never had any."""
    query = select(CatalogueMark.version).where(CatalogueMark.shop_id == shop)
    return (await session.scalars(query)).one_or_none() or 0


async def names_of_products(session: AsyncSession, shop: ShopId) -> list[tuple[str, tuple[str, ...]]]:
    """Every product's key, and all the names it goes by."""
    query = select(Product.id, Product.name_en, Product.name_zh, Product.aliases).where(Product.shop_id == shop)
    return [(key, (en, zh, *aliases)) for key, en, zh, aliases in (await session.execute(query)).all()]


async def shop_words(session: AsyncSession, shop: ShopId) -> ShopWords:
    """Every product of the shop with its names and option values, in the shop's own order: some 0.1 s for 5,000."""
    version = await catalogue_version(session, shop)
    variants = select(Sku.product_id, Sku.options).where(Sku.shop_id == shop).order_by(Sku.position, Sku.id)
    options: dict[str, dict[str, dict[str, None]]] = {}
    for product_id, values in (await session.execute(variants)).all():
        for name, value in values.items():
            options.setdefault(product_id, {}).setdefault(name, {})[str(value)] = None
    query = (
        select(Product.id, Product.name_en, Product.name_zh, Product.aliases)
        .where(Product.shop_id == shop)
        .order_by(Product.position, Product.id)
    )
    products = tuple(
        SoldProduct(
            product_id,
            Text(en, zh),
            tuple(aliases),
            tuple((name, tuple(values)) for name, values in options.get(product_id, {}).items()),
        )
        for product_id, en, zh, aliases in (await session.execute(query)).all()
    )
    return ShopWords(products, version)
