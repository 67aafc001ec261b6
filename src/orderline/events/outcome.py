"""What came of a decision: services' answers, each a fact from a committed row, or a named refusal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from orderline.events.answer import Answer
from orderline.events.book import Book
from orderline.events.decision import Fact
from orderline.orders.identifiers import CustomerId, OrderId
from orderline.orders.order import TrackedOrder
from orderline.orders.quote import Asks, Quote, Receipt, Refused


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
    order_id: OrderId | None
    """The order whose number was given; None where none was."""
    factors: tuple[str, ...]
    """What matched: values of `Fact`."""
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
class OneMore:
    """Someone may be meant, but what was heard is not enough to say who: one more fact decides.

    It says nothing of any customer: the fact is the one that was heard worst or not at all.
    """

    fact: Fact
    hint: str = ""
    """`spell`: said before, and to be spelled now; empty: not said so far."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """The orders asked for, newest first; empty where the caller has none open and none past."""

    orders: tuple[TrackedOrder, ...]


@dataclass(frozen=True, slots=True)
class ServiceDown:
    """A service could not answer in time. Nothing was changed."""

    service: str


@dataclass(frozen=True, slots=True)
class BookRead:
    """The caller's book."""

    book: Book


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to an `Ask`."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Quoted:
    """What the change would do."""

    quote: Quote


@dataclass(frozen=True, slots=True)
class WishRefused:
    """It cannot be done; nothing was written."""

    refused: Refused


@dataclass(frozen=True, slots=True)
class FactAsked:
    """The policy cannot decide without a fact that only the caller knows."""

    asks: Asks


@dataclass(frozen=True, slots=True)
class Written:
    """It is done. The only outcome that "done" may be said upon."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A step-up code is on its way to the customer."""

    to_last4: str
    """End of the phone number it was sent to; empty where it went by e-mail."""


@dataclass(frozen=True, slots=True)
class CodeRight:
    """The caller gave the code: identity level 2 from here on."""


@dataclass(frozen=True, slots=True)
class CodeWrong:
    """It is another code, or too old."""

    tries_left: int
    """0: no further try counts, a person is needed."""


@dataclass(frozen=True, slots=True)
class AddressKept:
    """The address has a key now."""

    address_id: str


Outcome = (
    CallerProposed
    | CallerUnknown
    | Identified
    | NotIdentified
    | OneMore
    | Tracked
    | BookRead
    | Answered
    | Quoted
    | WishRefused
    | FactAsked
    | Written
    | CodeSent
    | CodeRight
    | CodeWrong
    | AddressKept
    | ServiceDown
)
