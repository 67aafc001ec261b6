"""What the caller says while a form is under way: answers, corrections, the yes, and what is not about it at all."""

from __future__ import annotations

from dataclasses import replace

from orderline.decide.decision import Step, ask, put
from orderline.decide.forms.engine import carry_out, check, go_on
from orderline.decide.forms.filling import fill, same, take
from orderline.decide.forms.form import Form
from orderline.decide.forms.framing import frame_of, settle, with_frame
from orderline.decide.forms.questions import ANYTHING_MORE, CODE, CONFIRM, INSTEAD
from orderline.decide.frame import Frame, Said
from orderline.decide.ledger import Standing
from orderline.decide.repair.person import bring_in
from orderline.decide.state import DialogueState
from orderline.events.decision import HandoffReason, Plain, Say
from orderline.events.meaning import Act, EntityKind, Meaning

MOST_TURNS = 24
"""Utterances one wish may take before a person comes. Source: own choice: five items with every detail asked."""
_TELLING = {
    "change_payment": "method",
    "change_quantity": "quantity",
    "refund_status": "end",
    "place_order": "end",
}
"""Intents of which an answer is mistaken, and the slot it answers."""
_NUMBERS = frozenset({EntityKind.DIGITS, EntityKind.ORDER_NUMBER, EntityKind.PHONE_TAIL, EntityKind.POSTCODE})


def is_about(state: DialogueState, form: Form) -> bool:
    """Whether the open question is one of the form's, or one that every change asks."""
    return state.question.startswith(("change.", f"{form.name}."))


def hears(state: DialogueState, form: Form, meaning: Meaning) -> Step | None:
    """Take an answer or a correction; None where the utterance is neither."""
    frame = replace(frame_of(state), turns=frame_of(state).turns + 1)
    if frame.turns > MOST_TURNS:
        return bring_in(state, HandoffReason.REPEATED_FAILURE)
    sure = meaning.confidence >= state.thresholds.confirm_at
    acts = meaning.acts if sure else ()
    said = tuple(entity for entity in meaning.entities if entity.confidence >= state.thresholds.confirm_at)
    denies = Act.NO in acts or Act.CORRECT in acts
    state = with_frame(state, frame)
    match state.question:
        case CODE.name:
            codes = tuple(r for e in said if e.kind in _NUMBERS for r in (e.value, *e.alternatives))
            return check(state, codes) if codes else None
        case CONFIRM.name:
            yes = Act.YES in acts and not denies and meaning.confidence >= state.thresholds.act_at
            return _changed(state, form, said, denies=denies) or _confirmed(state, yes=yes, denies=denies)
        case INSTEAD.name:
            dropped = Act.NO in acts and Act.YES not in acts
            return _changed(state, form, said, denies=True) or (drop(state, form) if dropped else None)
        case ANYTHING_MORE.name:
            return _more(state, form, said, acts)
        case _:
            return _to_slot(state, form, said, meaning)


def answers_asked(state: DialogueState, form: Form, meaning: Meaning) -> bool:
    """Whether something is named that fills the slot which was just asked for."""
    frame = frame_of(state)
    asked = next((slot for slot in form.slots if slot.name == frame.asking and frame.value(slot.name) is None), None)
    open_now = asked is not None and state.question == f"{form.name}.{asked.name}"
    return open_now and asked is not None and any(entity.kind in asked.kinds for entity in meaning.entities)


def tells_more(form: Form | None, wish: str, said: Said) -> bool:
    """Whether what sounds like a wish of its own only tells more of `form`: how to pay its difference, where to send
    it, or the same change by another name.
    """
    if form is None:
        return False
    if wish in form.kin:
        return True
    answered = _TELLING.get(wish)
    if answered is None and any(one.kind is EntityKind.METHOD for one in said):
        answered = "method"
    names_another = any(one.kind in (EntityKind.PRODUCT, EntityKind.ORDER_NUMBER) for one in said)
    return (
        answered is not None
        and form.name != wish
        and not names_another
        and any(slot.name == answered for slot in form.slots)
    )


def drop(state: DialogueState, form: Form) -> Step:
    """The caller does not want it any more: nothing was done."""
    return settle(replace(state, stalls=0), form, Standing.WITHDRAWN, Say("change.dropped"))


def _confirmed(state: DialogueState, *, yes: bool, denies: bool) -> Step | None:
    if yes and frame_of(state).quote is not None:
        return carry_out(state)
    return put(state, INSTEAD) if denies else None


def _changed(state: DialogueState, form: Form, said: Said, *, denies: bool) -> Step | None:
    """Fill again with what was corrected; None where nothing changes by it, so that the offer still stands."""
    frame = frame_of(state)
    taken = take(state, form, frame, said, denies=denies)
    filling = fill(state, form, taken.frame)
    if same(filling.frame, frame):
        return None
    return go_on(with_frame(state, taken.frame), form)


def _more(state: DialogueState, form: Form, said: Said, acts: tuple[Act, ...]) -> Step | None:
    """More of the same order; anything else that is no yes means that this is all: the read-back tells."""
    frame = frame_of(state)
    taken = take(state, form, frame, said, adds=True)
    if not same(fill(state, form, taken.frame).frame, frame):
        return go_on(with_frame(state, replace(taken.frame, checked=False)), form)
    if Act.YES in acts and Act.NO not in acts:
        return ask(state, ANYTHING_MORE, Say(ANYTHING_MORE.rephrase))
    return go_on(state, form)


def _to_slot(state: DialogueState, form: Form, said: Said, meaning: Meaning) -> Step | None:
    frame = frame_of(state)
    taken = take(state, form, frame, said)
    if taken.moved:
        for other in taken.others:
            state = _also_for(state, form, taken.frame, other)
        return go_on(with_frame(state, taken.frame), form)
    slot = next((slot for slot in form.slots if slot.name == frame.asking), None)
    if slot is not None and slot.default is not None and meaning.intent == "lack_details":
        return go_on(with_frame(state, frame.filled(slot.name, slot.default)), form)
    return None


def _also_for(state: DialogueState, form: Form, frame: Frame, order: Plain) -> DialogueState:
    """The same wish for another order, entered behind the others."""
    slot = next(slot for slot in form.slots if slot.name == frame.asking)
    other = Frame(tuple(fill for fill in frame.fills if fill[0] not in slot.clears)).filled(slot.name, order)
    return replace(state, ledger=state.ledger.later(form.name, frame=other))
