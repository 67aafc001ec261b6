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
    ABUSE = "abuse"
    """Swearing at the line."""


class EntityKind(StrEnum):
    """What a piece of the sentence names."""

    ORDER_NUMBER = "order_number"
    DIGITS = "digits"
    """A run of digits whose role the words do not give; the state decides."""
    PHONE_TAIL = "phone_tail"
    POSTCODE = "postcode"
    NAME = "name"
    """A person's name as heard: words in order, lower case; `alternatives` are sound-alike and n-best readings."""
    EMAIL = "email"
    PRODUCT = "product"
    """Value: the shop's product id; `alternatives`: other products the words may mean, best first."""
    OPTION = "option"
    """Value: `name=value` of a variant as the shop writes it, e.g. `color=blue`; see `Role` for from, to and not."""
    QUANTITY = "quantity"
    """Value: a whole number of pieces in digits."""
    MONEY = "money"
    """Value: minor units and currency, `24292 USD`; the currency is empty where none was said: `24292 `."""
    DATE = "date"
    """Value: ISO day `2026-11-20`, or first and last day `2026-11-16/2026-11-22`."""
    SLOT = "slot"
    """A time of day to come: ISO start and end in the shop's time, `2026-11-23T09:00/2026-11-23T11:00`."""
    METHOD = "method"
    """How to pay: a payment kind (`credit_card`, `paypal`, `gift_card`, `alipay`, `wechat`, ...), or `last4:4821`, or
    `original`."""
    REASON = "reason"
    """A code of `orders.policy.facts.REASONS`."""
    CONDITION = "condition"
    """A value of the fact `line.condition`."""
    CHOICE = "choice"
    """One of what was offered: `1`, `2`, ..., `last`, `both`, `other`, `all`, `same`, `coupon`, `priority`,
    `create`, `refund`."""
    ADDRESS = "address"
    """Value: a JSON object with any of the fields of `KeepAddress.parts`; or one on file: `default`, `other`, or
    `order` for that of another order."""
    TOPIC = "topic"
    """What a question about the shop's rules is about: a value of `orders.policy.facts.RuleKind`, or `else`: something
    that no rule speaks of."""
    TAG = "tag"
    """A kind of thing that such a question is about: a value of `orders.policy.facts.TAGS`."""
    CHANNEL = "channel"
    LANGUAGE = "language"


class Role(StrEnum):
    """What an entity is to the wish it is said with."""

    ANY = "any"
    """The words do not say."""
    FROM = "from"
    """What is there now: "the *blue* one", "change it from *blue*"."""
    TO = "to"
    """What is wanted: "make it *green*", "换成*大号*"."""
    NOT = "not"
    """What is not meant: "not the *lamp*", "keep the *lamp*"."""


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
    role: Role = Role.ANY


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
    parts: tuple[Meaning, ...] = ()
    """Several wishes in one breath, in the order said: each with its own intents, entities and confidence. Empty for
    one wish; the fields above then are that wish, else those of the first part with the acts of the whole."""

    @property
    def intent(self) -> str:
        """The best intent's name; `other` where there is none."""
        return self.intents[0].name if self.intents else "other"

    def first(self, kind: EntityKind) -> Entity | None:
        """The first entity of `kind`, or None."""
        return next((entity for entity in self.entities if entity.kind is kind), None)
