"""Readings of an order number, and the numbers one slip of the ear away from them."""

from __future__ import annotations

from dataclasses import dataclass

DIGITS = "0123456789"
READINGS = 5
"""Readings of a number that are looked up; later ones are too unlikely to be worth a false match."""
NEAR_READINGS = 2
"""Readings whose neighbours are looked up as well."""
SHORTEST_NEAR = 6
"""Digits below which a number has too many neighbours for one of them to mean anything."""


@dataclass(frozen=True, slots=True)
class NumberReadings:
    """What was heard of an order number."""

    readings: tuple[str, ...]
    """Digits, best first, at most `READINGS`."""
    is_suffix: bool
    is_certain: bool = False
    """Keyed or typed: nothing was misheard, so that no other number can be meant."""

    @property
    def exact(self) -> tuple[str, ...]:
        """Whole numbers to look up as they are; none where the caller gave only the end."""
        return () if self.is_suffix else self.readings

    @property
    def tails(self) -> tuple[str, ...]:
        """Last fours to look up; none where the caller gave the whole number."""
        return tuple(reading[-4:] for reading in self.readings) if self.is_suffix else ()

    @property
    def near(self) -> frozenset[str]:
        """Every number one edit away from the likeliest whole readings."""
        heard = () if self.is_certain else self.exact[:NEAR_READINGS]
        whole = [reading for reading in heard if len(reading) >= SHORTEST_NEAR]
        return frozenset().union(*(neighbours(reading) for reading in whole)) - set(self.readings)


def number_readings(numbers: tuple[str, ...], is_suffix: bool, is_certain: bool = False) -> NumberReadings:
    """The readings worth looking up: distinct, digits only, four digits or more."""
    digits = ("".join(char for char in number if char in DIGITS) for number in numbers)
    distinct = dict.fromkeys(reading for reading in digits if len(reading) >= 4)
    return NumberReadings(tuple(distinct)[:READINGS], is_suffix, is_certain)


def neighbours(number: str) -> frozenset[str]:
    """Every number one edit away: a digit misheard, missed, heard twice or made up."""
    splits = [(number[:index], number[index:]) for index in range(len(number) + 1)]
    misheard = {head + digit + tail[1:] for head, tail in splits if tail for digit in DIGITS}
    made_up = {head + tail[1:] for head, tail in splits if tail}
    missed = {head + digit + tail for head, tail in splits for digit in DIGITS}
    return frozenset(misheard | made_up | missed) - {number}
