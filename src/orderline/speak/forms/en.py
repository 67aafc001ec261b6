"""English, shown and spoken.

A day brings its own preposition, so that one sentence fits them all: "expected {day}" is "expected tomorrow",
"expected on Tuesday" and "expected on November thirtieth". A day of the past week is "on Thursday" too, never "last
Thursday", which people take for two different days: the tense of the sentence tells which one is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar

from num2words import num2words

from orderline.events.decision import Counted, Unit
from orderline.orders.identifiers import Language
from orderline.orders.money import Money
from orderline.orders.order import ItemView, SalesChannel
from orderline.speak.forms.grouping import grouped
from orderline.speak.forms.money import shown_in_english, spoken_in_english
from orderline.speak.forms.spelling import spelled_in_english
from orderline.speak.forms.values import NAMED_WEEKDAY_DAYS, NEAREST_YEAR_DAYS, Forms, When

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NEAR = {0: "today", 1: "tomorrow", -1: "yesterday"}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_CHANNELS = {SalesChannel.APP: "the app", SalesChannel.WEB: "the website", SalesChannel.DOUYIN: "Douyin"}
_UNITS = {"l": "liter", "ml": "milliliter", "g": "gram", "kg": "kilogram", "cm": "centimeter", "mm": "millimeter"}
_COUNTED = {unit: unit.value.replace("_", " ") for unit in Unit}
_MEASURE = re.compile(rf"(?<![\w.])(\d+(?:\.\d+)?) ?({'|'.join(_UNITS)})\b", re.ASCII)
_NUMBER = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?!\d)"
    r"|(?P<ordinal>\d{1,4})(?:st|nd|rd|th)\b"
    r"|(?P<thousands>\d{1,3}(?:,\d{3})+)(?!\d)"
    r"|(?P<decimal>\d+\.\d+)"
    r"|(?P<whole>\d+)",
    re.ASCII,
)
_LONGEST_CARDINAL = 4
"""Digits of a number in running text up to which it is read as a number; longer ones are codes. Source: own choice."""


class EnglishForms(Forms):
    """American English."""

    language: ClassVar[Language] = "en"

    def words(self, text: str) -> str:
        text = _MEASURE.sub(lambda found: _measured(found[1], found[2]), text)
        text = _NUMBER.sub(lambda found: f"\0{self._number(found)}\0", text)
        return re.sub(r"(?<=[^\W_])\0+(?=[^\W_])", " ", text).replace("\0", "")

    def digits(self, value: str) -> str:
        kept = "".join(char for char in value if char.isalnum()).upper()
        return ", ".join(" ".join(_character(char) for char in group) for group in grouped(kept))

    def count(self, number: int) -> str:
        return _cardinal(number)

    def channel(self, channel: SalesChannel) -> str:
        return _CHANNELS[channel]

    def shown_day(self, day: date, when: When) -> str:
        away = when.days_to(day)
        if away in _NEAR:
            return _NEAR[away]
        year = "" if abs(away) <= NEAREST_YEAR_DAYS else f", {day.year}"
        return f"on {_WEEKDAYS[day.weekday()]}, {_MONTHS[day.month - 1][:3]} {day.day}{year}"

    def spoken_day(self, day: date, when: When) -> str:
        away = when.days_to(day)
        if away in _NEAR:
            return _NEAR[away]
        if abs(away) <= NAMED_WEEKDAY_DAYS:
            return f"on {_WEEKDAYS[day.weekday()]}"
        year = "" if abs(away) <= NEAREST_YEAR_DAYS else f", {num2words(day.year, to='year')}"
        return f"on {_MONTHS[day.month - 1]} {_ordinal(day.day)}{year}"

    def shown_moment(self, local: datetime, when: When) -> str:
        return f"{self.shown_day(local.date(), when)} at {_shown_time(local)}"

    def spoken_moment(self, local: datetime, when: When) -> str:
        return f"{self.spoken_day(local.date(), when)} at {_spoken_time(local)}"

    def shown_item(self, item: ItemView) -> str:
        options = ", ".join(value for _, value in item.options)
        times = f"{item.quantity} × " if item.quantity > 1 else ""
        return f"{times}{item.name.en} ({options})" if options else f"{times}{item.name.en}"

    def spoken_item(self, item: ItemView) -> str:
        """Right for every name, whatever its plural: "the kettle in blue, one liter", "two of the mug"."""
        name = self.words(item.name.en)
        spoken = f"the {name}" if item.quantity == 1 else f"{_cardinal(item.quantity)} of the {name}"
        for option, value in item.options:
            spoken += self._option(option, value)
        return spoken

    def shown_money(self, money: Money) -> str:
        return shown_in_english(money)

    def spoken_money(self, money: Money) -> str:
        return spoken_in_english(money)

    def days(self, first: str, last: str) -> str:
        return f"from {first.removeprefix('on ')} to {last.removeprefix('on ')}"

    def shown_period(self, start: datetime, end: datetime, when: When) -> str:
        if start.date() != end.date():
            return self.days(self.shown_moment(start, when), self.shown_moment(end, when))
        first, last = _shown_time(start), _shown_time(end)
        return f"{self.shown_day(start.date(), when)}, {_without_half(first, last)} to {last}"

    def spoken_period(self, start: datetime, end: datetime, when: When) -> str:
        if start.date() != end.date():
            return self.days(self.spoken_moment(start, when), self.spoken_moment(end, when))
        first, last = _spoken_time(start), _spoken_time(end)
        return f"{self.spoken_day(start.date(), when)} from {_without_half(first, last)} to {last}"

    def spoken_spelled(self, value: str) -> str:
        return spelled_in_english(value)

    def shown_ordinal(self, number: int) -> str:
        return self.spoken_ordinal(number) if 1 <= number < len(_DIGITS) else str(num2words(number, to="ordinal_num"))

    def spoken_ordinal(self, number: int) -> str:
        return _ordinal(number)

    def shown_counted(self, counted: Counted) -> str:
        return f"{counted.number} {_unit(counted)}"

    def spoken_counted(self, counted: Counted) -> str:
        return f"{_cardinal(counted.number)} {_unit(counted)}"

    def listed(self, forms: Sequence[str]) -> str:
        """The lamp, the kettle and the mug; semicolons where a value has a comma of its own."""
        comma = "; " if any("," in form for form in forms) else ", "
        return " and ".join(filter(None, (comma.join(forms[:-1]), *forms[-1:])))

    def _option(self, option: str, value: str) -> str:
        if option in ("color", "colour"):
            return f" in {self.words(value)}"
        return f", size {self.words(value)}" if option == "size" else f", {self.words(value)}"

    def _number(self, found: re.Match[str]) -> str:
        if found["hour"]:
            return " ".join((_cardinal(int(found["hour"])), *_minutes(int(found["minute"]))))
        if found["ordinal"]:
            return _ordinal(int(found["ordinal"]))
        if found["thousands"]:
            return _cardinal(int(found["thousands"].replace(",", "")))
        if found["decimal"]:
            return _decimal(found["decimal"])
        whole = found["whole"]
        is_code = len(whole) > _LONGEST_CARDINAL or (len(whole) > 1 and whole[0] == "0")
        return self.digits(whole) if is_code else _cardinal(int(whole))


def _character(char: str) -> str:
    return _DIGITS[int(char)] if char in "0123456789" else char


def _cardinal(number: int) -> str:
    return str(num2words(number)).replace(",", "")


def _ordinal(number: int) -> str:
    return str(num2words(number, to="ordinal")).replace(",", "")


def _decimal(number: str) -> str:
    """Digits after the point one by one, none lost: "6.50" is "six point five zero"."""
    whole, _, fraction = number.partition(".")
    return f"{_cardinal(int(whole))} point {' '.join(_DIGITS[int(digit)] for digit in fraction)}"


def _measured(number: str, unit: str) -> str:
    amount = _decimal(number) if "." in number else _cardinal(int(number))
    return f"{amount} {_UNITS[unit]}{'' if amount == 'one' else 's'}"


def _minutes(minute: int) -> tuple[str, ...]:
    if minute == 0:
        return ()
    return (_cardinal(minute),) if minute > 9 else ("oh", _cardinal(minute))


def _shown_time(local: datetime) -> str:
    if local.minute == 0 and local.hour % 12 == 0:
        return _spoken_time(local)
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes} {'am' if local.hour < 12 else 'pm'}"


def _spoken_time(local: datetime) -> str:
    """On the twelve-hour clock; capitals, so that a synthesiser spells AM and does not say "am"."""
    if local.minute == 0 and local.hour % 12 == 0:
        return "noon" if local.hour else "midnight"
    half = "AM" if local.hour < 12 else "PM"
    return " ".join((_cardinal(local.hour % 12 or 12), *_minutes(local.minute), half))


def _without_half(first: str, last: str) -> str:
    """The first of two times without its AM or PM, where the second one says it for both."""
    half = last[-3:]
    return first.removesuffix(half) if half.strip().lower() in ("am", "pm") else first


def _unit(counted: Counted) -> str:
    name = _COUNTED[counted.unit]
    return name if counted.number == 1 else f"{name}s"
