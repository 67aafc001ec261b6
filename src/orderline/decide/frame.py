"""What is known of one wish so far: what was heard for it, what its slots hold, and the offer that waits for a yes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from orderline.events.answer import Answer
from orderline.events.decision import Plain
from orderline.events.meaning import Entity, EntityKind
from orderline.events.reading import Reading
from orderline.orders.quote import Quote

MOST_HEARD = 8
"""Utterances a frame keeps. Source: own choice; a wish is told in one to four."""
MOST_ENTITIES = 24
"""Entities kept of one utterance. Source: own choice, against floods: five items with four options each fit."""

Said = tuple[Entity, ...]
"""The entities of one utterance, in the order said."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked up for a slot: it stands for as long as the same is asked."""

    asked: Reading
    answer: Answer


@dataclass(frozen=True, slots=True)
class Frame:
    """One wish's slots. Frozen; every method gives the next frame."""

    fills: tuple[tuple[str, Plain], ...] = ()
    """Slot name and value, in the order they were filled."""
    heard: tuple[Said, ...] = ()
    """What was said for this wish, oldest first; the newest `MOST_HEARD`."""
    wanted: tuple[str, ...] = ()
    """Slots that may stay empty, but that a service asked for."""
    asking: str = ""
    """The slot that was asked for last."""
    offered: tuple[Plain, ...] = ()
    """Values offered with that question, in the order said: what "the second" picks from."""
    about: Entity | None = None
    """What that question was about: an answer is heard as if it named this too."""
    times: int = 0
    """How often in a row it was asked for."""
    quote: Quote | None = None
    """Read back, and waiting for the yes."""
    looked: Looked | None = None
    """What a slot offers that is not in the book: free times, charges without an order."""
    checked: bool = False
    """The caller was asked whether anything else of this order belongs to the wish."""
    refusals: int = 0
    """Refusals and stale quotes so far."""
    wrong_codes: int = 0
    turns: int = 0
    """Utterances spent on this wish."""

    def value(self, slot: str) -> Plain:
        """What a slot holds; None where it is empty."""
        return next((value for name, value in self.fills if name == slot), None)

    def filled(self, slot: str, value: Plain) -> Frame:
        """With `value` in the slot; an offer made before no longer stands."""
        return replace(self.without(slot), fills=(*self.without(slot).fills, (slot, value)))

    def without(self, *slots: str) -> Frame:
        """With these slots empty again."""
        return replace(self, fills=tuple(fill for fill in self.fills if fill[0] not in slots), quote=None)

    def forget(self, kinds: frozenset[EntityKind]) -> Frame:
        """With nothing of these kinds heard so far: it was corrected."""
        heard = tuple(tuple(entity for entity in said if entity.kind not in kinds) for said in self.heard)
        return replace(self, heard=tuple(said for said in heard if said))

    def hears(self, said: Said) -> Frame:
        """With one more utterance's entities."""
        if not said:
            return self
        return replace(self, heard=(*self.heard, said[:MOST_ENTITIES])[-MOST_HEARD:])
