"""What wishes are made of: on whose behalf, which lines, which pieces, which address."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from orderline.channels.api.fields import AnyPieces, In, Key, MaybeLine, Number, Postcode, Short, one_of
from orderline.orders.policy.facts import FACTS, REASONS

Reason = Annotated[str, one_of(REASONS), Field(json_schema_extra={"enum": list(REASONS)})]
CONDITIONS = FACTS["line.condition"].values
Condition = Annotated[str, one_of(CONDITIONS), Field(json_schema_extra={"enum": list(CONDITIONS)})]
MOST = 200
"""Lines of one wish."""


class Asked(In):
    """On whose behalf."""

    customer: Key
    """Only this customer's orders, addresses and payment methods are touched."""


class Swap(In):
    """A line that becomes another variant."""

    line: Number
    sku: Key


class Some(In):
    """Pieces of a line."""

    line: Number
    quantity: AnyPieces


class Item(In):
    """Pieces of a variant."""

    sku: Key
    quantity: AnyPieces


class AskedAddress(In):
    """An address as the customer gives it; half an address is refused in words."""

    line1: MaybeLine | None = None
    line2: MaybeLine | None = None
    district: MaybeLine | None = None
    city: MaybeLine | None = None
    region: MaybeLine | None = None
    postcode: Postcode | None = None
    country: Annotated[str, Field(max_length=64)] | None = None
    recipient: MaybeLine | None = None
    phone: Short | None = None


Swaps = Annotated[list[Swap], Field(max_length=MOST)]
Pieces = Annotated[list[Some], Field(max_length=MOST)]


def pairs(lines: list[Some]) -> tuple[tuple[int, int], ...]:
    """As the services take them."""
    return tuple((some.line, some.quantity) for some in lines)
