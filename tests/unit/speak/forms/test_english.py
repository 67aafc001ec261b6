from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from orderline.events.decision import Counted, Days, Digits, Listed, Ordinal, Period, Spelled, Unit, Value
from orderline.orders.money import Money
from orderline.orders.order import ItemView, SalesChannel, Text
from orderline.speak.forms import When, forms_for

pytestmark = pytest.mark.unit

SATURDAY = date(2026, 11, 21)
WHEN = When(SATURDAY, ZoneInfo("America/New_York"))
EN = forms_for("en")
MUG = Text("stoneware mug", "陶瓷马克杯")


@pytest.mark.parametrize(
    ("value", "shown", "spoken"),
    [
        (Digits("4821"), "4821", "four eight two one"),
        (Digits("0070"), "0070", "zero zero seven zero"),
        (Digits("94103"), "94103", "nine four one zero three"),
        (Digits("482107"), "482107", "four eight two, one zero seven"),
        (Digits("W482-1073"), "W482-1073", "W four eight two, one zero seven three"),
        (Digits("SW1A 1AA"), "SW1A 1AA", "S W one, A one A A"),
        (0, "0", "zero"),
        (1, "1", "one"),
        (12, "12", "twelve"),
        (13, "13", "thirteen"),
        (1234, "1234", "one thousand two hundred and thirty-four"),
        ("6", "6", "six"),
        ("Gate 12", "Gate 12", "Gate twelve"),
        ("A4 paper", "A4 paper", "A four paper"),
        ("code 004821", "code 004821", "code zero zero four, eight two one"),
        ("open 9:05 to 18:00", "open 9:05 to 18:00", "open nine oh five to eighteen"),
        ("the 30th", "the 30th", "the thirtieth"),
        ("1,200 parts", "1,200 parts", "one thousand two hundred parts"),
        ("USB 3.10", "USB 3.10", "USB three point one zero"),
        ("1.5 l", "1.5 l", "one point five liters"),
        (Text("Depot 6", "六号仓"), "Depot 6", "Depot six"),
        (Money(24292, "USD"), "$242.92", "two hundred forty-two dollars and ninety-two cents"),
        (Money(100, "USD"), "$1", "one dollar"),
        (Money(1, "GBP"), "£0.01", "one penny"),
        (Money(921, "CNY"), "¥9.21", "nine point two one yuan"),
        (Money(-129905, "USD"), "-$1,299.05", "minus one thousand two hundred ninety-nine dollars and five cents"),
        (Listed(("lamp", "kettle", 3)), "lamp, kettle and 3", "lamp, kettle and three"),
        (Listed(("lamp",)), "lamp", "lamp"),
        (Spelled("sm-4"), "S M - 4", "S as in Sam, M as in Mary, dash, four"),
        (Ordinal(2), "second", "second"),
        (Ordinal(12), "12th", "twelfth"),
        (Counted(1, Unit.PIECE), "1 piece", "one piece"),
        (Counted(3, Unit.BUSINESS_DAY), "3 business days", "three business days"),
        (
            Days(date(2026, 11, 23), date(2026, 11, 25)),
            "from Monday, Nov 23 to Wednesday, Nov 25",
            "from Monday to Wednesday",
        ),
        (
            Period(datetime(2026, 11, 23, 14, tzinfo=UTC), datetime(2026, 11, 23, 16, 30, tzinfo=UTC)),
            "on Monday, Nov 23, 9 to 11:30 am",
            "on Monday from nine to eleven thirty AM",
        ),
        (SalesChannel.APP, "the app", "the app"),
        (SalesChannel.WEB, "the website", "the website"),
        (SalesChannel.DOUYIN, "Douyin", "Douyin"),
        (ItemView(MUG, 1), "stoneware mug", "the stoneware mug"),
        (ItemView(MUG, 2), "2 × stoneware mug", "two of the stoneware mug"),
        (
            ItemView(Text("kettle", "水壶"), 1, (("color", "blue"), ("capacity", "1 l"))),
            "kettle (blue, 1 l)",
            "the kettle in blue, one liter",
        ),
        (ItemView(Text("boots", "靴子"), 1, (("size", "40"),)), "boots (40)", "the boots, size forty"),
        (
            ItemView(Text("teapot", "茶壶"), 1, (("capacity", "500 ml"),)),
            "teapot (500 ml)",
            "the teapot, five hundred milliliters",
        ),
    ],
)  # fmt: skip
def test_each_kind_of_value_is_shown_and_spoken(value: Value, shown: str, spoken: str) -> None:
    assert (EN.shown(value, WHEN), EN.spoken(value, WHEN)) == (shown, spoken)


@pytest.mark.parametrize(
    ("day", "shown", "spoken"),
    [
        (date(2026, 11, 21), "today", "today"),
        (date(2026, 11, 22), "tomorrow", "tomorrow"),
        (date(2026, 11, 20), "yesterday", "yesterday"),
        (date(2026, 11, 23), "on Monday, Nov 23", "on Monday"),
        (date(2026, 11, 27), "on Friday, Nov 27", "on Friday"),
        (date(2026, 11, 28), "on Saturday, Nov 28", "on November twenty-eighth"),
        (date(2026, 11, 30), "on Monday, Nov 30", "on November thirtieth"),
        (date(2026, 11, 19), "on Thursday, Nov 19", "on Thursday"),
        (date(2026, 11, 15), "on Sunday, Nov 15", "on Sunday"),
        (date(2026, 11, 14), "on Saturday, Nov 14", "on November fourteenth"),
        (date(2027, 1, 4), "on Monday, Jan 4", "on January fourth"),
        (date(2027, 6, 1), "on Tuesday, Jun 1, 2027", "on June first, twenty twenty-seven"),
    ],
)
def test_a_day_brings_its_own_preposition(day: date, shown: str, spoken: str) -> None:
    assert (EN.shown(day, WHEN), EN.spoken(day, WHEN)) == (shown, spoken)


@pytest.mark.parametrize(
    ("moment", "shown", "spoken"),
    [
        (datetime(2026, 11, 21, 19, 0, tzinfo=UTC), "today at 2 pm", "today at two PM"),
        (datetime(2026, 11, 20, 15, 14, tzinfo=UTC), "yesterday at 10:14 am", "yesterday at ten fourteen AM"),
        (datetime(2026, 11, 21, 15, 5, tzinfo=UTC), "today at 10:05 am", "today at ten oh five AM"),
        (datetime(2026, 11, 21, 17, 0, tzinfo=UTC), "today at noon", "today at noon"),
        (datetime(2026, 11, 21, 5, 0, tzinfo=UTC), "today at midnight", "today at midnight"),
        (datetime(2026, 11, 21, 5, 30, tzinfo=UTC), "today at 12:30 am", "today at twelve thirty AM"),
        (datetime(2026, 11, 22, 3, 0, tzinfo=UTC), "today at 10 pm", "today at ten PM"),
        (datetime(2026, 11, 3, 15, 0, tzinfo=UTC), "on Tuesday, Nov 3 at 10 am", "on November third at ten AM"),
    ],
)
def test_a_moment_is_told_by_the_shops_clocks(moment: datetime, shown: str, spoken: str) -> None:
    assert (EN.shown(moment, WHEN), EN.spoken(moment, WHEN)) == (shown, spoken)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        EN.spoken(datetime(2026, 11, 21, 12, 0), WHEN)  # noqa: DTZ001
