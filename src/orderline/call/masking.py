"""Events without what they tell of a person. Lengths stay, so that a masked event is decided like the one it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from orderline.events.decision import Digits
from orderline.events.meaning import Entity, EntityKind, Meaning
from orderline.events.speech import KeysPressed
from orderline.orders.order import Text
from orderline.privacy import MASK, mask, mask_text
from orderline.understand.normal import normalise
from orderline.understand.numbers import find_numbers

_NUMBER_FIELDS = frozenset({"number", "order_numbers", "phone_tails", "postcodes", "hint", "caller_hint"})
"""Fields that hold numbers of a person, whatever the event."""
_OWN_FIELDS = frozenset(
    {"order_id", "customer_id", "proposed", "key", "name", "wants", "tried", "factors", "service", "language", "others"}
)
"""Fields that hold our own keys and names, which say nothing of a person."""
_NUMBERS = frozenset({EntityKind.ORDER_NUMBER, EntityKind.DIGITS, EntityKind.PHONE_TAIL, EntityKind.POSTCODE})


def mask_event(event: Any, field: str = "") -> Any:
    """`event`, or the value of its field `field`, masked: numbers to their last four, free text of its numbers."""
    if isinstance(event, Enum | Text) or event is None:
        return event
    if isinstance(event, Digits):
        return Digits(mask(event.value))
    if isinstance(event, KeysPressed):
        return KeysPressed(mask(event.keys, keep=0))
    if isinstance(event, Entity):
        return _entity(event)
    if isinstance(event, Meaning):
        return replace(event, text=mask_spoken(event), entities=tuple(_entity(entity) for entity in event.entities))
    if isinstance(event, str):
        return _string(event, field)
    if isinstance(event, Mapping):
        return {key: mask_event(value, "") for key, value in event.items()}
    if isinstance(event, tuple):
        return tuple(mask_event(item, field) for item in event)
    if is_dataclass(event) and not isinstance(event, type):
        changed = {f.name: mask_event(getattr(event, f.name), f.name) for f in fields(event)}
        return replace(event, **changed)
    return event


def _string(value: str, field: str) -> str:
    if field in _OWN_FIELDS:
        return value
    return mask(value) if field in _NUMBER_FIELDS else mask_text(value)


def _entity(entity: Entity) -> Entity:
    if entity.kind not in _NUMBERS:
        return replace(entity, text=mask_text(entity.text))
    value = mask(entity.value)
    return replace(entity, value=value, text=value, alternatives=tuple(mask(other) for other in entity.alternatives))


def mask_spoken(meaning: Meaning) -> str:
    """What was said, with every number in it, also one in words, replaced by its masked digits."""
    text = normalise(meaning.text)
    for reading in reversed(find_numbers(text, meaning.language)):
        text = text[: reading.start] + mask(reading.value) + text[reading.end :]
    return mask_text(text)


def agree(recorded: object, decided: object) -> bool:
    """Whether two pieces of masked JSON say the same; a masked character agrees with any other."""
    if isinstance(recorded, dict) and isinstance(decided, dict):
        return recorded.keys() == decided.keys() and all(agree(recorded[key], decided[key]) for key in recorded)
    if isinstance(recorded, list) and isinstance(decided, list):
        return len(recorded) == len(decided) and all(map(agree, recorded, decided))
    if isinstance(recorded, str) and isinstance(decided, str):
        same_length = len(recorded) == len(decided)
        return same_length and all(a == b or MASK in (a, b) for a, b in zip(recorded, decided, strict=True))
    return recorded == decided
