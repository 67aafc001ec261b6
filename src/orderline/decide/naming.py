"""The wish that an utterance's things tell, where its words say another or none."""

from __future__ import annotations

import json

from orderline.events.meaning import Entity, EntityKind, Meaning, Role

_ADDRESSED = frozenset({"track_order", "return_item", "give_details", "other", "change_item", "order_details"})
"""Intents that are mistaken for an address to be changed: no one names a street and means these."""
_UNSAID = frozenset({"give_details", "other"})
"""Intents that say no wish."""


def wish_named(meaning: Meaning) -> str:
    """The intent, unless what is named tells better: a street is where to send it; a thing and what it should become is
    a change of it.
    """
    if meaning.intent in _ADDRESSED and any(_is_street(entity) for entity in meaning.entities):
        return "change_address"
    wanted = any(one.kind is EntityKind.OPTION and one.role is not Role.NOT for one in meaning.entities)
    if meaning.intent in _UNSAID and wanted and meaning.first(EntityKind.PRODUCT) is not None:
        return "change_item"
    return meaning.intent


def _is_street(entity: Entity) -> bool:
    if entity.kind is not EntityKind.ADDRESS:
        return False
    try:
        parts = json.loads(entity.value)
    except ValueError:
        return False
    return isinstance(parts, dict) and bool(parts.get("line1"))
