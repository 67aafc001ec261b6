"""What a slot is filled from: the caller's words, their book, and what the other slots hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from orderline.decide.frame import Frame, Said
from orderline.decide.state import DialogueState
from orderline.events.answer import Answer
from orderline.events.book import Book, BookLine, BookOrder
from orderline.events.decision import Plain, Say, Value
from orderline.events.meaning import Entity, EntityKind, Role

if TYPE_CHECKING:
    from orderline.decide.forms.form import Form


@dataclass(frozen=True, slots=True)
class Found:
    """What a resolver makes of a slot."""

    value: Plain = None
    """None: it is not known yet."""
    said: bool = False
    """True: by the caller's own words; False: because nothing else is possible."""
    offered: tuple[Plain, ...] = ()
    """Values it may be, in the order in which the question names them."""
    ask: str = ""
    """Wording key of the question that tells them apart; empty: the slot's own."""
    values: Mapping[str, Value] = field(default_factory=dict)
    """What that question is filled with."""
    but: tuple[Say, ...] = ()
    """Said before the question: what the words named and there is not."""
    ends: bool = False
    """There is nothing of the kind: the wish ends with what `but` says."""
    about: Entity | None = None
    """What the question is about: its answer is heard as if it named this too ("what should *the lamp* be?")."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a form stands on at one moment."""

    state: DialogueState
    form: Form
    frame: Frame
    heard: tuple[Said, ...]
    """Utterances to fill from, oldest first: all of the wish, or the last alone where it may correct a filled slot."""
    book: Book

    def __getitem__(self, slot: str) -> Plain:
        """What a slot holds; None where it is empty."""
        return self.frame.value(slot)

    def text(self, slot: str) -> str | None:
        """What a slot of one word or key holds; None where it is empty."""
        return cast("str | None", self.frame.value(slot))

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Every entity heard, in the order said."""
        return tuple(entity for said in self.heard for entity in said)

    def of(self, *kinds: EntityKind, roles: tuple[Role, ...] = (Role.ANY, Role.FROM, Role.TO)) -> tuple[Entity, ...]:
        """The entities heard of these kinds and roles."""
        return tuple(entity for entity in self.entities if entity.kind in kinds and entity.role in roles)

    @property
    def looked(self) -> Answer | None:
        """What was looked up for a slot."""
        return self.frame.looked.answer if self.frame.looked is not None else None

    @property
    def order(self) -> BookOrder | None:
        """The order that the slot `order` holds."""
        return order_of(self.book, self.frame.value("order"))

    @property
    def chosen(self) -> tuple[BookLine, ...]:
        """The lines that the slot `lines` holds; those of the whole order where the form has no such slot."""
        order = self.order
        if order is None:
            return ()
        numbers = self.frame.value("lines")
        if numbers is None:
            return order.lines
        return tuple(line for line in order.lines if isinstance(numbers, tuple) and line.line_no in numbers)


def order_of(book: Book, order_id: Plain) -> BookOrder | None:
    """The order of that id in the book."""
    return next((order for order in book.orders if order.order_id == order_id), None)
