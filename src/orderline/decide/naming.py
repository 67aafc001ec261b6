"""The wish that an utterance's things tell, where its words say another or none."""

from __future__ import annotations

import json

from orderline.events.meaning import Entity, EntityKind, Meaning, Role

_ADDRESSED = frozenset({"track_order", "return_item", "give_details", "other", "change_item", "order_details"})
"""Intents that are mistaken for an address to be changed: no one names a street and means these."""
_MISTAKEN = frozenset({"add_line", "change_payment"})
"""Intents that a change of a thing is mistaken for, where they are not sure."""
_SURE = 0.85
"""Confidence from which an intent is what it says, whatever is named. Source: own choice."""
_UNSAID = frozenset({"give_details", "other"})
"""Intents that say no wish."""


def wish_named(meaning: Meaning) -> str:
    """The intent, unless what is named tells better: a street is where to send it; a thing and what it should become is
    a change of it.
    """
    streets = any(_is_street(entity) for entity in meaning.entities)
    if meaning.intent in _ADDRESSED and streets and not _of_default(meaning):
        return "change_address"
    if meaning.intent == "change_default_address" and _names_order(meaning) and _is_default(meaning):
        return "change_address"
    if meaning.intent in ("change_address", "give_details", "other") and _of_default(meaning):
        return "change_default_address"
    if meaning.intent in _MISTAKEN and meaning.confidence < _SURE and _becomes(meaning):
        return "change_item"
    wanted = any(one.kind is EntityKind.OPTION and one.role is not Role.NOT for one in meaning.entities)
    if meaning.intent in _UNSAID and wanted and meaning.first(EntityKind.PRODUCT) is not None:
        return "change_item"
    return meaning.intent


def goes_to_default(before: str, about: tuple[Entity, ...], said: tuple[Entity, ...]) -> bool:
    """Whether "it should be my own address" tells where an order spoken of just `before` should go."""
    orders = any(one.kind in (EntityKind.PRODUCT, EntityKind.ORDER_NUMBER) for one in about)
    return before in ("track_order", "change_address") and orders and not any(map(_is_street, said))


TELLING: dict[str, frozenset[EntityKind]] = {
    "change_item": frozenset({EntityKind.OPTION}),
    "exchange_item": frozenset({EntityKind.OPTION}),
    "change_address": frozenset({EntityKind.ADDRESS}),
    "change_default_address": frozenset({EntityKind.ADDRESS}),
    "change_payment": frozenset({EntityKind.METHOD}),
    "cancel_order": frozenset({EntityKind.PRODUCT, EntityKind.ORDER_NUMBER, EntityKind.DATE}),
    "return_item": frozenset({EntityKind.PRODUCT}),
}
"""What makes a change likely where it is named: read back before it is done, it may then be begun half sure."""


def is_told(meaning: Meaning) -> bool:
    """Whether what is named makes the intent's change likely."""
    kinds = TELLING.get(wish_named(meaning), frozenset())
    return any(entity.kind in kinds and entity.role is not Role.NOT for entity in meaning.entities)


def _becomes(meaning: Meaning) -> bool:
    """Whether a thing is named, and after it what it should become."""
    things = [at for at, one in enumerate(meaning.entities) if one.kind is EntityKind.PRODUCT]
    return bool(things) and any(
        one.kind is EntityKind.OPTION and one.role is Role.TO for one in meaning.entities[things[0] :]
    )


def _names_order(meaning: Meaning) -> bool:
    return any(entity.kind in (EntityKind.PRODUCT, EntityKind.ORDER_NUMBER) for entity in meaning.entities)


def _is_default(meaning: Meaning) -> bool:
    return any(entity.kind is EntityKind.ADDRESS and entity.value == "default" for entity in meaning.entities)


def _of_default(meaning: Meaning) -> bool:
    """The default address is named, and another one that it should be."""
    streets = any(_is_street(entity) for entity in meaning.entities)
    return streets and _is_default(meaning) and not _names_order(meaning)


def _is_street(entity: Entity) -> bool:
    if entity.kind is not EntityKind.ADDRESS:
        return False
    try:
        parts = json.loads(entity.value)
    except ValueError:
        return False
    return isinstance(parts, dict) and bool(parts.get("line1"))
