"""What a person needs before saying hello: a call's facts into one briefing, masked.

Everything here is safe to show to anyone at the desk: names by first letters, numbers by their last four.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from orderline.events.decision import HandOff
from orderline.events.meaning import Entity, EntityKind
from orderline.events.outcome import Identified, NotIdentified
from orderline.handoff.attempts import attempts_words
from orderline.handoff.masking import mask_name, mask_spoken
from orderline.handoff.reasons import MISMATCH_WORDS, REASON_WORDS, wants_words
from orderline.orders.card import OrderCard, order_card
from orderline.orders.identifiers import CallId, Language
from orderline.orders.order import Text, TrackedOrder
from orderline.privacy import mask

TRANSCRIPT_LINES = 40
"""Lines of transcript on a card; older ones are left out. A choice: two screens of a phone."""

_LABELS: Mapping[EntityKind, Text] = {
    EntityKind.ORDER_NUMBER: Text("Order number heard", "听到的订单号"),
    EntityKind.DIGITS: Text("Digits heard", "听到的数字"),
    EntityKind.PHONE_TAIL: Text("End of phone number", "手机尾号"),
    EntityKind.POSTCODE: Text("Postcode", "邮编"),
    EntityKind.PRODUCT: Text("Product", "商品"),
    EntityKind.CHANNEL: Text("Bought through", "购买渠道"),
    EntityKind.DATE: Text("Date", "日期"),
    EntityKind.LANGUAGE: Text("Language", "语言"),
}
_PERSONAL = (EntityKind.ORDER_NUMBER, EntityKind.DIGITS, EntityKind.PHONE_TAIL, EntityKind.POSTCODE)


class Speaker(StrEnum):
    """Who said a line of the transcript."""

    CALLER = "caller"
    LINE = "line"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One side's turn, as shown."""

    who: Speaker
    text: str
    at_s: float
    """Seconds since the call began, ≥ 0."""


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What a call knows when it is given to a person. Unmasked: it stays inside the process."""

    call_id: CallId
    language: Language
    handoff: HandOff
    identity: Identified | NotIdentified | None = None
    """The last answer about who is calling; None where nobody asked."""
    name: str | None = None
    """The customer's name as stored; None where nobody is identified."""
    entities: tuple[Entity, ...] = ()
    """What was heard in the whole call, oldest first; the last of each kind is shown."""
    confidence: float | None = None
    """[0, 1]: of the last understood turn; None where nothing was understood."""
    order: TrackedOrder | None = None
    """The order that was last spoken of, for an identified caller."""
    transcript: tuple[TranscriptLine, ...] = ()
    """Oldest first."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who is calling, as far as that is proven."""

    name_masked: str
    """Empty where nobody is identified."""
    verified: bool
    how: tuple[str, ...]
    """The factors that matched: `order_number`, `phone_tail`, `postcode`."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the caller said, labelled."""

    label: Text
    value: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """A call on one card, safe to show."""

    call_id: CallId
    language: Language
    who: Who
    wants: Text
    reason: Text
    tried: tuple[Text, ...]
    facts: tuple[Fact, ...]
    confidence: float | None
    """[0, 1], or None where nothing was understood."""
    order: OrderCard | None
    transcript: tuple[TranscriptLine, ...]


def brief(facts: CallFacts) -> Briefing:
    """The briefing of a call. Pure; masks everything personal, and shows an order only of a verified caller."""
    verified = isinstance(facts.identity, Identified)
    return Briefing(
        call_id=facts.call_id,
        language=facts.language,
        who=_who(facts),
        wants=wants_words(facts.handoff.wants),
        reason=REASON_WORDS[facts.handoff.reason],
        tried=_tried(facts),
        facts=_heard(facts.entities),
        confidence=facts.confidence,
        order=order_card(facts.order) if facts.order is not None and verified else None,
        transcript=tuple(masked_line(line) for line in facts.transcript[-TRANSCRIPT_LINES:]),
    )


def masked_line(line: TranscriptLine) -> TranscriptLine:
    """`line` with every long number in it masked, written or spoken."""
    return TranscriptLine(line.who, mask_spoken(line.text), line.at_s)


def _who(facts: CallFacts) -> Who:
    identity = facts.identity
    if not isinstance(identity, Identified):
        return Who(name_masked="", verified=False, how=())
    return Who(name_masked=mask_name(facts.name or ""), verified=True, how=identity.factors)


def _tried(facts: CallFacts) -> tuple[Text, ...]:
    """What the line tried, each thing once, and why the caller could not be matched where that is known."""
    tried = attempts_words(facts.handoff.tried)
    if isinstance(facts.identity, NotIdentified):
        return (*tried, MISMATCH_WORDS[facts.identity.reason])
    return tried


def _heard(entities: tuple[Entity, ...]) -> tuple[Fact, ...]:
    """The last entity of each kind, in the order the kinds first came up."""
    last = {entity.kind: entity for entity in entities}
    return tuple(
        Fact(_LABELS[kind], mask(entity.value) if kind in _PERSONAL else mask_spoken(entity.value))
        for kind, entity in last.items()
    )
