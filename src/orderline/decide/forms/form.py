"""What a task that changes or reads orders is: a form with slots. A task file holds one `ChangeForm` or `ReadForm`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from orderline.decide.forms.ground import Found, Ground
from orderline.decide.frame import Said
from orderline.events.decision import Action, Plain, Request, Say, Value
from orderline.events.meaning import EntityKind
from orderline.events.outcome import Outcome
from orderline.events.reading import Reading
from orderline.events.speech import Expect
from orderline.orders.quote import Receipt, Refused


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that must be known, or may be."""

    name: str
    resolve: Callable[[Ground], Found]
    """What the words heard (`Ground.heard`) and the book make of it."""
    kinds: frozenset[EntityKind]
    """The entities that it is filled from. An answer to the question for this slot keeps them to itself."""
    corrected_by: frozenset[EntityKind]
    """Of these, the entities that change it once it is filled."""
    ask: str
    """Wording key of the question; `Found.ask` goes before it where the resolver knows a better one."""
    hint: str = "change.detail_hint"
    keypad: str = "change.choice_keypad"
    expect: Expect = Expect.DETAIL
    always: bool = True
    """False: asked for only where the service asks for it, or where what was said leaves several."""
    default: Plain = None
    """Taken where the caller says that they do not mind; None: there is no such thing."""
    whole: bool = False
    """True: filled anew from everything heard when it is corrected: the last words say only a part of it."""
    clears: tuple[str, ...] = ()
    """Slots that hold nothing any more once this one changes: the lines of another order are other lines."""
    together: Callable[[tuple[Plain, ...]], Plain] | None = None
    """What "both" makes of several offered values; None: it takes one."""
    each: bool = False
    """True: "both" makes each value a wish of its own."""
    as_said: Callable[[Ground, Plain], Said] | None = None
    """What picking an offered value amounts to in words; None: it fills the slot as it is."""
    looks_up: Callable[[Ground], Reading | None] = lambda ground: None
    """What has to be known before it can be filled and is not in the book; the answer is `Ground.looked`."""


Wishes = Callable[[Ground], Mapping[str, Plain]]
Values = Callable[[Ground], Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class Form:
    """What both kinds of forms have."""

    name: str
    """The intent's name, and that of its wording file."""
    slots: tuple[Slot, ...]
    """In the order in which they are filled and asked for."""
    values: Values
    """What its sentences are filled with."""
    kin: frozenset[str] = frozenset()
    """Other tasks that a caller may seem to ask for while they speak of this one: no wishes of their own then."""
    anyone: bool = False
    """True: it tells nothing of a customer, so that nobody has to be known for it."""
    also: str = ""
    """Slot to which "anything else of this order?" adds; empty: it is not asked. For changes that an order takes only
    once."""


@dataclass(frozen=True, slots=True)
class ChangeForm(Form):
    """A task that changes something: quoted, read back, carried out upon a yes."""

    action: Callable[[Ground], str] = lambda ground: ground.form.name
    """The service; mostly the form's own name."""
    wish: Wishes = lambda ground: {}
    """The fields of the service's wish (`act.services.<action>`)."""
    keeps: Callable[[Ground], Mapping[str, str] | None] = lambda ground: None
    """Parts of an address that is new to the shop: the engine has it kept before it asks for a quote, and fills the
    slot `KEPT_ADDRESS` with its key. None: there is none, or it stands on file."""
    read_back: Callable[[Ground], tuple[Say, ...]] | None = None
    """What will be done, before money and conditions; None: `<name>.read_back` with `values`."""
    done: Callable[[Ground, Receipt], tuple[Say, ...]] | None = None
    """What was done; None: `<name>.done` with `values`."""
    instead: Callable[[Ground, Refused], str] = lambda ground, refused: ""
    """A task that fits where this one is refused; it is offered, never begun unasked. Empty: there is none."""


@dataclass(frozen=True, slots=True)
class ReadForm(Form):
    """A task that tells something and changes nothing. It may be asked in the middle of a change."""

    request: Callable[[Ground], Request | None] = lambda ground: None
    """What is asked of the services; None: the book says it all, and `tell` is called with no outcome."""
    tell: Callable[[Ground, Outcome | None], tuple[Action, ...] | None] = lambda ground, outcome: ()
    """What is said and shown of the answer; None: an outcome that does not belong to the request."""
    offers: Callable[[Ground, Outcome | None], str] = lambda ground, outcome: ""
    """A change that the answer suggests, offered with `<name>.offer_<task>` where nothing else is open; empty: none."""


KEPT_ADDRESS = "address_id"
"""Slot of the key of a kept address: the slot that holds its parts names this one among those it `clears`."""
FACT_SLOTS: Mapping[str, str] = {"reason": "reason", "line.condition": "condition"}
"""Policy fact → the slot that holds it. Source: `orders.policy.facts`, those with `asked`."""
