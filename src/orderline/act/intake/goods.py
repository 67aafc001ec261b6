"""Products and stock, pushed by whoever counts them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from orderline.act.intake.looking import Taking
from orderline.act.intake.refused import BadRow
from orderline.act.intake.rows import ProductRow, StockRow
from orderline.store.models import Price, Product, Sku
from orderline.store.upsert import put


async def take_products(at: Taking, rows: Sequence[ProductRow]) -> None:
    """Check all products; write them with their variants and prices where none is refused."""
    at.once((row.id for row in rows), "id")
    wanted = {sku.id for row in rows for sku in row.skus}
    query = select(Sku.id, Sku.product_id).where(Sku.shop_id == at.shop.id, Sku.id.in_(wanted))
    owner = {found.id: found.product_id for found in await at.session.execute(query)}
    for index, row in enumerate(rows):
        for place, sku in enumerate(row.skus):
            if owner.setdefault(sku.id, row.id) != row.id:
                at.refuse(index, BadRow.OTHER_PRODUCT, f"skus[{place}].id")
    if at.refused:
        return
    own = {"shop_id": at.shop.id}
    await put(at.session, Product, [
        {**own, "id": row.id, "name_en": row.name.en, "name_zh": row.name.zh, "tags": list(row.tags),
         "aliases": list(row.aliases)}
        for row in rows
    ])  # fmt: skip
    await put(at.session, Sku, [
        {**own, "id": sku.id, "product_id": row.id, "options": dict(sku.options), "sellable": sku.sellable}
        for row in rows for sku in row.skus
    ])  # fmt: skip
    await put(at.session, Price, [
        {**own, "sku_id": sku.id, "currency": price.currency, "amount": price.amount}
        for row in rows for sku in row.skus for price in sku.prices
    ])  # fmt: skip


async def take_stock(at: Taking, rows: Sequence[StockRow]) -> None:
    """Check all counts; write them where none is refused."""
    at.once((row.sku for row in rows), "sku")
    query = select(Sku.id, Sku.reserved).where(Sku.shop_id == at.shop.id, Sku.id.in_({row.sku for row in rows}))
    reserved = {
        found.id: found.reserved for found in await at.session.execute(query.order_by(Sku.id).with_for_update())
    }
    for index, row in enumerate(rows):
        if row.sku not in reserved:
            at.refuse(index, BadRow.UNKNOWN_SKU, "sku")
        elif row.on_hand is not None and row.on_hand < reserved[row.sku]:
            at.refuse(index, BadRow.RESERVED, "on_hand", f"{reserved[row.sku]} are")
    if at.refused:
        return
    for row in rows:
        await at.session.execute(
            update(Sku)
            .where(Sku.shop_id == at.shop.id, Sku.id == row.sku)
            .values(on_hand=row.on_hand, sellable=row.sellable)
        )
