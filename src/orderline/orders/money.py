"""Money as whole minor units of one currency. There is no float anywhere near it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from orderline.errors import OrderlineError

EXPONENTS = {
    "USD": 2,
    "CNY": 2,
    "EUR": 2,
    "GBP": 2,
    "HKD": 2,
    "TWD": 2,
    "SGD": 2,
    "CAD": 2,
    "AUD": 2,
    "CHF": 2,
    "JPY": 0,
    "KRW": 0,
    "KWD": 3,
}
"""Digits after the point of each currency the line knows. Source: ISO 4217."""


class MixedCurrencies(OrderlineError):
    """Two currencies met in one sum."""


class BadMoney(OrderlineError):
    """An amount or currency that cannot be: more decimals than the currency has, no number, an unknown code."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount; negative means it flows the other way."""

    minor_units: int
    """Cents, fen, yen: the currency's smallest unit."""
    currency: str
    """ISO 4217 code, one of `EXPONENTS`."""

    def __post_init__(self) -> None:
        if self.currency not in EXPONENTS:
            raise BadMoney(f"The currency {self.currency!r} is not known.", do=f"Use one of {', '.join(EXPONENTS)}.")

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in `currency`."""
        return cls(0, currency)

    @classmethod
    def parse(cls, amount: str, currency: str) -> Money:
        """An amount in major units as people and JSON files write it ("12.5"), exactly.

        Raises:
            BadMoney: no number, or finer than the currency's smallest unit.
        """
        zero = cls(0, currency)
        try:
            minor = Decimal(amount).scaleb(EXPONENTS[currency])
        except InvalidOperation:
            raise BadMoney(f"{amount!r} is not an amount of money.") from None
        if not minor.is_finite() or minor != minor.to_integral_value():
            raise BadMoney(f"{amount!r} is finer than {currency} can be paid.")
        return cls(int(minor), zero.currency)

    @property
    def major(self) -> str:
        """In major units with all decimals of the currency, e.g. `-12.50`: for files, never for speech."""
        exponent = EXPONENTS[self.currency]
        return f"{Decimal(self.minor_units).scaleb(-exponent):.{exponent}f}"

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor_units + other.minor_units, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor_units - other.minor_units, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor_units, self.currency)

    def __mul__(self, count: int) -> Money:
        return Money(self.minor_units * count, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor_units < other.minor_units

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.minor_units <= other.minor_units

    def __gt__(self, other: Money) -> bool:
        return other < self

    def __ge__(self, other: Money) -> bool:
        return other <= self

    def __bool__(self) -> bool:
        return self.minor_units != 0

    def percent(self, hundredths: int) -> Money:
        """`hundredths` of a percent of the amount, rounded half away from zero: 1500 is 15 %."""
        scaled = abs(self.minor_units) * abs(hundredths)
        sign = -1 if (self.minor_units < 0) != (hundredths < 0) else 1
        return Money(sign * ((scaled + 5_000) // 10_000), self.currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise MixedCurrencies(
                f"{self.currency} and {other.currency} cannot be added or compared.",
                "One order has one currency.",
                "Check the rows that these two amounts came from.",
            )


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum; zero of `currency` where there are none. Raises MixedCurrencies."""
    result = Money.zero(currency)
    for amount in amounts:
        result = result + amount
    return result
