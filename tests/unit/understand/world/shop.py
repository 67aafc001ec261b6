"""A small shop whose words the tests of this folder use."""

from __future__ import annotations

from functools import cache

from orderline.events.meaning import Entity
from orderline.events.speech import Expect
from orderline.orders.catalogue import ShopWords, SoldProduct
from orderline.orders.identifiers import Language
from orderline.orders.order import Text
from orderline.understand.normal import normalise
from orderline.understand.world import World, find_world_entities

COLORS = ("color", ("blue", "black", "green"))
WORDS = ShopWords(
    (
        SoldProduct(
            "kettle", Text("electric kettle", "电热水壶"), ("烧水壶",), (COLORS, ("capacity", ("500 ml", "1.5L")))
        ),
        SoldProduct("stove-kettle", Text("tea kettle", "煮茶水壶"), (), (("material", ("stainless steel", "glass")),)),
        SoldProduct(
            "keyboard",
            Text("mechanical keyboard", "机械键盘"),
            (),
            (("switch type", ("clicky", "linear")), ("backlight", ("RGB", "none")), ("size", ("60%", "full size"))),
        ),
        SoldProduct("shirt", Text("cotton T-shirt", "纯棉T恤"), ("短袖",), (COLORS, ("size", ("S", "M", "L", "XXL")))),
        SoldProduct(
            "shoes", Text("running shoes", "跑步鞋"), (), (("size", ("38", "39", "40")), ("waterproof", ("yes", "no")))
        ),
        SoldProduct(
            "bicycle", Text("mountain bicycle", "山地自行车"), (), (("frame size", ("small", "medium", "large")),)
        ),
        SoldProduct(
            "tablet",
            Text("tablet", "平板电脑"),
            (),
            (("screen size", ("10-inch", "8-inch")), ("storage", ("64GB", "128GB SSD"))),
        ),
        SoldProduct("lamp", Text("desk lamp", "台灯"), ("灯",), (("brightness", ("high", "low")),)),
        SoldProduct("gift-card", Text("e-gift card", "电子礼品卡"), ("gift card",)),
        SoldProduct(
            "heater", Text("", "美的（Midea）60升超薄电热水器3300W速热家用一级能效国家补贴以旧换新F6033-UD3"), ()
        ),
        SoldProduct(
            "heater-80", Text("", "美的（Midea）80升超薄电热水器3300W速热家用一级能效国家补贴以旧换新F8033-UD3"), ()
        ),
        SoldProduct("dumbbells", Text("dumbbell pair", "哑铃一对"), ()),
        SoldProduct("towels", Text("bath towels, set of two", "浴巾两条装"), ()),
    ),
    version=3,
)


@cache
def world() -> World:
    return World.of(WORDS)


def found(text: str, language: Language = "en", expect: Expect = Expect.OPEN) -> tuple[Entity, ...]:
    return find_world_entities(normalise(text), language, world(), expect)


def named(text: str, language: Language = "en", expect: Expect = Expect.OPEN) -> list[tuple[str, str]]:
    """Kinds and values."""
    return [(entity.kind.value, entity.value) for entity in found(text, language, expect)]
