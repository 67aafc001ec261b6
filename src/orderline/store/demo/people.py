"""Who buys at the demo shop: made-up people in the United States and in China."""

from __future__ import annotations

import random
from dataclasses import dataclass


def _words(text: str, separator: str | None = None) -> tuple[str, ...]:
    return tuple(text.split(separator))


US_FIRST = _words(
    "Emma Liam Olivia Noah Ava James Sophia Lucas Mia Ethan Grace Daniel Chloe Henry Zoe Samuel Lily Owen Nora Leo "
    "Ruby Isaac Hazel Miles Clara Felix Alice Simon Julia Marcus"
)
US_LAST = _words(
    "Chen Miller Garcia Johnson Nguyen Brown Davis Lopez Wilson Clark Lewis Walker Hall Young King Wright Scott Hill "
    "Green Baker Adams Nelson Carter Mitchell Perez Turner Parker Collins Murphy Bailey"
)
ZH_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
ZH_GIVEN = _words(
    "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀英 建国 晓雨 子涵 雨桐 浩然 欣怡 梓轩 思远 佳宁 若曦"
)
US_STREETS = _words(
    "Maple Ave|Oak St|Pine St|Market St|Lakeview Dr|Cedar Ln|Sunset Blvd|Mission St|Hill Rd|River Rd", "|"
)
US_CITIES = (
    ("San Francisco", "CA", "941"),
    ("Oakland", "CA", "946"),
    ("Seattle", "WA", "981"),
    ("Denver", "CO", "802"),
    ("Austin", "TX", "787"),
    ("Chicago", "IL", "606"),
    ("New York", "NY", "100"),
    ("Boston", "MA", "021"),
    ("Portland", "OR", "972"),
    ("Atlanta", "GA", "303"),
)
ZH_STREETS = _words("人民路 解放路 中山路 建设路 文化路 和平路 朝阳路 长江路 花园街 学院路")
ZH_CITIES = (
    ("北京市", "朝阳区", "1000"),
    ("上海市", "浦东新区", "2001"),
    ("广州市", "天河区", "5106"),
    ("深圳市", "南山区", "5180"),
    ("杭州市", "西湖区", "3100"),
    ("成都市", "武侯区", "6100"),
    ("武汉市", "洪山区", "4300"),
    ("南京市", "鼓楼区", "2100"),
    ("西安市", "雁塔区", "7100"),
    ("长沙市", "岳麓区", "4100"),
)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A customer of the demo shop."""

    key: str
    name: str
    email: str
    phone: str
    """Digits, without country code."""
    language: str
    line1: str
    line2: str
    city: str
    region: str
    postcode: str
    country: str

    @property
    def jurisdiction(self) -> str:
        """Whose consumer law their orders are under."""
        return "CN" if self.country == "中国" else "US"


def american(rng: random.Random, key: str, taken_tails: set[str]) -> DemoPerson:
    """A person in the United States."""
    city, region, prefix = rng.choice(US_CITIES)
    name = f"{rng.choice(US_FIRST)} {rng.choice(US_LAST)}"
    return DemoPerson(
        key=key,
        name=name,
        email=f"{name.lower().replace(' ', '.')}.{key[2:]}@example.com",
        phone=f"{rng.choice(('415', '206', '303', '512', '312', '617'))}555{_tail(rng, taken_tails)}",
        language="zh" if rng.random() < 0.1 else "en",
        line1=f"{rng.randint(1, 2400)} {rng.choice(US_STREETS)}",
        line2=f"Apt {rng.randint(1, 40)}" if rng.random() < 0.4 else "",
        city=city,
        region=region,
        postcode=f"{prefix}{rng.randint(1, 99):02d}",
        country="USA",
    )


def chinese(rng: random.Random, key: str, taken_tails: set[str]) -> DemoPerson:
    """A person in China."""
    city, district, prefix = rng.choice(ZH_CITIES)
    return DemoPerson(
        key=key,
        name=rng.choice(ZH_FAMILY) + rng.choice(ZH_GIVEN),
        email=f"kehu{key[2:]}@example.cn",
        phone=f"{rng.choice(('138', '139', '150', '186', '177'))}0013{_tail(rng, taken_tails)}",
        language="zh",
        line1=f"{district}{rng.choice(ZH_STREETS)}{rng.randint(1, 300)}号",
        line2=f"{rng.randint(1, 12)}栋{rng.randint(1, 30)}0{rng.randint(1, 4)}室",
        city=city,
        region=city,
        postcode=f"{prefix}{rng.randint(0, 99):02d}",
        country="中国",
    )


def _tail(rng: random.Random, taken: set[str]) -> str:
    while (tail := f"{rng.randint(0, 9999):04d}") in taken:
        pass
    return tail
