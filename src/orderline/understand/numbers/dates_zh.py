"""Days in Chinese, over a sentence in figures (`written`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from orderline.understand.numbers import days, holidays
from orderline.understand.numbers.days import Said, Tense
from orderline.understand.numbers.reading import LIKELY, SURE

TENSE = re.compile(
    r"(?P<past>买|下的?单|下单|拍|订的|付|收到|到了|到的|寄了|寄的|发的|退了|退的|扣|的时候|那天|签收|之前|已经|申请了|取消了)"
    r"|(?P<future>送|上门|来取|取件|来拿|预约|可以|方便|有空|在家|改到|改成|改在|约|希望|想要|能不能|什么时候|要在|会)"
)
_NEAR_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
_WEEKDAYS = {"1": 0, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "日": 6, "天": 6}
_WEEK = r"(?:周|星期|礼拜)"
_WAYS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}
_WAY = r"(?P<way>上上|上|这|本|下下|下)"
_UNITS = {"天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "年": "year"}
_UNIT = r"个?(?P<unit>天|日|周|星期|礼拜|月|年)"
_YEAR = r"(?:(?P<year>20\d\d|\d\d(?=年)|去|今|明|前)年?的?)"


def _near(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    return days.day(today + timedelta(days=_NEAR_DAYS[found["near"]]))


def _weekday_of_week(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    return days.day(days.weekday_of_week(today, _WEEKDAYS[found["weekday"]], _WAYS[found["way"]]))


def _weekday(found: re.Match[str], today: date, tense: Tense | None) -> Said | None:
    """周二 is that of this week, if the tense allows; else the nearest one that it does."""
    weekday = _WEEKDAYS[found["weekday"]]
    this = days.weekday_of_week(today, weekday, 0)
    near = days.weekday_near(today, weekday, tense or "past")
    if this == today:
        return days.day(this, LIKELY, date.fromisoformat(near.value))
    return near


def _week(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    return days.week(today, _WAYS[found["way"]] * int(found["count"] or 1))


def _weekend(found: re.Match[str], today: date, tense: Tense | None) -> Said | None:
    away = _WAYS[found["way"]] if found["way"] else -1 if tense == "past" and today.weekday() < 5 else 0
    return days.weekend(today, away)


def _ago(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    sign = -1 if found["side"] == "前" else 1
    unit = _UNITS[found["unit"]]
    if found["half"]:
        return days.ago(today, 15 if unit == "month" else 6, "day" if unit == "month" else "month", sign)
    if found["most"]:
        times = {"day": 1, "week": 7, "month": 30, "year": 365}[unit]
        ends = sorted((sign * int(found["count"]) * times, sign * int(found["most"]) * times))
        return days.some_days_ago(today, -ends[0], -ends[1])
    return days.ago(today, int(found["count"]), unit, sign)


def _few_ago(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    return days.some_days_ago(today, 3 if found["few"] == "2" else 7, 1)


def _these_days(_found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    return days.some_days_ago(today, 6, 0)


def _stretch(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    return days.stretch(today, int(found["count"]), _UNITS[found["unit"]], 1 if found["way"] == "未来" else -1)


def _year(words: str, today: date) -> int:
    if words.isdigit():
        return int(words) + (2000 if len(words) == 2 else 0)
    return today.year + {"前": -2, "去": -1, "今": 0, "明": 1}[words]


def _month_day(found: re.Match[str], today: date, tense: Tense | None) -> Said | None:
    number, of_month = int(found["month"]), int(found["dom"])
    if found["year"]:
        exact = days.real(_year(found["year"], today), number, of_month)
        return days.day(exact) if exact else None
    return days.yearly(today, number, of_month, tense)


def _month(found: re.Match[str], today: date, tense: Tense | None) -> Said | None:
    number = int(found["month"])
    if not 1 <= number <= 12:
        return None
    if found["year"]:
        return days.month(_year(found["year"], today), number)
    return days.whole_month(today, number, tense or "past")


def _month_away(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    year, number = days.month_away(today, _WAYS[found["way"]])
    if found["third"]:
        return days.third_of_month(year, number, "初中底".index(found["third"].replace("末", "底").replace("旬", "中")))
    if not found["dom"]:
        return days.month(year, number)
    exact = days.real(year, number, int(found["dom"]))
    return days.day(exact) if exact else None


def _third(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    third = "初中底".index(found["third"].replace("末", "底"))
    if found["month"]:
        named = days.whole_month(today, max(1, min(12, int(found["month"]))), _tense)
        return days.third_of_month(int(named.value[:4]), int(named.value[5:7]), third)
    return days.third_of_month(today.year, today.month, third)


def _day_of_month(found: re.Match[str], today: date, tense: Tense | None) -> Said | None:
    return days.monthly(today, int(found["dom"]), tense)


def _whole_year(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    year = _year(found["year"], today)
    return days.days(date(year, 1, 1), date(year, 12, 31), LIKELY)


def _iso(found: re.Match[str], _today: date, _tense: Tense | None) -> Said | None:
    exact = days.real(int(found["year"]), int(found["month"]), int(found["dom"]))
    return days.day(exact, SURE) if exact else None


def _slashed(found: re.Match[str], today: date, tense: Tense | None) -> Said | None:
    """Month first."""
    if not 1 <= int(found["month"]) <= 12:
        return None
    return days.yearly(today, int(found["month"]), int(found["dom"]), tense)


def _holiday(found: re.Match[str], today: date, tense: Tense | None) -> Said | None:
    return holidays.chinese(found["holiday"], today, tense)


Read = Callable[[re.Match[str], date, Tense | None], Said | None]
PATTERNS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"(?P<near>大前|大后|前|昨|今|明|后)(?:天|儿|日(?!期)|(?<=[昨今明])(?:早|晚)(?:上)?)", _near),
        (rf"{_WAY}个?{_WEEK}的?(?P<weekday>[1-6日天])(?!\d*[天个])", _weekday_of_week),
        (rf"(?<![上这本下个\d]){_WEEK}(?P<weekday>[1-6日天])(?!\d*[天个])", _weekday),
        (rf"{_WAY}(?P<count>\d)?个?{_WEEK}(?!\s*的?[1-6日天末])", _week),
        (rf"(?:{_WAY}个?)?(?:周末|星期末|礼拜末)", _weekend),
        (
            rf"(?:(?P<half>半)|(?P<count>\d+)(?:~(?P<most>\d+))?){_UNIT}(?:之|以)?(?P<side>前|后)(?!\d*天)",
            _ago,
        ),
        (r"前(?P<few>几|2)天", _few_ago),
        (r"[这最]近?几天|这2天|近几[天日]", _these_days),
        (rf"(?P<way>最近|过去|近|未来|这)的?(?P<count>\d+){_UNIT}(?!前|后)", _stretch),
        (rf"{_YEAR}?(?P<month>\d{{1,2}})月份?的?(?P<dom>\d{{1,2}})(?!\d)[日号]?", _month_day),
        (rf"{_YEAR}?(?P<month>\d{{1,2}})月(?!\d|[初中底末])份?", _month),
        (rf"{_WAY}个?月份?的?(?:(?P<dom>\d{{1,2}})[日号]|(?P<third>初|中旬?|底|末))?", _month_away),
        (r"(?:(?P<month>\d{1,2})月|(?<![上这本下个])月)(?P<third>初|中|底|末)", _third),
        (
            r"(?<![\d月第尾单号大小中高低楼栋-])(?P<dom>[12]?\d|3[01])[号日](?!\d|线|楼|仓|门|店|单|栋|房|色|码|院|铺|桌|的?鞋|"
            r"电池|字|室|库|柜)",
            _day_of_month,
        ),
        (r"(?P<year>去|前|今)年(?!\d|的?\d{1,2}月)", _whole_year),
        (r"(?<![\d/-])(?P<year>20\d\d)[-/.年](?P<month>\d{1,2})[-/.月](?P<dom>\d{1,2})(?![\d/-])", _iso),
        (r"(?<![\d/$€£¥])(?P<month>\d{1,2})/(?P<dom>\d{1,2})(?![\d/])", _slashed),
        (
            r"(?P<holiday>双11|双12|(?<!\d)618(?!\d)|元旦|圣诞|平安夜|情人节|劳动节|国庆|妇女节|儿童节|"
            r"(?<!\d)(?:51|101)(?=期间|节|假期|那天|黄金周))",
            _holiday,
        ),
    )
)
"""What to look for; a group `day` is the part that names the day."""
