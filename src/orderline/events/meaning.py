"""What was meant: ranked intents, entities, dialogue acts, and one calibrated confidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from orderline.orders.identifiers import Language


class Act(StrEnum):
    """What the sentence does in the conversation, apart from what it asks for."""

    YES = "yes"
    NO = "no"
    CORRECT = "correct"
    REPEAT = "repeat"
    SLOWER = "slower"
    WAIT = "wait"
    PERSON = "person"
    THANKS = "thanks"
    BYE = "bye"


class EntityKind(StrEnum):
    """What a piece of the sentence names."""

    ORDER_NUMBER = "order_number"
    DIGITS = "digits"
    """A run of digits whose role the words do not give; the state decides."""
    PHONE_TAIL = "phone_tail"
    POSTCODE = "postcode"
    PRODUCT = "product"
    CHANNEL = "channel"
    DATE = "date"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing named in the sentence."""

    kind: EntityKind
    value: str
    """Canonical: digits without spaces, ISO date, product key."""
    text: str
    """The words it came from."""
    confidence: float
    """[0, 1]"""
    alternatives: tuple[str, ...] = ()
    """Other canonical readings, best first."""
    is_suffix: bool = False
    """True where the caller gave only the end of a longer number."""


@dataclass(frozen=True, slots=True)
class RankedIntent:
    """One reading of what the caller wants. `name` is the task's name: `track_order`, ..., or `other`."""

    name: str
    probability: float
    """[0, 1]"""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one utterance meant."""

    text: str
    language: Language
    intents: tuple[RankedIntent, ...]
    """Best first, probabilities sum to 1; empty only for an empty text."""
    entities: tuple[Entity, ...] = ()
    acts: tuple[Act, ...] = ()
    confidence: float = 0.0
    """[0, 1]: the probability that acting on the best reading is right."""

    @property
    def intent(self) -> str:
        """The best intent's name; `other` where there is none."""
        return self.intents[0].name if self.intents else "other"

    def first(self, kind: EntityKind) -> Entity | None:
        """The first entity of `kind`, or None."""
        return next((entity for entity in self.entities if entity.kind is kind), None)
