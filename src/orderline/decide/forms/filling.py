"""Slots filled from what was heard: several at once, in any order, and again when the caller corrects one."""

from __future__ import annotations

from dataclasses import dataclass, field

from orderline.decide.forms.form import Form, Slot
from orderline.decide.forms.ground import Found, Ground, order_of
from orderline.decide.frame import Frame, Said
from orderline.decide.state import DialogueState
from orderline.events.book import Book
from orderline.events.decision import Plain
from orderline.events.meaning import Entity, EntityKind, Role
from orderline.events.reading import Reading

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
    lookup: Reading | None = None
    """What has to be looked up before the next slot can be filled."""


def ground_of(state: DialogueState, form: Form, frame: Frame, heard: tuple[Said, ...] | None = None) -> Ground:
    """What the form stands on; `heard` defaults to everything heard for the wish."""
    return Ground(state, form, frame, frame.heard if heard is None else heard, state.book or NO_BOOK)


def fill(state: DialogueState, form: Form, frame: Frame) -> Filling:
    """Fill every empty slot that can be, in the form's order; stop at the first that has to be asked for."""
    for slot in form.slots:
        if frame.value(slot.name) is not None:
            continue
        ground = ground_of(state, form, frame)
        lookup = slot.looks_up(ground)
        if lookup is not None and (frame.looked is None or frame.looked.asked != lookup):
            return Filling(frame, lookup=lookup)
        found = slot.resolve(ground)
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


def take(
    state: DialogueState, form: Form, frame: Frame, said: Said, *, adds: bool = False, denies: bool = False
) -> Taken:
    """Take one more utterance: a pick from what was offered, an answer, corrections of what is filled.

    `adds`: what it names comes to what `Form.also` holds, instead of in its place. `denies`: the caller said no to what
    was read back: what they name takes its place.
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
            frame = _corrected(state, form, frame, slot, mine, adds=adds and slot.name == form.also, denies=denies)
    frame, said = _telling_the_order(state, form, before, frame, said)
    frame = frame.hears(said)
    after = fill(state, form, frame).frame
    return Taken(frame, moved=bool(answered) or not same(after, before))


def _telling_the_order(state: DialogueState, form: Form, before: Frame, frame: Frame, said: Said) -> tuple[Frame, Said]:
    """Things named only to say which order is meant, where what is wanted of it was said before: they fill the order
    and nothing else.
    """
    slot = next((slot for slot in form.slots if slot.name == "order"), None)
    if slot is None or (frame.value("order") is not None and frame.value("order") == before.value("order")):
        return frame, said
    filled = frame
    if frame.value("order") is None:
        found = slot.resolve(ground_of(state, form, frame, (*before.heard, said)))
        if before.asking != slot.name or found.value is None or not found.said:
            return frame, said
        filled = frame.filled(slot.name, found.value)
    order = order_of(state.book or NO_BOOK, filled.value("order"))
    named = [one for heard in before.heard for one in heard if one.kind is EntityKind.PRODUCT]
    wanted = {reading for one in named for reading in (one.value, *one.alternatives)}
    if order is None or not any(line.product_id in wanted for line in order.lines):
        return frame, said
    return filled, tuple(one for one in said if one.kind not in (EntityKind.PRODUCT, EntityKind.OPTION))


def _corrected(
    state: DialogueState, form: Form, frame: Frame, slot: Slot, mine: Said, *, adds: bool, denies: bool
) -> Frame:
    """A filled slot looked at again in the light of the last words alone."""
    now = frame.value(slot.name)
    if slot.whole:
        again = slot.resolve(ground_of(state, form, frame, (*frame.heard, mine)))
        return frame if again.value == now else frame.without(slot.name, *slot.clears)
    found = slot.resolve(ground_of(state, form, frame, (mine,)))
    if found.value is None:
        ambiguous = bool(found.offered or found.but)
        return frame.forget(slot.corrected_by).without(slot.name, *slot.clears) if ambiguous else frame
    value = found.value
    if isinstance(now, tuple) and isinstance(value, tuple):
        if all(entity.role is Role.NOT for entity in mine if entity.kind is EntityKind.PRODUCT) and denied(mine):
            value = tuple(part for part in now if part in value)
        elif adds or (set(value) <= set(now) and not denies):
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
