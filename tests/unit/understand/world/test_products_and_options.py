from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.understand.world.shop import WORDS, found, named, world

from orderline.events.meaning import EntityKind
from orderline.events.speech import Expect
from orderline.orders.catalogue import ShopWords, SoldProduct
from orderline.orders.identifiers import Language
from orderline.orders.order import Text
from orderline.understand.world import World, find_world_entities

pytestmark = pytest.mark.unit

SAID: list[tuple[Language, str, list[tuple[str, str]]]] = [
    ("en", "the keyboard", [("product", "keyboard")]),
    ("en", "my key board", [("product", "keyboard")]),
    ("en", "two t-shirts", [("product", "shirt")]),
    ("en", "the tshirt and the towels", [("product", "shirt"), ("product", "towels")]),
    ("en", "my electric kettle", [("product", "kettle")]),
    ("en", "the tea kettle in stainless steel", [("product", "stove-kettle"), ("option", "material=stainless steel")]),
    ("en", "i want to return the bike", [("product", "bicycle")]),
    ("en", "the keyboad please", [("product", "keyboard")]),
    ("en", "the dumbbells", [("product", "dumbbells")]),
    ("en", "clicky switches", [("option", "switch type=clicky")]),
    ("en", "no backlight", [("option", "backlight=none")]),
    ("en", "are the shoes waterproof", [("product", "shoes"), ("option", "waterproof=yes")]),
    ("en", "running shoes that are not waterproof", [("product", "shoes"), ("option", "waterproof=no")]),
    ("en", "the shoes in size thirty nine", [("product", "shoes"), ("option", "size=39")]),
    ("en", "one point five litres", [("option", "capacity=1.5L")]),
    ("en", "the ten inch tablet with sixty four gigs",
     [("option", "screen size=10-inch"), ("product", "tablet"), ("option", "storage=64GB")]),
    ("en", "a shirt, medium, in blue", [("product", "shirt"), ("option", "size=M"), ("option", "color=blue")]),
    ("en", "the bicycle with a medium frame", [("product", "bicycle"), ("option", "frame size=medium")]),
    ("en", "high brightness", [("option", "brightness=high")]),
    ("en", "not the blue one, the green", [("option", "color=blue"), ("option", "color=green")]),
    ("en", "i have 39 reasons to be unhappy with the high price", []),
    ("en", "where is my order", []),
    ("en", "can i talk about my phone number", []),
    ("zh", "我的水壶到哪里了", [("product", "kettle")]),
    ("zh", "我想退那个键盘", [("product", "keyboard")]),
    ("zh", "我的灯坏了", [("product", "lamp"), ("reason", "faulty")]),
    ("zh", "蓝色的大号T恤", [("option", "color=blue"), ("option", "size=L"), ("product", "shirt")]),
    ("zh", "鞋换成三十九码的", [("option", "size=39")]),
    ("zh", "六十升的那个热水器", [("product", "heater")]),
    ("zh", "台登", [("product", "lamp")]),
    ("zh", "国家补贴和以旧换新怎么弄", []),
    ("zh", "我的订单到哪了", []),
]  # fmt: skip


@pytest.mark.parametrize(("language", "said", "expected"), SAID)
def test_what_a_sentence_names(language: Language, said: str, expected: list[tuple[str, str]]) -> None:
    assert named(said, language) == expected


def test_what_may_be_several_things_has_them_all() -> None:
    (kettle,) = found("the kettle")
    assert {kettle.value, *kettle.alternatives} == {"kettle", "stove-kettle"}
    (heater,) = found("热水器", "zh")
    assert {heater.value, *heater.alternatives} == {"heater", "heater-80"}


def test_the_product_decides_which_option_a_word_is() -> None:
    _, medium = found("the bicycle in medium")
    assert (medium.value, medium.alternatives) == ("frame size=medium", ("size=M",))
    (alone,) = found("medium")
    assert {alone.value, *alone.alternatives} == {"frame size=medium", "size=M"}


def test_a_bare_number_is_a_size_only_where_it_was_asked_for() -> None:
    assert named("39", expect=Expect.DETAIL) == [("option", "size=39")]
    assert named("39") == []


def test_a_sound_alike_is_less_sure_than_the_word_itself() -> None:
    (exact,), (alike,) = found("the keyboard"), found("the keyboad")
    assert alike.confidence < exact.confidence


@given(st.text(max_size=700), st.sampled_from(["en", "zh"]), st.sampled_from(list(Expect)))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text: str, language: Language, expect: Expect) -> None:
    for entity in find_world_entities(text, language, world(), expect):
        assert entity.text in text
        assert 0 < entity.confidence <= 1


@pytest.mark.parametrize("product", [p for p in WORDS.products if p.name.en], ids=lambda p: p.product_id)
def test_every_product_is_found_by_its_whole_name(product: SoldProduct) -> None:
    for language, name in (("en", product.name.en), ("zh", product.name.zh)):
        products = [one for one in found(name, language) if one.kind is EntityKind.PRODUCT]  # type: ignore[arg-type]
        assert product.product_id in (products[0].value, *products[0].alternatives)


def test_five_thousand_products_are_read_in_two_milliseconds() -> None:
    nouns = ["kettle", "lamp", "mouse", "keyboard", "shirt", "jacket", "mug", "chair", "speaker", "watch"]
    kinds = ["electric", "wireless", "smart", "cotton", "wool", "steel", "glass", "travel", "desk", "retro"]
    words = ShopWords(
        tuple(
            SoldProduct(str(at), Text(f"{kinds[at % 10]} {kinds[at // 7 % 10]} {nouns[at // 11 % 10]}", "无线鼠标"))
            for at in range(5000)
        )
    )
    large = World.of(words)

    def best(text: str, language: Language, times: int = 20) -> float:
        spent = []
        for _ in range(times):
            start = time.perf_counter()
            find_world_entities(text, language, large, Expect.OPEN)
            spent.append(time.perf_counter() - start)
        return min(spent) * 1000

    assert best("i want to return the wireless desk lamp and the kettle i bought", "en") < 2
    assert best("我想退那个无线鼠标", "zh") < 2
