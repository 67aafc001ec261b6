"""Which of the numbers a caller gave is what: the order's, the phone's, or the postcode."""

from __future__ import annotations

from dataclasses import dataclass, replace

from orderline.decide.questions import ORDER_NUMBER, ORDER_TAIL, PHONE_TAIL
from orderline.decide.state import DialogueState, Identity, ShopFacts
from orderline.events.meaning import Entity, EntityKind

NUMBERS = frozenset({EntityKind.ORDER_NUMBER, EntityKind.PHONE_TAIL, EntityKind.POSTCODE, EntityKind.DIGITS})
"""What a caller may be known by."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one turn brought."""

    identity: Identity
    gained: bool = False
    """At least one factor was taken, or is doubtful."""
    misheard: bool = False
    """A number was given that cannot be taken: of no length that fits, or too uncertain."""


def gather(state: DialogueState, entities: tuple[Entity, ...]) -> Gathered:
    """Take every factor among `entities`, in any order and number.

    A factor under `thresholds.confirm_at` is not taken; an order number between that and `act_at` becomes
    `Identity.doubtful`, to be read back. A doubtful second factor is taken as it is: it is only ever matched against
    the one order, so that mishearing it can refuse a caller but never admit one.
    """
    identity, gained, misheard = state.identity, False, False
    for entity in entities:
        if entity.kind not in NUMBERS:
            continue
        fitting = as_factor(state, identity, entity)
        if fitting is None or fitting.confidence < state.thresholds.confirm_at:
            misheard = True
            continue
        gained = True
        if fitting.kind is EntityKind.ORDER_NUMBER and fitting.confidence < state.thresholds.act_at:
            identity = replace(identity, doubtful=fitting)
        else:
            identity = identity.with_number(fitting)
    return Gathered(identity, gained, misheard and not gained)


def as_factor(state: DialogueState, identity: Identity, entity: Entity) -> Entity | None:
    """`entity` with its role decided and only the readings that look like it; None where none does."""
    kind = _role(state, identity, entity)
    fitting = tuple(reading for reading in (entity.value, *entity.alternatives) if _fits(state.facts, kind, reading))
    if not fitting:
        return None
    suffix = kind is EntityKind.ORDER_NUMBER and len(fitting[0]) not in state.facts.lengths
    alike = tuple(reading for reading in fitting[1:] if len(reading) == len(fitting[0]))
    return replace(entity, kind=kind, value=fitting[0], alternatives=alike, is_suffix=suffix)


def _role(state: DialogueState, identity: Identity, entity: Entity) -> EntityKind:
    """The words decide first, then what was asked, then the length and what is still missing."""
    if entity.kind is not EntityKind.DIGITS:
        return entity.kind
    facts, length = state.facts, len(entity.value)
    if state.question == PHONE_TAIL.name:
        return EntityKind.PHONE_TAIL if length == facts.tail_digits else EntityKind.POSTCODE
    if state.question in (ORDER_NUMBER.name, ORDER_TAIL.name):
        second = identity.order_number is not None and length == facts.tail_digits
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
