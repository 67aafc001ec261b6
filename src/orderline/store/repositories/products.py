"""What the shop sells, by name: words the recogniser should know."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import Language, ShopId
from orderline.store.models import Product

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
