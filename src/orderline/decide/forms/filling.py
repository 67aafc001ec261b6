"""Slots filled from what was heard: several at once, in any order, and again when the caller corrects one."""

from __future__ import annotations

from dataclasses import dataclass, field

from orderline.decide.forms.form import Form, Slot
from orderline.decide.forms.ground import Found, Ground
from orderline.decide.frame import Frame, Said
from orderline.decide.state import DialogueState
from orderline.events.book import Book
from orderline.events.decision import Plain
from orderline.events.meaning import Entity, EntityKind, Role

NO_BOOK = Book("", (), (), (), ())  # type: ignore[arg-type]
"""Of a caller who has nothing: what a form without identity stands on."""


@dataclass(frozen=True, slots=True)
class Filling:
    """How far a form is."""

    frame: Frame
    missing: Slot | None = None
    """The first slot to be asked for; None: everything needed is known."""
    found: Found = field(default_factory=Found)
    """What its resolver made of it."""


def ground_of(state: DialogueState, form: Form, frame: Frame, heard: tuple[Said, ...] | None = None) -> Ground:
    """What the form stands on; `heard` defaults to everything heard for the wish."""
    return Ground(state, form, frame, frame.heard if heard is None else heard, state.book or NO_BOOK)


def fill(state: DialogueState, form: Form, frame: Frame) -> Filling:
    """Fill every empty slot that can be, in the form's order; stop at the first that has to be asked for."""
    for slot in form.slots:
        if frame.value(slot.name) is not None:
            continue
        found = slot.resolve(ground_of(state, form, frame))
        if found.value is not None:
            frame = frame.filled(slot.name, found.value)
        elif slot.always or slot.name in frame.wanted or found.offered or found.but:
            return Filling(frame, slot, found)
    return Filling(frame)


@dataclass(frozen=True, slots=True)
class Taken:
    """What one utterance did to a frame."""

    frame: Frame
    moved: bool
    """It answered the question, or changed a slot."""
    others: tuple[Plain, ...] = ()
    """Further values of the slot `order` that the caller wants the same done to."""


def take(state: DialogueState, form: Form, frame: Frame, said: Said, *, adds: bool = False) -> Taken:
    """Take one more utterance: a pick from what was offered, an answer, corrections of what is filled.

    `adds`: what it names comes to what `Form.also` holds, instead of in its place.
    """
    asked = next((slot for slot in form.slots if slot.name == frame.asking and frame.value(slot.name) is None), None)
    before = frame
    if asked is not None:
        said = _about(frame.about, said)
        picked = _picked(state, form, frame, asked, said)
        if picked is not None:
            return picked
    answered = asked.kinds if asked is not None and any(entity.kind in asked.kinds for entity in said) else frozenset()
    for slot in form.slots:
        now = frame.value(slot.name)
        mine = tuple(entity for entity in said if entity.kind not in answered)
        if now is not None and any(entity.kind in slot.corrected_by for entity in mine):
            frame = _corrected(state, form, frame, slot, mine, adds=adds and slot.name == form.also)
    frame = frame.hears(said)
    after = fill(state, form, frame).frame
    return Taken(frame, moved=bool(answered) or not same(after, before))


def _corrected(state: DialogueState, form: Form, frame: Frame, slot: Slot, mine: Said, *, adds: bool) -> Frame:
    """A filled slot looked at again in the light of the last words alone."""
    if slot.whole:
        return frame.without(slot.name)
    now = frame.value(slot.name)
    found = slot.resolve(ground_of(state, form, frame, (mine,)))
    if found.value is None:
        ambiguous = bool(found.offered or found.but)
        return frame.forget(slot.corrected_by).without(slot.name, *slot.clears) if ambiguous else frame
    value = found.value
    if isinstance(now, tuple) and isinstance(value, tuple):
        if all(entity.role is Role.NOT for entity in mine if entity.kind is EntityKind.PRODUCT) and denied(mine):
            value = tuple(part for part in now if part in value)
        elif adds or set(value) <= set(now):
            value = tuple(sorted({*now, *value}, key=str))
    if not found.said or value == now:
        return frame
    return frame.without(*slot.clears).filled(slot.name, value)


def _picked(state: DialogueState, form: Form, frame: Frame, asked: Slot, said: Said) -> Taken | None:
    """A pick by place from what was offered; None where the utterance is none."""
    choice = next((entity for entity in said if entity.kind is EntityKind.CHOICE), None)
    if choice is None or not frame.offered:
        return None
    rest = tuple(entity for entity in said if entity is not choice)
    values = _values(frame.offered, choice.value)
    if not values or (len(values) > 1 and asked.together is None and not asked.each):
        return None
    if asked.as_said is not None:
        words = asked.as_said(ground_of(state, form, frame), values[0])
        return Taken(frame.hears((*words, *rest)), moved=True)
    value = asked.together(values) if asked.together is not None else values[0]
    others = values[1:] if asked.each and asked.together is None else ()
    return Taken(frame.without(*asked.clears).filled(asked.name, value).hears(rest), moved=True, others=others)


def _values(offered: tuple[Plain, ...], choice: str) -> tuple[Plain, ...]:
    """What a choice picks; empty where it picks nothing that was offered."""
    if choice in ("both", "all"):
        return offered
    if choice == "last" or (choice == "other" and len(offered) == 2):
        return offered[-1:]
    place = int(choice) if choice.isdigit() else 0
    return offered[place - 1 : place] if 0 < place <= len(offered) else ()


def same(one: Frame, other: Frame) -> bool:
    """Whether both hold the same values."""
    return dict(one.fills) == dict(other.fills)


def denied(said: Said) -> bool:
    """Whether the utterance takes something back: "not the lamp"."""
    return any(entity.role is Role.NOT for entity in said)


def _about(named: Entity | None, said: Said) -> Said:
    """An answer heard as if it named what was asked about."""
    if named is None or not said or any(entity.kind is named.kind for entity in said):
        return said
    return (named, *said)
