from __future__ import annotations

import pytest

from orderline.understand.numbers import find_numbers

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("四八二九一三", ["482913"]),
        ("订单号是四八二九一三", ["482913"]),
        ("四八二九幺三", ["482913"]),
        ("洞幺两勾", ["0129"]),
        ("四个八", ["8888"]),
        ("三个零五", ["0005"]),
        ("四八 嗯 二一", ["4821"]),
        ("四八杠二一", ["4821"]),
        ("三百二十五", ["325"]),
        ("四千四百一十七", ["4417"]),
        ("四千零二十", ["4020"]),
        ("四十八万两千九百一十三", ["482913"]),
        ("四八要九一三", ["481913"]),
        ("四八把九一三", ["488913"]),
        ("482913手机4821", ["482913", "4821"]),
        ("四八二九一三,手机尾号一三五零", ["482913", "1350"]),
        ("四八二九一三不对,四八二九一四", ["482914"]),
        ("四八二九一三说错了是四八二九一四", ["482914"]),
        ("后四位是4821", ["4821"]),
        ("我要查快递", []),
        ("", []),
    ],
)
def test_digits_are_read_as_people_say_them(said: str, digits: list[str]) -> None:
    assert [reading.value for reading in find_numbers(said, "zh") if len(reading.value) > 1] == digits


@pytest.mark.parametrize("said", ["尾号4821", "后四位是四八二一", "最后四位四八二一", "末四位是4821"])
def test_the_words_say_when_only_the_end_is_given(said: str) -> None:
    assert [reading.is_suffix for reading in find_numbers(said, "zh")] == [True]
