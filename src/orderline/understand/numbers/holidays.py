"""Days that shops and callers know by a name. Sources: the calendars of the United States and of China."""

from __future__ import annotations

from datetime import date, timedelta

from orderline.understand.numbers import days
from orderline.understand.numbers.days import Said, Tense

_ENGLISH = {
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "new years eve": (12, 31),
    "new years": (1, 1),
    "halloween": (10, 31),
    "valentines": (2, 14),
    "singles": (11, 11),
}
_CHINESE = {
    "双11": (11, 11),
    "双12": (12, 12),
    "618": (6, 18),
    "元旦": (1, 1),
    "圣诞": (12, 25),
    "平安夜": (12, 24),
    "情人节": (2, 14),
    "51": (5, 1),
    "劳动节": (5, 1),
    "国庆": (10, 1),
    "101": (10, 1),
    "妇女节": (3, 8),
    "38节": (3, 8),
    "儿童节": (6, 1),
}
_THANKSGIVING_OFFSETS = {"thanksgiving": 0, "black friday": 1, "cyber monday": 4}


def english(name: str, today: date, tense: Tense | None) -> Said | None:
    """The day of a name without apostrophes, "day" at its end or not."""
    name = name.removesuffix(" day")
    if name in _THANKSGIVING_OFFSETS:
        return _after_thanksgiving(today, _THANKSGIVING_OFFSETS[name], tense)
    return days.yearly(today, *_ENGLISH[name], tense) if name in _ENGLISH else None


def chinese(name: str, today: date, tense: Tense | None) -> Said | None:
    """The day of a name in figures (`双11`)."""
    return days.yearly(today, *_CHINESE[name], tense) if name in _CHINESE else None


def _after_thanksgiving(today: date, offset: int, tense: Tense | None) -> Said:
    """Counted from the fourth Thursday of November."""
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        first = date(year, 11, 1)
        found.append(first + timedelta(days=(3 - first.weekday()) % 7 + 21 + offset))
    fitting = [one for one in found if tense is None or (one <= today if tense == "past" else one >= today)]
    nearest = sorted(fitting or found, key=lambda one: abs((one - today).days))
    return days.day(nearest[0])
