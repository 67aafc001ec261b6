"""What a field of a request may hold: bounded, printable, fit for both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StrictInt

from orderline.orders.money import EXPONENTS

MOST_ROWS = 1000
"""Rows of one request."""
MOST_UNITS = 10**12
"""Largest amount of money, in minor units: far over any order, far under what a column holds."""
MOST_PIECES = 10**6
FIRST_YEAR, LAST_YEAR = 1990, 2200
"""Between which an instant is believed; also keeps it far from where a time zone would overflow."""


class In(BaseModel):
    """Part of a request: unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _printable(text: str) -> str:
    if not all(char.isprintable() for char in text):
        raise ValueError("holds control characters")
    return text


def _believable(instant: datetime) -> datetime:
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise ValueError(f"is not between {FIRST_YEAR} and {LAST_YEAR}")
    return instant


def _known(currency: str) -> str:
    if currency not in EXPONENTS:
        raise ValueError(f"is none of {', '.join(EXPONENTS)}")
    return currency


def one_of(values: Sequence[str]) -> AfterValidator:
    """The text is one of these."""

    def check(text: str) -> str:
        if text not in values:
            raise ValueError(f"is none of {', '.join(values)}")
        return text

    return AfterValidator(check)


Key = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_printable)]
"""A key of the shop's own."""
Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]
"""A line of text."""
Short = Annotated[str, Field(min_length=1, max_length=32), AfterValidator(_printable)]
Postcode = Annotated[str, Field(max_length=16), AfterValidator(_printable)]
MaybeLine = Annotated[str, Field(max_length=200), AfterValidator(_printable)]
Instant = Annotated[AwareDatetime, AfterValidator(_believable)]
"""With its time zone."""
Currency = Annotated[str, AfterValidator(_known), Field(description="ISO 4217")]
Units = Annotated[StrictInt, Field(ge=0, le=MOST_UNITS, description="minor units: cents, fen, yen")]
Pieces = Annotated[StrictInt, Field(ge=1, le=MOST_PIECES)]
AnyPieces = Annotated[StrictInt, Field(ge=-MOST_PIECES, le=MOST_PIECES)]
"""Checked by the service, which says in words what cannot be."""
Number = Annotated[StrictInt, Field(ge=1, le=10_000)]
"""A place: of a line, a parcel, a scan."""
YesNo = StrictBool
