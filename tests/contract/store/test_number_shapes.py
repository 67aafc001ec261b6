from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update

from orderline.orders.identifiers import ShopId
from orderline.orders.shapes import NumberShapes
from orderline.store.models import Order
from orderline.store.repositories.shapes import number_shapes
from orderline.store.session import Database

pytestmark = pytest.mark.contract

SHOP = ShopId("demo")


async def test_what_numbers_look_like_is_learnt_from_the_newest_orders(
    url: str, open_database: Callable[..., Database]
) -> None:
    database = open_database(url)
    async with database.reading() as session:
        shapes = await number_shapes(session, SHOP)
    assert (shapes.order_prefix, shapes.order_lengths) == ("", (6,))
    assert set(shapes.postcodes) <= {"00000", "000000"}
    async with open_database(url, 20_000).writing() as session:
        renamed = update(Order).where(Order.shop_id == SHOP).values(number="#W" + Order.number, postcode="SW1A1AA")
        await session.execute(renamed)
    async with database.reading() as session:
        shapes = await number_shapes(session, SHOP)
    assert shapes.order_prefix == "W"
    assert shapes.postcodes == ("AA0A0AA",)


async def test_a_shop_without_orders_has_none(url: str, open_database: Callable[..., Database]) -> None:
    async with open_database(url).reading() as session:
        assert await number_shapes(session, ShopId("nobody")) == NumberShapes()
