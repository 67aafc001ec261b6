from __future__ import annotations

import pytest

from orderline.events.meaning import Entity, EntityKind, Role
from orderline.orders.identifiers import Language
from orderline.understand.normal import normalise
from orderline.understand.roles import with_roles

pytestmark = pytest.mark.unit

_KINDS = {
    "product": ["lamp", "kettle", "jacket", "keyboard", "belt", "台灯", "水壶", "外套", "键盘", "皮带"],
    "option": [
        "blue",
        "green",
        "red",
        "black",
        "white",
        "medium",
        "large",
        "small",
        "蓝色",
        "绿色",
        "红色",
        "黑色",
        "大号",
        "中号",
        "小号",
    ],
    "method": ["paypal", "visa", "支付宝", "微信", "gift card"],
    "quantity": ["two", "three", "两件", "三件"],
    "date": ["monday", "tuesday", "周一", "周二"],
}
_SIZES = {"medium", "large", "small", "大号", "中号", "小号"}


def _found(text: str) -> list[Entity]:
    found = []
    for kind, words in _KINDS.items():
        for word in words:
            if word in text:
                value = word if kind != "option" else f"{'size' if word in _SIZES else 'color'}={word}"
                found.append(Entity(EntityKind(kind), value, word, 1.0))
    return found


def _roles(said: str, language: Language) -> dict[str, str]:
    text = normalise(said)
    return {entity.text: str(entity.role) for entity in with_roles(text, language, _found(text))}


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        ("not the blue one, the green", {"blue": "not", "green": "any"}),
        ("change it from blue to green", {"blue": "from", "green": "to"}),
        ("green instead of blue", {"blue": "from", "green": "to"}),
        ("i want green instead of blue", {"blue": "from", "green": "to"}),
        ("make it large and red", {"large": "to", "red": "to"}),
        ("make the lamp blue", {"lamp": "any", "blue": "to"}),
        ("exchange the jacket for a medium", {"jacket": "any", "medium": "to"}),
        ("swap the black keyboard for the white one", {"black": "from", "keyboard": "any", "white": "to"}),
        ("only the lamp, keep the kettle", {"lamp": "any", "kettle": "not"}),
        ("return everything except the belt", {"belt": "not"}),
        ("i want to return the lamp", {"lamp": "any"}),
        ("the lamp stays, return the kettle", {"lamp": "not", "kettle": "any"}),
        ("i'd like it in green instead", {"green": "to"}),
        ("could i have green instead", {"green": "to"}),
        ("i got the small one but i need a large", {"small": "from", "large": "to"}),
        ("three instead of two", {"three": "to", "two": "from"}),
        ("make it two", {"two": "to"}),
        ("switch from paypal to my visa", {"paypal": "from", "visa": "to"}),
        ("take it from my gift card", {"gift card": "to"}),
        ("put it on monday, sorry, i mean tuesday", {"monday": "not", "tuesday": "any"}),
        ("the large, no wait, the medium", {"large": "not", "medium": "any"}),
        ("don't return the lamp, return the kettle", {"lamp": "not", "kettle": "any"}),
        ("not the lamp or the kettle but the belt", {"lamp": "not", "kettle": "not", "belt": "any"}),
        ("change the keyboard to the small white one", {"keyboard": "any", "small": "to", "white": "to"}),
    ],
)
def test_english_roles(said: str, roles: dict[str, str]) -> None:
    assert _roles(said, "en") == roles


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        ("换成大号红色", {"大号": "to", "红色": "to"}),
        ("从蓝色换成绿色", {"蓝色": "from", "绿色": "to"}),
        ("不是蓝色的,要绿色的", {"蓝色": "not", "绿色": "to"}),
        ("只退台灯,水壶留着", {"台灯": "any", "水壶": "not"}),
        ("除了皮带都退", {"皮带": "not"}),
        ("外套换成中号", {"外套": "any", "中号": "to"}),
        ("收到的是小号,我要大号", {"小号": "from", "大号": "to"}),
        ("改成两件", {"两件": "to"}),
        ("改用支付宝", {"支付宝": "to"}),
        ("从支付宝扣", {"支付宝": "to"}),
        ("台灯不退,退水壶", {"台灯": "not", "水壶": "any"}),
        ("要红色而不是黑色", {"红色": "to", "黑色": "from"}),
        ("周一,不对,周二", {"周一": "not", "周二": "any"}),
        ("键盘黑色的换成红色的", {"键盘": "any", "黑色": "from", "红色": "to"}),
        ("我想退台灯和水壶", {"台灯": "any", "水壶": "any"}),
    ],
)
def test_chinese_roles(said: str, roles: dict[str, str]) -> None:
    assert _roles(said, "zh") == roles


def test_a_role_that_is_there_stays() -> None:
    entity = Entity(EntityKind.OPTION, "color=blue", "blue", 1.0, role=Role.FROM)
    assert with_roles("make it blue", "en", [entity]) == (entity,)


def test_entities_come_in_the_order_said() -> None:
    entities = [Entity(EntityKind.OPTION, "color=blue", "blue", 1.0), Entity(EntityKind.PRODUCT, "1", "lamp", 1.0)]
    assert [entity.text for entity in with_roles("the lamp in blue", "en", entities)] == ["lamp", "blue"]


def test_words_that_do_not_stand_in_the_sentence_get_no_role() -> None:
    entity = Entity(EntityKind.PRODUCT, "1", "toaster", 1.0)
    assert with_roles("keep the lamp", "en", [entity]) == (entity,)
