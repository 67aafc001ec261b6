"""What came of a decision: services' answers, each a fact from a committed row, or a named refusal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from orderline.orders.identifiers import CustomerId, OrderId
from orderline.orders.order import TrackedOrder


@dataclass(frozen=True, slots=True)
class CallerProposed:
    """A customer is known to call from this number or device."""

    customer_id: CustomerId


@dataclass(frozen=True, slots=True)
class CallerUnknown:
    """Nobody is known to call from there."""


@dataclass(frozen=True, slots=True)
class Identified:
    """Two factors matched one customer."""

    customer_id: CustomerId
    order_id: OrderId
    """The order whose number was given."""
    factors: tuple[str, ...]
    """What matched: `order_number`, `phone_tail`, `postcode`."""
    confidence: float
    """[0, 1]: 1.0 for exact matches of the best readings."""


class MismatchReason(StrEnum):
    """Why nobody was identified. For the journal and the desk: a caller always hears the same sentence."""

    NO_SUCH_PAIR = "no_such_pair"
    AMBIGUOUS = "ambiguous"
    LOCKED = "locked"
    """Too many tries at this number."""


@dataclass(frozen=True, slots=True)
class NotIdentified:
    """The factors do not name one customer."""

    reason: MismatchReason


@dataclass(frozen=True, slots=True)
class Tracked:
    """The orders asked for, newest first; empty where the caller has none open and none past."""

    orders: tuple[TrackedOrder, ...]


@dataclass(frozen=True, slots=True)
class ServiceDown:
    """A service could not answer in time. Nothing was changed."""

    service: str


Outcome = CallerProposed | CallerUnknown | Identified | NotIdentified | Tracked | ServiceDown
