"""Where a dialogue stands: everything that the next decision may depend on, frozen and serialisable."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from orderline.decide.frame import Said
from orderline.decide.ledger import Ledger
from orderline.decide.question import Question
from orderline.events.book import Book
from orderline.events.decision import Listen, Request, Say
from orderline.events.meaning import Entity, EntityKind
from orderline.events.speech import Expect
from orderline.orders.identifiers import CustomerId, Language, OrderId


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When to act, ask again, or bring in a person. `settings.dialogue` explains each; these are its defaults."""

    act_at: float = 0.6
    """[0, 1]: at or over it, act without asking back."""
    confirm_at: float = 0.35
    """[0, 1]: at or over it, ask "is that right?"; under it, ask again."""
    failures: int = 2
    """≥ 1: failures in a row at the same question that bring in a person. Source: design section 1, rule 6."""
    identity_failures: int = 3
    """≥ 1: factors that matched nobody, over the whole call, that bring in a person. Source: issue "Understanding and
    deciding", identity by risk."""


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """What the dialogue must know of the shop's own numbers."""

    order_digits: int = 6
    """Digits of an order number; the longest, where they differ. Letters before them are not counted."""
    order_lengths: tuple[int, ...] = ()
    """Digits an order number may have; empty: `order_digits` only."""
    order_prefix: str = ""
    """Letters the shop prints before the digits, upper case: `W` of #W2378156. Never a factor, for callers leave it
    out."""
    tail_digits: int = 4
    """Length of a phone tail and of a number given by its end."""
    postcode_lengths: tuple[int, ...] = (5, 6)
    """Letters and digits a postcode may have: United States 5, China 6. Lengths alone, for a journal keeps no more."""
    sufficient: tuple[tuple[str, ...], ...] = (
        ("order_number", "phone_tail"),
        ("order_number", "postcode"),
        ("name", "postcode"),
        ("name", "phone_tail"),
        ("email", "postcode"),
        ("email", "phone_tail"),
        ("order_number", "name"),
    )
    """Sets of facts (`events.decision.Fact`) that identify a caller, those asked for first in front. Source:
    `settings.identity`."""

    @property
    def lengths(self) -> tuple[int, ...]:
        """Every length in digits of an order number."""
        return self.order_lengths or (self.order_digits,)


MOST_SAID = 8
"""Facts kept while a caller is being identified. Source: own choice: each of four kinds said twice."""


class Phase(StrEnum):
    """Who holds the call."""

    RINGING = "ringing"
    """Before the greeting."""
    TALKING = "talking"
    WITH_PERSON = "with_person"
    """A person is being fetched or talks; the line is silent."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of who is calling."""

    hint: str | None = None
    """The number or device the call came from, not yet looked up."""
    proposed: CustomerId | None = None
    """Who that may be. Narrows the search for an order, is never a factor."""
    order_number: Entity | None = None
    said: tuple[Entity, ...] = ()
    """Phone tails, postcodes, names and e-mails, oldest first; the newest `MOST_SAID`."""
    lacks: tuple[str, ...] = ()
    """Facts that the caller says they cannot give."""
    more: int = 0
    """Times one more fact was asked for because those given did not suffice."""
    doubtful: Entity | None = None
    """A number that was read back and waits for a yes."""
    misheard: int = 0
    """Numbers in a row that the caller denied when they were read back."""
    mismatches: int = 0
    """Sets of facts that matched nobody, over the whole call."""
    customer: CustomerId | None = None
    """Set only by an `Identified` outcome: a sufficient set of facts matched. The same for the rest of the call."""
    order: OrderId | None = None
    """The order whose number was given; None: they were known without one."""
    level: int = 1
    """How sure it is once `customer` is set: 1 two factors, 2 a code sent to the customer as well."""

    @property
    def known(self) -> bool:
        """Whether a sufficient set of facts has matched."""
        return self.customer is not None

    @property
    def given(self) -> frozenset[str]:
        """The facts that were given, by name."""
        numbers = ("order_number",) if self.order_number is not None else ()
        return frozenset({*numbers, *(entity.kind.value for entity in self.said)})

    def with_fact(self, entity: Entity) -> Identity:
        """Take a fact. A number replaces the one given before; names and e-mails said again back each other up."""
        if entity.kind is EntityKind.ORDER_NUMBER:
            return replace(self, order_number=entity, doubtful=None, misheard=0)
        kept = self.said
        if entity.kind in (EntityKind.PHONE_TAIL, EntityKind.POSTCODE):
            kept = tuple(other for other in kept if other.kind is not entity.kind)
        return replace(self, said=(*kept, entity)[-MOST_SAID:])

    def forgotten(self) -> Identity:
        """Without anything the caller said to be known by."""
        return replace(self, order_number=None, said=(), doubtful=None, more=0)


@dataclass(frozen=True, slots=True)
class DialogueState:
    """One call's dialogue."""

    language: Language
    thresholds: Thresholds = field(default_factory=Thresholds)
    facts: ShopFacts = field(default_factory=ShopFacts)
    phase: Phase = Phase.RINGING
    started_at: datetime | None = None
    """Aware, UTC; from `CallStarted`. "Today" for the whole call."""
    identity: Identity = field(default_factory=Identity)
    ledger: Ledger = field(default_factory=Ledger)
    question: str = ""
    """Name of the question that is open; empty: anything may be said."""
    asked: Question | None = None
    """That question, where it is a task's own and not one of `decide.questions`."""
    doubtful_wish: str = ""
    """The task that the line is asking about: "you want to …, is that right?"."""
    doubtful_said: Said = ()
    """What was said with it."""
    listening: Listen = field(default_factory=lambda: Listen(Expect.NOTHING))
    last_said: tuple[Say, ...] = ()
    """What `repeat` says again."""
    keys: str = ""
    """Keys pressed so far for the open question."""
    pending: Request | None = None
    """The request whose outcome is awaited."""
    book: Book | None = None
    """The caller's own orders, methods and addresses; None: not read yet, or changed since by a write."""
    focus: OrderId | None = None
    """The order under discussion: what "it" means."""
    writes: int = 0
    """Writes of this call so far; the next one's step is one more."""
    failures: int = 0
    """Failures in a row at the open question."""
    stalls: int = 0
    """Turns in a row that brought nothing forward though nothing went wrong: repeats, "hold on", "hello?"."""
    silences: int = 0
    """Silences in a row."""
    waiting: bool = False
    """The caller said "hold on"."""
    tried: tuple[str, ...] = ()
    """Wording keys of the line's attempts at the open wish, oldest first; the newest eight."""
    others: tuple[OrderId, ...] = ()
    """Further open orders, as last asked for."""
    told: tuple[OrderId, ...] = ()
    """Orders the caller has been told about."""
    nobody_came: int = 0
    """Times the call rang at the desk in vain."""
