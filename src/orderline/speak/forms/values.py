"""Every kind of value a sentence is filled with, in two forms: shown in captions, and spoken in words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import ClassVar, assert_never

from orderline.events.decision import Counted, Days, Digits, Listed, Ordinal, Period, Spelled, Value
from orderline.orders.identifiers import Language
from orderline.orders.money import Money
from orderline.orders.order import ItemView, SalesChannel, Text

NEAREST_YEAR_DAYS = 180
"""A day at most this far away is named without its year: within half a year a day and month name one day only.
Source: the calendar."""
NAMED_WEEKDAY_DAYS = 6
"""A day at most this far away is named by its weekday: seven days away is the same weekday as today.
Source: the calendar."""


@dataclass(frozen=True, slots=True)
class When:
    """The day of the call and the shop's time zone: what "today" and "at two" are measured from."""

    today: date
    timezone: tzinfo

    def days_to(self, day: date) -> int:
        """Whole days from today to `day`; negative where it has passed."""
        return (day - self.today).days

    def local(self, moment: datetime) -> datetime:
        """`moment` (aware) as the shop's clocks showed it. Raises ValueError for a naive one."""
        if moment.tzinfo is None:
            raise ValueError(f"a moment without a time zone cannot be told: {moment.isoformat()}")
        return moment.astimezone(self.timezone)


class Forms(ABC):
    """The forms of one language. Stateless; what each value looks like is told by the methods below."""

    language: ClassVar[Language]

    def shown(self, value: Value, when: When) -> str:
        """As read in captions: digits as digits."""
        match value:
            case Digits():
                return value.value
            case SalesChannel():
                return self.channel(value)
            case str():
                return value
            case Text():
                return value.to(self.language)
            case int():
                return str(value)
            case datetime():
                return self.shown_moment(when.local(value), when)
            case date():
                return self.shown_day(value, when)
            case ItemView():
                return self.shown_item(value)
            case Money():
                return self.shown_money(value)
            case Days():
                return self.days(self.shown_day(value.first, when), self.shown_day(value.last, when))
            case Period():
                return self.shown_period(when.local(value.start), when.local(value.end), when)
            case Spelled():
                return self.shown_spelled(value.value)
            case Ordinal():
                return self.shown_ordinal(value.number)
            case Counted():
                return self.shown_counted(value)
            case Listed():
                return self.listed([self.shown(one, when) for one in value.values])
            case _:
                assert_never(value)

    def spoken(self, value: Value, when: When) -> str:
        """As handed to a synthesiser: no digit is left to its guess."""
        match value:
            case Digits():
                return self.digits(value.value)
            case SalesChannel():
                return self.channel(value)
            case str():
                return self.words(value)
            case Text():
                return self.words(value.to(self.language))
            case int():
                return self.count(value)
            case datetime():
                return self.spoken_moment(when.local(value), when)
            case date():
                return self.spoken_day(value, when)
            case ItemView():
                return self.spoken_item(value)
            case Money():
                return self.spoken_money(value)
            case Days():
                return self.days(self.spoken_day(value.first, when), self.spoken_day(value.last, when))
            case Period():
                return self.spoken_period(when.local(value.start), when.local(value.end), when)
            case Spelled():
                return self.spoken_spelled(value.value)
            case Ordinal():
                return self.spoken_ordinal(value.number)
            case Counted():
                return self.spoken_counted(value)
            case Listed():
                return self.listed([self.spoken(one, when) for one in value.values])
            case _:
                assert_never(value)

    @abstractmethod
    def words(self, text: str) -> str:
        """`text` with every number in it written in words."""

    @abstractmethod
    def digits(self, value: str) -> str:
        """Digits and letters one by one, long ones in groups."""

    @abstractmethod
    def count(self, number: int) -> str:
        """How many there are of something."""

    @abstractmethod
    def channel(self, channel: SalesChannel) -> str:
        """Where an order was placed, as it stands after "on" (在)."""

    @abstractmethod
    def shown_day(self, day: date, when: When) -> str:
        """A day as read."""

    @abstractmethod
    def spoken_day(self, day: date, when: When) -> str:
        """A day as heard."""

    @abstractmethod
    def shown_moment(self, local: datetime, when: When) -> str:
        """A local moment as read."""

    @abstractmethod
    def spoken_moment(self, local: datetime, when: When) -> str:
        """A local moment as heard."""

    @abstractmethod
    def shown_item(self, item: ItemView) -> str:
        """One line of an order as read."""

    @abstractmethod
    def spoken_item(self, item: ItemView) -> str:
        """One line of an order as heard."""

    @abstractmethod
    def shown_money(self, money: Money) -> str:
        """An amount as read: `$242.92`, 242.92元."""

    @abstractmethod
    def spoken_money(self, money: Money) -> str:
        """An amount as heard, to the smallest unit."""

    @abstractmethod
    def days(self, first: str, last: str) -> str:
        """A stretch of days, from the forms of its first and last."""

    @abstractmethod
    def shown_period(self, start: datetime, end: datetime, when: When) -> str:
        """From one local moment to another, as read."""

    @abstractmethod
    def spoken_period(self, start: datetime, end: datetime, when: When) -> str:
        """From one local moment to another, as heard."""

    def shown_spelled(self, value: str) -> str:
        """Letters as read: capitals with blanks between, S A M."""
        return " ".join(value.upper())

    @abstractmethod
    def spoken_spelled(self, value: str) -> str:
        """Letters as heard, each with a word that begins with it."""

    @abstractmethod
    def shown_ordinal(self, number: int) -> str:
        """A place in a row as read."""

    @abstractmethod
    def spoken_ordinal(self, number: int) -> str:
        """A place in a row as heard."""

    @abstractmethod
    def shown_counted(self, counted: Counted) -> str:
        """How many of a unit, as read."""

    @abstractmethod
    def spoken_counted(self, counted: Counted) -> str:
        """How many of a unit, as heard."""

    @abstractmethod
    def listed(self, forms: Sequence[str]) -> str:
        """Several values one after the other, from the form of each; none is empty."""
