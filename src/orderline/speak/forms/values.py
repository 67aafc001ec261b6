"""Every kind of value a sentence is filled with, in two forms: shown in captions, and spoken in words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import ClassVar, assert_never

from orderline.events.decision import Digits, Value
from orderline.orders.identifiers import Language
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
