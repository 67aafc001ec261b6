from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from orderline.events.decision import Counted, Days, Digits, Listed, Ordinal, Period, Spelled, Unit, Value
from orderline.orders.money import Money
from orderline.orders.order import ItemView, SalesChannel, Text
from orderline.speak.forms import When, forms_for

pytestmark = pytest.mark.unit

THURSDAY = date(2026, 11, 19)
WHEN = When(THURSDAY, ZoneInfo("Asia/Shanghai"))
ZH = forms_for("zh")
MUG = Text("stoneware mug", "陶瓷马克杯")


@pytest.mark.parametrize(
    ("value", "shown", "spoken"),
    [
        (Digits("4821"), "4821", "四八二幺"),
        (Digits("0070"), "0070", "零零七零"),
        (Digits("100080"), "100080", "幺零零，零八零"),
        (Digits("13812340000"), "13812340000", "幺三八，幺二三四，零零零零"),
        (Digits("W482"), "W482", "W四八二"),
        (0, "0", "零"),
        (1, "1", "一"),
        (2, "2", "两"),
        (12, "12", "十二"),
        (22, "22", "二十二"),
        (105, "105", "一百零五"),
        ("6", "6", "六"),
        ("2件商品", "2件商品", "两件商品"),
        ("第2件", "第2件", "第二件"),
        ("12件", "12件", "十二件"),
        ("2026年11月", "2026年11月", "二零二六年十一月"),
        ("9:30开门", "9:30开门", "九点半开门"),
        ("1,200元", "1,200元", "一千二百元"),
        ("2.50元", "2.50元", "二点五零元"),
        ("订单004821", "订单004821", "订单零零四，八二幺"),
        ("2 l", "2 l", "两升"),
        (Text("Depot 6", "6号仓"), "6号仓", "六号仓"),
        (Money(24292, "CNY"), "242.92元", "二百四十二元九角二分"),
        (Money(20005, "CNY"), "200.05元", "二百元零五分"),
        (Money(250, "CNY"), "2.50元", "两元五角"),
        (Money(20, "CNY"), "0.20元", "两角"),
        (Money(220000, "CNY"), "2,200元", "两千二百元"),
        (Money(4292, "USD"), "42.92美元", "四十二美元九十二美分"),
        (Money(1250, "CAD"), "12.50加元", "十二点五零加元"),
        (Listed(("台灯", "水壶", "杯子")), "台灯、水壶和杯子", "台灯、水壶和杯子"),
        (Spelled("sm"), "S M", "S，山姆的S；M，玛丽的M"),
        (Ordinal(2), "第2", "第二"),
        (Counted(2, Unit.PIECE), "2件", "两件"),
        (Counted(2, Unit.HOUR), "2个小时", "两个小时"),
        (Days(date(2026, 11, 22), date(2026, 11, 24)), "11月22日（周日）到11月24日（周二）", "周日到下周二"),
        (
            Period(datetime(2026, 11, 20, 3, tzinfo=UTC), datetime(2026, 11, 20, 5, 30, tzinfo=UTC)),
            "明天上午11点到下午1点30分",
            "明天上午十一点到下午一点半",
        ),
        (SalesChannel.APP, "App", "App"),
        (SalesChannel.WEB, "官网", "官网"),
        (SalesChannel.DOUYIN, "抖音", "抖音"),
        (ItemView(MUG, 1), "陶瓷马克杯", "一件陶瓷马克杯"),
        (ItemView(MUG, 2), "陶瓷马克杯 × 2", "两件陶瓷马克杯"),
        (ItemView(MUG, 2, (("color", "white"),)), "陶瓷马克杯（白色） × 2", "两件白色陶瓷马克杯"),
        (
            ItemView(Text("jacket", "夹克"), 1, (("color", "blue"), ("size", "M"))),
            "夹克（蓝色，M）",
            "一件蓝色夹克，尺码M",
        ),
        (ItemView(Text("teapot", "茶壶"), 1, (("capacity", "1.5 l"),)), "茶壶（1.5 l）", "一件茶壶，一点五升"),
    ],
)  # fmt: skip
def test_each_kind_of_value_is_shown_and_spoken(value: Value, shown: str, spoken: str) -> None:
    assert (ZH.shown(value, WHEN), ZH.spoken(value, WHEN)) == (shown, spoken)


@pytest.mark.parametrize(
    ("day", "shown", "spoken"),
    [
        (date(2026, 11, 19), "今天", "今天"),
        (date(2026, 11, 20), "明天", "明天"),
        (date(2026, 11, 21), "后天", "后天"),
        (date(2026, 11, 18), "昨天", "昨天"),
        (date(2026, 11, 17), "前天", "前天"),
        (date(2026, 11, 22), "11月22日（周日）", "周日"),
        (date(2026, 11, 16), "11月16日（周一）", "周一"),
        (date(2026, 11, 24), "11月24日（周二）", "下周二"),
        (date(2026, 11, 13), "11月13日（周五）", "上周五"),
        (date(2026, 11, 26), "11月26日", "十一月二十六号"),
        (date(2026, 11, 30), "11月30日", "十一月三十号"),
        (date(2027, 1, 4), "1月4日", "一月四号"),
        (date(2027, 6, 2), "2027年6月2日", "二零二七年六月二号"),
    ],
)
def test_a_day_is_named_as_people_name_it(day: date, shown: str, spoken: str) -> None:
    assert (ZH.shown(day, WHEN), ZH.spoken(day, WHEN)) == (shown, spoken)


@pytest.mark.parametrize(
    ("moment", "shown", "spoken"),
    [
        (datetime(2026, 11, 19, 6, 0, tzinfo=UTC), "今天下午2点", "今天下午两点"),
        (datetime(2026, 11, 18, 2, 14, tzinfo=UTC), "昨天上午10点14分", "昨天上午十点十四分"),
        (datetime(2026, 11, 19, 6, 30, tzinfo=UTC), "今天下午2点30分", "今天下午两点半"),
        (datetime(2026, 11, 19, 2, 5, tzinfo=UTC), "今天上午10点05分", "今天上午十点零五分"),
        (datetime(2026, 11, 18, 16, 0, tzinfo=UTC), "今天凌晨0点", "今天凌晨零点"),
        (datetime(2026, 11, 18, 23, 0, tzinfo=UTC), "今天早上7点", "今天早上七点"),
        (datetime(2026, 11, 19, 4, 2, tzinfo=UTC), "今天中午12点02分", "今天中午十二点零二分"),
        (datetime(2026, 11, 19, 12, 0, tzinfo=UTC), "今天晚上8点", "今天晚上八点"),
    ],
)
def test_a_moment_is_told_by_the_shops_clocks(moment: datetime, shown: str, spoken: str) -> None:
    assert (ZH.shown(moment, WHEN), ZH.spoken(moment, WHEN)) == (shown, spoken)
