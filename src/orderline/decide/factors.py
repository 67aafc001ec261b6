"""What a caller said to be known by: which number is the order's, the phone's or the postcode, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from orderline.decide.questions import EMAIL, FACTS, NAME, ORDER_NUMBER, ORDER_TAIL, PHONE_TAIL, POSTCODE, WHO
from orderline.decide.state import DialogueState, Identity, ShopFacts
from orderline.events.decision import Fact
from orderline.events.meaning import Entity, EntityKind

NUMBERS = frozenset({EntityKind.ORDER_NUMBER, EntityKind.PHONE_TAIL, EntityKind.POSTCODE, EntityKind.DIGITS})
"""Numbers a caller may be known by."""
KNOWN_BY = NUMBERS | {EntityKind.NAME, EntityKind.EMAIL}
"""All a caller may be known by."""
_PERSON_QUESTIONS = frozenset({WHO.name, NAME.name, EMAIL.name, POSTCODE.name})


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one turn brought."""

    identity: Identity
    gained: bool = False
    """At least one factor was taken, or is doubtful."""
    misheard: bool = False
    """A number was given that cannot be taken: of no length that fits, or too uncertain."""


def gather(state: DialogueState, entities: tuple[Entity, ...]) -> Gathered:
    """Take every fact among `entities`, in any order and number.

    A fact under `thresholds.confirm_at` is not taken; an order number between that and `act_at` becomes
    `Identity.doubtful`, to be read back. Any other doubtful fact is taken as it is: it is only ever matched together
    with another, so that mishearing it can refuse a caller but never admit one.
    """
    identity, gained, misheard = state.identity, False, False
    named = any(entity.kind is EntityKind.NAME for entity in entities)
    with_tail = any(entity.kind is EntityKind.PHONE_TAIL for entity in entities)
    with_email = any(entity.kind is EntityKind.EMAIL for entity in entities)
    for entity in entities:
        if entity.kind not in KNOWN_BY:
            continue
        if entity.kind is EntityKind.NAME and with_email and state.question == WHO.name:
            continue  # Where either was asked for, the words of the e-mail were heard as a name as well.
        fitting = as_factor(state, identity, entity, beside_name=named, beside_tail=with_tail)
        if fitting is None or fitting.confidence < state.thresholds.confirm_at:
            misheard = True
            continue
        gained = True
        if fitting.kind is EntityKind.ORDER_NUMBER and fitting.confidence < state.thresholds.act_at:
            identity = replace(identity, doubtful=fitting)
        else:
            identity = identity.with_fact(fitting)
    return Gathered(identity, gained, misheard and not gained)


def sufficient(state: DialogueState) -> bool:
    """Whether the facts given make a set that the shop calls sufficient."""
    given = state.identity.given
    return any(given.issuperset(facts) for facts in state.facts.sufficient)


def missing(state: DialogueState) -> str:
    """The fact to ask for next: of the sufficient set with the fewest missing, the first of these. Empty: the caller
    lacks something of every set.

    Where nothing was given yet it is the order number: it names the order as well.
    """
    given, lacks = state.identity.given, frozenset(state.identity.lacks)
    able = [facts for facts in state.facts.sufficient if not lacks & {*facts} - given and {*facts} <= FACTS.keys()]
    if not given and any(Fact.ORDER_NUMBER in facts for facts in able):
        return Fact.ORDER_NUMBER.value
    nearest = min(able, key=lambda facts: len({*facts} - given), default=())
    return next((fact for fact in nearest if fact not in given), "")


def as_factor(
    state: DialogueState, identity: Identity, entity: Entity, *, beside_name: bool = False, beside_tail: bool = False
) -> Entity | None:
    """`entity` with its role decided and only the readings that look like it; None where none does.

    `beside_name`: it was said with the caller's name, as a postcode is. `beside_tail`: with the end of a phone number,
    so that it corrects the order's.
    """
    if entity.kind in (EntityKind.NAME, EntityKind.EMAIL):
        return entity
    kind = _role(state, identity, entity, beside_name=beside_name, beside_tail=beside_tail)
    fitting = tuple(r for r in (entity.value, *entity.alternatives) if _fits(state.facts, kind, r))
    if not fitting:
        return None
    suffix = kind is EntityKind.ORDER_NUMBER and len(fitting[0]) not in state.facts.lengths
    alike = tuple(reading for reading in fitting[1:] if len(reading) == len(fitting[0]))
    return replace(entity, kind=kind, value=fitting[0], alternatives=alike, is_suffix=suffix)


def _role(
    state: DialogueState, identity: Identity, entity: Entity, *, beside_name: bool, beside_tail: bool
) -> EntityKind:
    """The words decide first, then what was asked, then the length and what is still missing."""
    if entity.kind is not EntityKind.DIGITS:
        return entity.kind
    facts, length = state.facts, len(entity.value)
    if state.question == PHONE_TAIL.name and not (beside_tail and length in facts.lengths):
        return EntityKind.PHONE_TAIL if length == facts.tail_digits else EntityKind.POSTCODE
    if state.question in _PERSON_QUESTIONS and length in facts.postcode_lengths:
        return EntityKind.POSTCODE
    if state.question in (ORDER_NUMBER.name, ORDER_TAIL.name):
        second = identity.order_number is not None and length == facts.tail_digits
        if beside_name and length not in facts.lengths and length in facts.postcode_lengths:
            return EntityKind.POSTCODE
        return EntityKind.PHONE_TAIL if second else EntityKind.ORDER_NUMBER
    if identity.order_number is None or length in facts.lengths:
        return EntityKind.ORDER_NUMBER
    return EntityKind.PHONE_TAIL if length == facts.tail_digits else EntityKind.POSTCODE


def _fits(facts: ShopFacts, kind: EntityKind, reading: str) -> bool:
    """Whether `reading` looks like a number of `kind`."""
    match kind:
        case EntityKind.ORDER_NUMBER:
            return len(reading) in (*facts.lengths, facts.tail_digits)
        case EntityKind.PHONE_TAIL:
            return len(reading) == facts.tail_digits
        case _:
            return len(reading) in facts.postcode_lengths
