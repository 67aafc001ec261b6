"""What was decided: actions, as data. The dialogue manager returns them; the stages after it carry them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from orderline.events.reading import Reading
from orderline.events.speech import Expect
from orderline.orders.identifiers import CustomerId, Language, OrderId
from orderline.orders.money import Money
from orderline.orders.order import ItemView, SalesChannel, Text
from orderline.orders.quote import QuoteId


@dataclass(frozen=True, slots=True)
class Digits:
    """Digits to be spoken one by one: `4821` is "four eight two one"."""

    value: str


@dataclass(frozen=True, slots=True)
class Spelled:
    """Letters to be told from their sound-alikes: `sm` is "S as in Sam, M as in Mary"."""

    value: str


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A place in a row, from 1: "second", 「第二」."""

    number: int


class Unit(StrEnum):
    """What is counted where it is no item of an order."""

    PIECE = "piece"
    ORDER = "order"
    PARCEL = "parcel"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    BUSINESS_DAY = "business_day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of a unit: "two pieces", 「三个工作日」."""

    number: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Period:
    """From one moment to another, both aware: "tomorrow from nine to eleven AM"."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both included: "from Monday to Wednesday"."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Listed:
    """Several values said one after the other: "the lamp, the kettle and the mug"."""

    values: tuple[str | int | Text | Digits | date | ItemView | Money | Period, ...]


Plain = str | int | bool | None | tuple["Plain", ...]
"""What the field of a wish may hold."""

Value = (
    str
    | int
    | Text
    | Digits
    | Spelled
    | Ordinal
    | Counted
    | date
    | datetime
    | Days
    | Period
    | ItemView
    | SalesChannel
    | Money
    | Listed
)
"""What a sentence may be filled with. Its type decides how it is spoken in each language."""


@dataclass(frozen=True, slots=True)
class Say:
    """Speak the sentence `key` of the wording catalogue, filled with `values`."""

    key: str
    """`<task>.<sentence>`, e.g. `track_order.in_transit`."""
    values: Mapping[str, Value] = field(default_factory=dict)
    must_hear: bool = False
    """True: barge-in does not cut it."""


@dataclass(frozen=True, slots=True)
class Listen:
    """What the line expects next; ends every turn that does not end the call."""

    expect: Expect
    digits: int | None = None
    """How many digits make the answer complete, where that is known."""


@dataclass(frozen=True, slots=True)
class ShowOrder:
    """Put the order's card on the caller's screen. Only ever for an identified caller."""

    order_id: OrderId


@dataclass(frozen=True, slots=True)
class SwitchLanguage:
    """Go on in another language."""

    language: Language


class HandoffReason(StrEnum):
    """Why the line gives the call to a person."""

    ASKED = "asked"
    REPEATED_FAILURE = "repeated_failure"
    LOW_CONFIDENCE = "low_confidence"
    IDENTITY_FAILED = "identity_failed"
    OUT_OF_SCOPE = "out_of_scope"
    SYSTEM_DOWN = "system_down"


@dataclass(frozen=True, slots=True)
class HandOff:
    """Bring in a person."""

    reason: HandoffReason
    wants: str
    """The task the caller is after: an intent name."""
    tried: tuple[str, ...] = ()
    """What the line tried, oldest first: wording keys of its attempts."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the call once everything said has been heard."""


@dataclass(frozen=True, slots=True)
class ProposeCaller:
    """Who may be calling, by the number or device they call from. A proposal, never a proof. Reads only."""

    hint: str
    """Phone number in digits, or a device's token."""


class Fact(StrEnum):
    """What a caller may prove themselves with."""

    ORDER_NUMBER = "order_number"
    PHONE_TAIL = "phone_tail"
    POSTCODE = "postcode"
    NAME = "name"
    EMAIL = "email"
    BIRTH_DATE = "birth_date"


