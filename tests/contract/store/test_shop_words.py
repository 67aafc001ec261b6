from __future__ import annotations

import pytest

from orderline.events.speech import Expect
from orderline.orders.identifiers import ShopId
from orderline.store.repositories.products import shop_words
from orderline.store.session import Database
from orderline.understand.world import World, find_world_entities

pytestmark = [pytest.mark.contract, pytest.mark.asyncio]


async def test_the_words_of_the_demo_shop(database: Database) -> None:
    async with database.reading() as session:
        words = await shop_words(session, ShopId("demo"))
    kettle = next(product for product in words.products if product.product_id == "kettle")
    assert (kettle.name.en, kettle.name.zh) == ("electric kettle", "电热水壶")
    assert dict(kettle.options)["color"] == ("blue", "black", "white", "red")
    found = find_world_entities("the kettle in black", "en", World.of(words), Expect.OPEN)
    assert [entity.value for entity in found] == ["kettle", "color=black"]
