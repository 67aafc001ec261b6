"""Chinese, shown and spoken.

Days are 今天, 明天, 后天, 昨天, 前天, then the weekday: 周二 in the running week (Monday to Sunday), 下周二 or 上周二
in the next or last one; then month and day. Order and phone digits are read one by one with 幺 for 1, as people do on
the telephone; 2 before a measure word is 两.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import ClassVar

import cn2an

from orderline.events.decision import Counted, Unit
from orderline.orders.identifiers import Language
from orderline.orders.money import Money
from orderline.orders.order import ItemView, SalesChannel
from orderline.speak.forms.grouping import grouped
from orderline.speak.forms.money import chinese_amount, shown_in_chinese, spoken_in_chinese
from orderline.speak.forms.spelling import spelled_in_chinese
from orderline.speak.forms.values import NAMED_WEEKDAY_DAYS, NEAREST_YEAR_DAYS, Forms, When

_TELEPHONE_DIGITS = "零幺二三四五六七八九"
_DIGITS = "零一二三四五六七八九"
_NEAR = {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"}
_WEEKS = {-7: "上", 0: "", 7: "下"}
"""By the days from this week's Monday to the Monday of the day named."""
_WEEKDAYS = "一二三四五六日"
_CHANNELS = {SalesChannel.APP: "App", SalesChannel.WEB: "官网", SalesChannel.DOUYIN: "抖音"}
_UNITS = {"l": "升", "ml": "毫升", "g": "克", "kg": "公斤", "cm": "厘米", "mm": "毫米"}
_COLORS = {
    "blue": "蓝色", "black": "黑色", "white": "白色", "red": "红色", "grey": "灰色", "gray": "灰色", "green": "绿色",
    "yellow": "黄色", "orange": "橙色", "pink": "粉色", "purple": "紫色", "brown": "棕色", "silver": "银色",
    "gold": "金色",
}  # fmt: skip
_COUNTED = {
    Unit.PIECE: "件", Unit.ORDER: "个订单", Unit.PARCEL: "个包裹", Unit.MINUTE: "分钟", Unit.HOUR: "个小时",
    Unit.DAY: "天", Unit.BUSINESS_DAY: "个工作日", Unit.WEEK: "周", Unit.MONTH: "个月",
}  # fmt: skip
_MEASURE = re.compile(rf"(?<![\w.])(\d+(?:\.\d+)?) ?({'|'.join(_UNITS)})(?![a-z])", re.ASCII)
_MEASURE_WORDS = "件个单位天次份只条双台张本瓶盒箱包套把年周秒分小种块元角"
"""What 2 is counted with, where it is said 两."""
_NUMBER = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?!\d)"
    r"|(?P<year>\d{4})(?=年)"
    rf"|(?<![第\d.])(?P<pair>2)(?=[{_MEASURE_WORDS}])"
    r"|(?P<thousands>\d{1,3}(?:,\d{3})+)(?!\d)"
    r"|(?P<decimal>\d+\.\d+)"
    r"|(?P<whole>\d+)",
    re.ASCII,
)
_LONGEST_CARDINAL = 4
"""Digits of a number in running text up to which it is read as a number; longer ones are codes. Source: own choice."""
_HALF_HOUR = 30