@dataclass(frozen=True, slots=True)
class Said:
    """A fact as it was heard one time it was said; said twice, it is two of these, which back each other up."""

    fact: Fact
    readings: tuple[str, ...]
    """Best first, as `Entity` has them: names in lower case, letters said one by one with blanks between ("s m i t h");
    e-mails; postcodes in letters and digits; days of birth as ISO days, `?` for what was not heard (`1964-08-??`)."""


@dataclass(frozen=True, slots=True)
class IdentifyCaller:
    """Match what the caller said against this shop's own customers and orders. Reads only.

    Two factors are needed, of a set that the shop's settings call sufficient.
    """

    order_numbers: tuple[str, ...] = ()
    """Readings of the number, whole or its last four, best first; digits only. Empty: none was given."""
    number_is_suffix: bool = False
    phone_tails: tuple[str, ...] = ()
    """Readings, best first; four digits."""
    postcodes: tuple[str, ...] = ()
    proposed: CustomerId | None = None
    """The customer that number or device proposed; narrows the match, is never a factor."""
    said: tuple[Said, ...] = ()
    """Everything else the caller said of themselves, in the order said."""
    number_is_certain: bool = False
    """Keyed or typed, not heard: it is this number or none, never one that sounds like it."""


@dataclass(frozen=True, slots=True)
class TrackOrder:
    """Everything about where an identified caller's orders are. Reads only."""

    customer_id: CustomerId
    order_id: OrderId | None = None
    """One order, or None for all that are still open (the newest where none is)."""


@dataclass(frozen=True, slots=True)
class ReadBook:
    """The identified caller's book (`events.book`). Answered by `BookRead`."""

    customer_id: CustomerId


@dataclass(frozen=True, slots=True)
class Ask:
    """One of the questions of `events.reading` (`FindOrder`, `RefundStatus`, `ExplainDelay`, ...). Answered by
    `Answered`.
    """

    reading: Reading


@dataclass(frozen=True, slots=True)
class AskQuote:
    """What a change would do. Answered by `Quoted`, `WishRefused` or `FactAsked`.

    Speculatively nothing is kept of it; when the turn is committed it is asked again for good.
    """

    customer_id: CustomerId
    action: str
    """The service's name: `cancel_order`."""
    wish: Mapping[str, Plain]
    """The fields of the wish of that service (`act.services.wishes`)."""


@dataclass(frozen=True, slots=True)
class Write:
    """Carry out a quote that the caller said yes to. Never speculative. Answered by `Written` or `WishRefused`."""

    quote_id: QuoteId
    step: int
    """Counts the writes of the call from 1: with the call's id it is the action id, so that the same decision made
    again is the same action."""
    order_id: OrderId | None = None


@dataclass(frozen=True, slots=True)
class SendCode:
    """Send the customer a step-up code. Never speculative. Answered by `CodeSent` or `ServiceDown`."""

    customer_id: CustomerId


@dataclass(frozen=True, slots=True)
class CheckCode:
    """Check what the caller gave as the code. Never speculative. Answered by `CodeRight` or `CodeWrong`."""

    customer_id: CustomerId
    codes: tuple[str, ...]
    """Readings, best first; digits only."""


@dataclass(frozen=True, slots=True)
class KeepAddress:
    """Keep an address the caller gave, so that a wish can name it. Never speculative. Answered by `AddressKept` or
    `WishRefused`.
    """

    customer_id: CustomerId
    parts: Mapping[str, str]
    """Any of line1, line2, district, city, region, postcode, country, recipient, phone."""


Query = ProposeCaller | IdentifyCaller | TrackOrder | ReadBook | Ask | AskQuote
"""Requests that change nothing: they may run speculatively and be thrown away."""

Effect = Write | SendCode | CheckCode | KeepAddress
"""Requests that change something: carried out only when the turn is committed, outside the audio pipeline, once."""

Request = Query | Effect
"""What a decision may wait for."""

Action = Say | Listen | ShowOrder | SwitchLanguage | HandOff | HangUp | Request
