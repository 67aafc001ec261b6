from __future__ import annotations

import json

import pytest
from tests.unit.understand.world.shop import found, named

from orderline.events.meaning import EntityKind
from orderline.events.speech import Expect
from orderline.orders.identifiers import LANGUAGES, Language
from orderline.orders.policy.facts import FACTS, REASONS
from orderline.understand.world.phrases import load_phrases

pytestmark = pytest.mark.unit

SAID: list[tuple[Language, str, tuple[str, str]]] = [
    ("en", "put it back on my PayPal", ("method", "paypal")),
    ("en", "to the original payment method", ("method", "original")),
    ("en", "use the card ending 4821", ("method", "last4:4821")),
    ("en", "the visa ending in four eight two one", ("method", "last4:4821")),
    ("en", "i ordered it by mistake", ("reason", "ordered_by_mistake")),
    ("en", "i don't need it any more", ("reason", "no_longer_needed")),
    ("en", "it stopped working after a day", ("reason", "faulty")),
    ("en", "it arrived broken", ("reason", "damaged")),
    ("en", "they sent me the wrong one", ("reason", "wrong_item")),
    ("en", "it's too small", ("reason", "wrong_size")),
    ("en", "it doesn't look like the picture", ("reason", "not_as_described")),
    ("en", "still in the box", ("condition", "unopened")),
    ("en", "i opened it", ("condition", "opened")),
    ("en", "the tags are still on", ("condition", "tags_on")),
    ("en", "i bought it in the app", ("channel", "app")),
    ("en", "the second one", ("choice", "2")),
    ("en", "both of them", ("choice", "both")),
    ("en", "the other one", ("choice", "other")),
    ("en", "the same as last time", ("choice", "same")),
    ("zh", "退到支付宝吧", ("method", "alipay")),
    ("zh", "原路退回", ("method", "original")),
    ("zh", "尾号四八二一的那张", ("method", "last4:4821")),
    ("zh", "不想要了", ("reason", "no_longer_needed")),
    ("zh", "我拍错了", ("reason", "ordered_by_mistake")),
    ("zh", "收到的时候就碎了", ("reason", "damaged")),
    ("zh", "发错货了", ("reason", "wrong_item")),
    ("zh", "有点小", ("reason", "wrong_size")),
    ("zh", "还没拆封", ("condition", "unopened")),
    ("zh", "已经拆开了", ("condition", "opened")),
    ("zh", "在抖音买的", ("channel", "douyin")),
    ("zh", "第二个", ("choice", "2")),
    ("zh", "两个都要", ("choice", "both")),
    ("zh", "另一个", ("choice", "other")),
]


@pytest.mark.parametrize(("language", "said", "expected"), SAID)
def test_what_is_the_same_in_every_shop(language: Language, said: str, expected: tuple[str, str]) -> None:
    assert expected in named(said, language)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "last week i bought something"), ("en", "first of all hello"), ("en", "i need to talk to someone")],
)
def test_what_only_sounds_like_a_choice(language: Language, said: str) -> None:
    assert named(said, language) == []


@pytest.mark.parametrize("said", ["取消订单774320,尾号5050", "手机尾号八八六六", "订单尾号6630"])
def test_the_end_of_a_phone_or_an_order_is_no_card(said: str) -> None:
    assert [kind for kind, _ in named(said, "zh") if kind == "method"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_are_those_the_policies_know(language: Language) -> None:
    by_kind: dict[EntityKind, set[str]] = {}
    for kind, value, _ in load_phrases(language).patterns:
        by_kind.setdefault(kind, set()).add(value)
    assert by_kind[EntityKind.REASON] == set(REASONS)
    assert by_kind[EntityKind.CONDITION] == set(FACTS["line.condition"].values)
    assert by_kind[EntityKind.CHANNEL] == set(FACTS["order.channel"].values)


ADDRESSES: list[tuple[Language, str, dict[str, str]]] = [
    (
        "en",
        "ship it to 445 Maple Drive, Suite 394, Fort Worth, Texas, 76165",
        {"line1": "445 Maple Drive", "line2": "Suite 394", "city": "Fort Worth", "region": "TX", "postcode": "76165"},
    ),
    (
        "en",
        "it's seven forty two evergreen terrace apartment 3 springfield illinois six two seven oh four",
        {
            "line1": "742 Evergreen Terrace",
            "line2": "Apartment 3",
            "city": "Springfield",
            "region": "IL",
            "postcode": "62704",
        },
    ),
    (
        "en",
        "101 Highway, Suite 5, New York, NY 10001, USA",
        {"line2": "Suite 5", "region": "NY", "postcode": "10001", "country": "USA"},
    ),
    (
        "zh",
        "地址改到上海市浦东新区人民路88号3栋402室",
        {"region": "上海市", "city": "上海市", "district": "浦东新区", "line1": "人民路88号", "line2": "3栋402室"},
    ),
    (
        "zh",
        "寄到浙江省杭州市西湖区文三路5号 310012",
        {"region": "浙江省", "city": "杭州市", "district": "西湖区", "line1": "文三路5号", "postcode": "310012"},
    ),
]


@pytest.mark.parametrize(("language", "said", "expected"), ADDRESSES)
def test_addresses_in_parts(language: Language, said: str, expected: dict[str, str]) -> None:
    (address,) = [one for one in found(said, language) if one.kind is EntityKind.ADDRESS]
    assert expected.items() <= json.loads(address.value).items()


def test_a_piece_of_an_address_counts_where_one_was_asked_for() -> None:
    assert named("Springfield", expect=Expect.ADDRESS) == [("address", '{"city": "Springfield"}')]
    assert named("springfield") == []