class ChineseForms(Forms):
    """Mandarin."""

    language: ClassVar[Language] = "zh"

    def words(self, text: str) -> str:
        return _NUMBER.sub(self._number, _MEASURE.sub(lambda found: _measured(found[1], found[2]), text))

    def digits(self, value: str) -> str:
        kept = "".join(char for char in value if char.isalnum()).upper()
        return "，".join("".join(_character(char) for char in group) for group in grouped(kept))

    def count(self, number: int) -> str:
        return "两" if number == 2 else _cardinal(number)

    def channel(self, channel: SalesChannel) -> str:
        return _CHANNELS[channel]

    def shown_day(self, day: date, when: When) -> str:
        away = when.days_to(day)
        if away in _NEAR:
            return _NEAR[away]
        year = "" if abs(away) <= NEAREST_YEAR_DAYS else f"{day.year}年"
        weekday = f"（周{_WEEKDAYS[day.weekday()]}）" if abs(away) <= NAMED_WEEKDAY_DAYS else ""
        return f"{year}{day.month}月{day.day}日{weekday}"

    def spoken_day(self, day: date, when: When) -> str:
        away = when.days_to(day)
        if away in _NEAR:
            return _NEAR[away]
        if abs(away) <= NAMED_WEEKDAY_DAYS:
            return f"{_WEEKS[(_monday(day) - _monday(when.today)).days]}周{_WEEKDAYS[day.weekday()]}"
        year = "" if abs(away) <= NEAREST_YEAR_DAYS else f"{_one_by_one(str(day.year))}年"
        return f"{year}{_cardinal(day.month)}月{_cardinal(day.day)}号"

    def shown_moment(self, local: datetime, when: When) -> str:
        minutes = f"{local.minute:02}分" if local.minute else ""
        return f"{self.shown_day(local.date(), when)}{_part_of_day(local.hour)}{_hour(local.hour)}点{minutes}"

    def spoken_moment(self, local: datetime, when: When) -> str:
        hour = self.count(_hour(local.hour))
        return f"{self.spoken_day(local.date(), when)}{_part_of_day(local.hour)}{hour}点{_minutes(local.minute)}"

    def shown_item(self, item: ItemView) -> str:
        options = "，".join(_COLORS.get(value, value) for _, value in item.options)
        times = f" × {item.quantity}" if item.quantity > 1 else ""
        return f"{item.name.zh}（{options}）{times}" if options else f"{item.name.zh}{times}"

    def spoken_item(self, item: ItemView) -> str:
        """件 counts whatever a shop sells: 两件蓝色陶瓷杯; 一件蓝色电热水壶，一升."""
        colors = [_COLORS[value] for _, value in item.options if value in _COLORS]
        others = [self._option(option, value) for option, value in item.options if value not in _COLORS]
        counted = f"{self.count(item.quantity)}件{''.join(colors)}{self.words(item.name.zh)}"
        return "，".join((counted, *others))

    def shown_money(self, money: Money) -> str:
        return shown_in_chinese(money)

    def spoken_money(self, money: Money) -> str:
        return spoken_in_chinese(money)

    def days(self, first: str, last: str) -> str:
        return f"{first}到{last}"

    def shown_period(self, start: datetime, end: datetime, when: When) -> str:
        if start.date() != end.date():
            return self.days(self.shown_moment(start, when), self.shown_moment(end, when))
        minutes = f"{end.minute:02}分" if end.minute else ""
        return f"{self.shown_moment(start, when)}到{_later_part(start, end)}{_hour(end.hour)}点{minutes}"

    def spoken_period(self, start: datetime, end: datetime, when: When) -> str:
        if start.date() != end.date():
            return self.days(self.spoken_moment(start, when), self.spoken_moment(end, when))
        hour = self.count(_hour(end.hour))
        return f"{self.spoken_moment(start, when)}到{_later_part(start, end)}{hour}点{_minutes(end.minute)}"

    def spoken_spelled(self, value: str) -> str:
        return spelled_in_chinese(value)

    def shown_ordinal(self, number: int) -> str:
        return f"第{number}"

    def spoken_ordinal(self, number: int) -> str:
        return f"第{_cardinal(number)}"

    def shown_counted(self, counted: Counted) -> str:
        return f"{counted.number}{_COUNTED[counted.unit]}"

    def spoken_counted(self, counted: Counted) -> str:
        return f"{chinese_amount(counted.number)}{_COUNTED[counted.unit]}"

    def listed(self, forms: Sequence[str]) -> str:
        """台灯、水壶和马克杯; semicolons where a value has a comma of its own."""
        comma = "；" if any("，" in form for form in forms) else "、"
        return "和".join(filter(None, (comma.join(forms[:-1]), *forms[-1:])))

    def _option(self, option: str, value: str) -> str:
        return f"尺码{self.words(value)}" if option == "size" else self.words(value)

    def _number(self, found: re.Match[str]) -> str:
        if found["hour"]:
            return f"{self.count(int(found['hour']))}点{_minutes(int(found['minute']))}"
        if found["year"]:
            return _one_by_one(found["year"])
        if found["pair"]:
            return "两"
        if found["thousands"]:
            return _cardinal(int(found["thousands"].replace(",", "")))
        if found["decimal"]:
            whole, _, fraction = found["decimal"].partition(".")
            return f"{_cardinal(int(whole))}点{_one_by_one(fraction)}"
        whole = found["whole"]
        is_code = len(whole) > _LONGEST_CARDINAL or (len(whole) > 1 and whole[0] == "0")
        return self.digits(whole) if is_code else _cardinal(int(whole))


def _character(char: str) -> str:
    return _TELEPHONE_DIGITS[int(char)] if char in "0123456789" else char


def _one_by_one(digits: str) -> str:
    return "".join(_DIGITS[int(digit)] for digit in digits)


def _cardinal(number: int) -> str:
    return str(cn2an.an2cn(str(number)))


def _measured(number: str, unit: str) -> str:
    whole, point, fraction = number.partition(".")
    amount = f"{_cardinal(int(whole))}点{_one_by_one(fraction)}" if point else _cardinal(int(whole))
    return f"{'两' if amount == '二' else amount}{_UNITS[unit]}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _part_of_day(hour: int) -> str:
    """What people call that hour. Source: everyday use in mainland China."""
    for until, name in ((5, "凌晨"), (8, "早上"), (12, "上午"), (13, "中午"), (18, "下午")):
        if hour < until:
            return name
    return "晚上"


def _later_part(start: datetime, end: datetime) -> str:
    """The part of the day at the end of a period, where it is not the one at its start."""
    part = _part_of_day(end.hour)
    return "" if part == _part_of_day(start.hour) else part


def _hour(hour: int) -> int:
    """On the twelve-hour clock, midnight being 0: 凌晨零点, 中午十二点, 下午两点."""
    return hour if hour <= 12 else hour - 12


def _minutes(minute: int) -> str:
    if minute == 0:
        return ""
    if minute == _HALF_HOUR:
        return "半"
    return f"零{_cardinal(minute)}分" if minute < 10 else f"{_cardinal(minute)}分"
