"""Days in English, over a sentence in figures (`written`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from orderline.understand.numbers import days, holidays
from orderline.understand.numbers.days import Said, Tense
from orderline.understand.numbers.reading import LIKELY, SURE

TENSE = re.compile(
    r"(?P<past>\b(?:i|we|you)?\s?(?:ordered|bought|placed|purchased|paid|got|received|arrived|came|was|were|did|had|"
    r"since|delivered|shipped|sent|charged|returned|made|got|cancelled|canceled|signed)\b)"
    r"|(?P<future>\b(?:will|won't|going to|gonna|deliver(?:y| it)?|pick(?:ed)? (?:it |them |this |that )?up|pickup|"
    r"collect(?:ed)?|come (?:on|by)|"
    r"(?:re)?schedule|arrive|expect(?:ed)?|by|available|works?|free|would like|'ll|book|move it|send it|"
    r"can you|could you|home|prefer)\b)"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon(?=[ ,.])|tues?(?=[ ,.])|wed(?=[ ,.])|"
    r"thu(?:rs?)?(?=[ ,.])|fri(?=[ ,.]))"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_TH = r"(?:st|nd|rd|th)"
_YEAR = r"(?:,?\s+(?:of\s+)?(?P<year>20\d\d|20 ?\d\d))"
_COUNT = r"(?P<count>\d+|an?|a couple(?: of)?|couple(?: of)?)"
_UNIT = r"(?P<unit>day|week|month|year)s?"
_NEAR_DAYS = {
    "day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
}
_AWAY = {"last": -1, "past": -1, "previous": -1, "this": 0, "this past": -1, "this coming": 1, "next": 1, "coming": 1}


def _near(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    words = found["near"]
    return days.day(today + timedelta(days=_NEAR_DAYS.get(words, 0)))


def _count(words: str) -> int:
    return int(words) if words.isdigit() else 2 if "couple" in words else 1


def _ago(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    return days.ago(today, _count(found["count"]), found["unit"], -1)


def _ahead(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    return days.ago(today, _count(found["count"]), found["unit"], 1)


def _few_ago(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    times = {"day": 1, "week": 7, "month": 30, "year": 365}[found["unit"]]
    return days.some_days_ago(today, 6 * times, 2 * times)


def _other_day(_found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    return days.some_days_ago(today, 7, 1)


def _stretch(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    count = 4 if found["count"] in ("few", "several") else _count(found["count"])
    return days.stretch(today, count, found["unit"], 1 if found["way"] in ("next", "coming") else -1)


def _weekday(found: re.Match[str], today: date, tense: Tense | None) -> Said | None:
    """The words "last Tuesday" name the last one that was, "next Tuesday" that of next week; both may be others."""
    weekday = _WEEKDAYS.index(found["weekday"][:3])
    near = days.weekday_near(today, weekday, tense or "past")
    match found["way"]:
        case "last" | "past" | "this past" | "previous":
            before = days.weekday_near(today, weekday, "past").value
            return days.day(
                date.fromisoformat(before), LIKELY, days.weekday_of_week(today, weekday, -1), _minus_week(before)
            )
        case "next":
            after = days.weekday_near(today, weekday, "future").value
            return days.day(days.weekday_of_week(today, weekday, 1), LIKELY, date.fromisoformat(after))
        case "this":
            return days.day(days.weekday_of_week(today, weekday, 0))
        case "this coming" | "coming":
            return days.day(date.fromisoformat(days.weekday_near(today, weekday, "future").value))
        case _:
            return near


def _minus_week(iso: str) -> date:
    return date.fromisoformat(iso) - timedelta(days=7)


def _weekday_of_week(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    weekday = _WEEKDAYS.index((found["weekday"] or found["weekday2"])[:3])
    return days.day(days.weekday_of_week(today, weekday, _AWAY[found["way"] or found["way2"]]))


def _weekday_before_last(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    weekday = _WEEKDAYS.index(found["weekday"][:3])
    return days.day(_minus_week(days.weekday_near(today, weekday, "past").value), LIKELY)


def _named_stretch(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    away = _AWAY[found["way"]]
    match found["what"]:
        case "week":
            return days.week(today, away)
        case "weekend":
            return days.weekend(today, away)
        case "month":
            return days.month(*days.month_away(today, away))
        case _:
            return days.days(date(today.year + away, 1, 1), date(today.year + away, 12, 31))


def _week_before_last(_found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    return days.week(today, -2)


def _earlier_this_week(_found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    return days.days(days.monday(today), today, LIKELY)


def _third(found: re.Match[str], today: date, _tense: Tense | None) -> Said | None:
    third = {"b": 0, "s": 0, "e": 2, "m": 1}[found["third"][0]]
    third = 0 if found["third"] == "early" else third
    if found["month"]:
        named = days.whole_month(today, _month_number(found["month"]), _tense)
        return days.third_of_month(int(named.value[:4]), int(named.value[5:7]), third)
    return days.third_of_month(*days.month_away(today, _AWAY.get(found["way"] or "this", 0)), third)


def _month_number(words: str) -> int:
    return _MONTHS.index(words[:3]) + 1


def _year(words: str) -> int:
    return int(words.replace(" ", ""))


def _month_day(found: re.Match[str], today: date, tense: Tense | None) -> Said | None:
    number, of_month = _month_number(found["month"]), int(found["dom"])
    if found["year"]:
        exact = days.real(_year(found["year"]), number, of_month)
        return days.day(exact) if exact else None
    return days.yearly(today, number, of_month, tense)


def _month(found: re.Match[str], today: date, tense: Tense | None) -> Said | None:
    number = _month_number(found["month"])
    if found["year"]:
        return days.month(_year(found["year"]), number)
    return days.whole_month(today, number, "future" if found["way"] in ("next", "this coming") else tense or "past")


def _day_of_month(found: re.Match[str], today: date, tense: Tense | None) -> Said | None:
    if found["of"]:
        exact = days.real(*days.month_away(today, _AWAY.get(found["of"], 0)), int(found["dom"]))
        return days.day(exact) if exact else None
    return days.monthly(today, int(found["dom"]), tense)


def _iso(found: re.Match[str], _today: date, _tense: Tense | None) -> Said | None:
    exact = days.real(int(found["year"]), int(found["month"]), int(found["dom"]))
    return days.day(exact) if exact else None


def _slashed(found: re.Match[str], today: date, tense: Tense | None) -> Said | None:
    """Month first, as in the United States; day first where no month has that number."""
    one, two = int(found["one"]), int(found["two"])
    readings = [
        days.yearly(today, number, of_month, tense)
        if not found["year"]
        else _exact(int(found["year"]), number, of_month)
        for number, of_month in ((one, two), (two, one))
        if 1 <= number <= 12 and 1 <= of_month <= 31
    ]
    kept = [said for said in readings if said is not None]
    if not kept:
        return None
    sure = SURE if len(kept) == 1 or kept[0] == kept[-1] else LIKELY
    return Said(kept[0].value, min(sure, kept[0].confidence), tuple(said.value for said in kept[1:]))


def _exact(year: int, number: int, of_month: int) -> Said | None:
    exact = days.real(year + 2000 if year < 100 else year, number, of_month)
    return days.day(exact) if exact else None


def _holiday(found: re.Match[str], today: date, tense: Tense | None) -> Said | None:
    return holidays.english(found["holiday"].replace("'", ""), today, tense)


_WAY = r"(?P<way>this past|this coming|last|past|previous|this|next|coming)"
Read = Callable[[re.Match[str], date, Tense | None], Said | None]
PATTERNS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (
            r"\b(?:the )?(?P<near>day before yesterday|day after tomorrow|yesterday|today|tomorrow|tonight|last night|"
            r"this (?:morning|afternoon|evening))\b",
            _near,
        ),
        (rf"\b{_COUNT}\s+{_UNIT}\s+(?:ago|back|earlier)\b", _ago),
        (rf"\b(?:in|within) {_COUNT}\s+{_UNIT}(?:'s? time)?\b(?! (?:ago|back))", _ahead),
        (rf"\b{_COUNT}\s+{_UNIT}\s+from (?:now|today)\b", _ahead),
        (rf"\b(?:a few|few|several|some)\s+{_UNIT}\s+(?:ago|back|earlier)\b", _few_ago),
        (r"\b(?:the other day|recently|the past few days)\b", _other_day),
        (
            rf"\b(?:the )?(?P<way>last|past|next|coming) (?P<count>\d+|couple(?: of)?|few|several) {_UNIT}\b",
            _stretch,
        ),
        (rf"\b(?:{_WAY}\s+)?(?P<weekday>{_WEEKDAY})(?!\w)", _weekday),
        (
            rf"\b(?:(?P<weekday>{_WEEKDAY})\s+(?:of )?(?P<way>last|this|next) week"
            rf"|(?P<way2>last|this|next) week(?:'s)?(?: on)? (?P<weekday2>{_WEEKDAY}))(?!\w)",
            _weekday_of_week,
        ),
        (rf"\b(?:the )?(?P<weekday>{_WEEKDAY})\s+before last\b", _weekday_before_last),
        (rf"\b{_WAY}\s+(?P<what>weekend|week|month|year)\b(?! (?:on )?{_WEEKDAY})", _named_stretch),
        (r"\bthe week before last\b", _week_before_last),
        (r"\bearlier this week\b", _earlier_this_week),
        (
            r"\b(?:the )?(?P<third>beginning|start|early|middle|mid|end)(?: of)?(?: (?P<way>last|this|next)| the)? "
            rf"(?:month|(?P<month>{_MONTH}))\b",
            _third,
        ),
        (rf"\b(?P<month>{_MONTH})\s+(?:the\s+)?(?P<dom>\d{{1,2}}){_TH}?(?![\d:.]|\s*(?:am|pm)\b){_YEAR}?", _month_day),
        (rf"\b(?:the\s+)?(?P<dom>\d{{1,2}}){_TH}?\s+(?:of\s+)?(?P<month>{_MONTH}){_YEAR}?(?!\w)", _month_day),
        (
            rf"\b(?:in|during|since|(?P<way>last|this|this coming|next|early|late))\s+"
            rf"(?P<day>(?P<month>{_MONTH}){_YEAR}?)(?!\w|\s+\d{{1,2}}\b|\s+the\s+\d)",
            _month,
        ),
        (
            rf"\b(?:on|by|since|from|until|till|around|about|before|after|between|and|to|{_WEEKDAY},?)\s+"
            rf"(?P<day>the\s+(?P<dom>\d{{1,2}}){_TH}(?:\s+of\s+(?:(?P<of>last|this|next)\s+|the\s+)month)?)"
            r"(?!\s+(?:one|order|item|option|time|parcel|package|line|try|attempt|and last|floor|street|avenue)\b)",
            _day_of_month,
        ),
        (
            rf"^(?:it (?:was|is) |it's |maybe |um )*(?P<day>the\s+(?P<dom>\d{{1,2}}){_TH})(?P<of>)"
            r"(?=\W*$|,? (?:at|between|from|in the|after|before|would|works|is (?:fine|good|ok))\b)",
            _day_of_month,
        ),
        (r"(?<![\d/-])(?P<year>20\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<dom>\d{1,2})(?![\d/-])", _iso),
        (r"(?<![\d/$€£¥])(?P<one>\d{1,2})/(?P<two>\d{1,2})(?:/(?P<year>20\d\d|\d\d))?(?![\d/])", _slashed),
        (
            r"\b(?P<holiday>christmas eve|christmas(?: day)?|new year'?s eve|new year'?s(?: day)?|black friday|"
            r"cyber monday|thanksgiving(?: day)?|halloween|valentine'?s(?: day)?|singles'? day)\b",
            _holiday,
        ),
    )
)
"""What to look for; a group `day` is the part that names the day."""
