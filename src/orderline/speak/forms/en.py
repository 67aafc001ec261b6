"""English, shown and spoken.

A day brings its own preposition, so that one sentence fits them all: "expected {day}" is "expected tomorrow",
"expected on Tuesday" and "expected on November thirtieth". A day of the past week is "on Thursday" too, never "last
Thursday", which people take for two different days: the tense of the sentence tells which one is meant.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import ClassVar

from num2words import num2words

from orderline.orders.identifiers import Language
from orderline.orders.order import ItemView, SalesChannel
from orderline.speak.forms.grouping import grouped
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
