"""A slot asked for: in its own words first, then with a hint, then with keys; at the fourth time a person."""

from __future__ import annotations

from dataclasses import replace

from orderline.decide.decision import Decision, ask
from orderline.decide.forms.filling import Filling, ground_of
from orderline.decide.forms.form import Form, Slot
from orderline.decide.forms.ground import Found
from orderline.decide.question import Question
from orderline.decide.repair.person import bring_in
from orderline.decide.state import DialogueState
from orderline.events.decision import HandoffReason, Say
from orderline.events.speech import Expect

MOST_TIMES = 3
"""Times one slot is asked for in a row. Source: issue "Understanding and deciding": no loop over three turns."""


def ask_for(state: DialogueState, form: Form, filling: Filling, *before: Say) -> Decision:
    """Ask for the missing slot, after `before`."""
    slot, found, frame = filling.missing, filling.found, filling.frame
    assert slot is not None
    again = frame.asking == slot.name and frame.offered == found.offered
    times = frame.times + 1 if again else 1
    if times > MOST_TIMES:
        return bring_in(state, HandoffReason.REPEATED_FAILURE)
    frame = replace(frame, asking=slot.name, offered=found.offered, about=found.about, times=times)
    question = question_for(form, slot, found)
    key = (question.ask, question.rephrase, question.keypad)[times - 1]
    values = {**form.values(ground_of(state, form, frame)), **found.values}
    ledger = state.ledger.reframe(lambda _: frame)
    return ask(replace(state, ledger=ledger, failures=0), question, *before, *found.but, Say(key, values))


def question_for(form: Form, slot: Slot, found: Found) -> Question:
    """The question for a slot: of a list offered, one of them; else the slot's own."""
    expect = Expect.CHOICE if found.offered else slot.expect
    hint = "change.choice_hint" if found.offered else slot.hint
    keypad = "change.choice_keypad" if found.offered else slot.keypad
    return Question(f"{form.name}.{slot.name}", expect, found.ask or slot.ask, hint, keypad)
