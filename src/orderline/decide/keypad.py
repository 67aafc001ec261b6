"""Keys: digits of a number are certain, and a choice is one key. Always a way out of a misheard number."""

from __future__ import annotations

from dataclasses import replace

from orderline.decide.decision import GoOn, Step, keep_listening
from orderline.decide.factors import as_factor
from orderline.decide.forms.hearing import hears
from orderline.decide.questions import listening_for, open_question
from orderline.decide.repair.ladder import failed
from orderline.decide.state import DialogueState
from orderline.decide.tasks.registry import ANSWERS, ASK_FOR_PERSON, form_under_way
from orderline.events.decision import Say
from orderline.events.meaning import Act, Entity, EntityKind, Meaning
from orderline.events.speech import Expect

PERSON_KEY, YES_KEY, NO_KEY, TRACK_KEY = "0", "1", "2", "1"
"""Single keys, as the prompts offer them."""
_KEYED = "keypad"
"""Stands where an entity keeps the words it came from."""
LONGEST = 32
"""Keys kept; more are dropped. Source: own choice, twice the longest order number."""


def pressed(state: DialogueState, keys: str) -> Step:
    """Take `keys`: `*` starts the number again, `#` ends it, and so does the length that was asked for."""
    state = replace(state, silences=0, waiting=False)
    question = open_question(state)
    expected = listening_for(question, state).digits
    so_far = state.keys
    for position, key in enumerate(keys):
        if key == "*":
            so_far = ""
        elif key == "#":
            return _entered(state, so_far)
        else:
            so_far = (so_far + key)[:LONGEST]
        last = position == len(keys) - 1
        if last and len(so_far) == 1 and _offers_choice(state, question.expect, so_far):
            return _chosen(replace(state, keys=""), so_far, question.expect)
        if last and len(so_far) >= (expected or state.facts.order_digits):
            return _entered(state, so_far)
    return keep_listening(replace(state, keys=so_far))


def _offers_choice(state: DialogueState, expect: Expect, key: str) -> bool:
    """Whether one key is an answer: to a yes or no, to choices offered, and zero wherever no number was asked for."""
    if expect in (Expect.YES_NO, Expect.CHOICE):
        return True
    return expect is Expect.OPEN and (state.failures > 0 or key == PERSON_KEY)


def _entered(state: DialogueState, digits: str) -> Step:
    """A finished number."""
    state = replace(state, keys="")
    form = form_under_way(state)
    if form is not None:
        keyed = Meaning(digits, state.language, (), (Entity(EntityKind.DIGITS, digits, _KEYED, 1.0),), (), 1.0)
        return hears(state, form, keyed) or failed(state)
    entity = Entity(EntityKind.DIGITS, digits, _KEYED, 1.0)
    factor = as_factor(state, state.identity, entity)
    if factor is None:
        return failed(state, Say("repair.number_does_not_fit"))
    ledger = state.ledger if state.ledger.open else state.ledger.heard("track_order")
    return GoOn(replace(state, identity=state.identity.with_fact(factor), ledger=ledger, stalls=0))


def _chosen(state: DialogueState, key: str, expect: Expect) -> Step:
    """One key: a person everywhere; yes and no; or the wish offered."""
    if key == PERSON_KEY:
        return ASK_FOR_PERSON.begin(state)
    form = form_under_way(state)
    if form is not None:
        acts = {YES_KEY: (Act.YES,), NO_KEY: (Act.NO,)}.get(key, ()) if expect is Expect.YES_NO else ()
        choice = (Entity(EntityKind.CHOICE, key, _KEYED, 1.0),) if expect is Expect.CHOICE else ()
        return hears(state, form, Meaning(key, state.language, (), choice, acts, 1.0)) or failed(state)
    if expect is Expect.YES_NO and key in (YES_KEY, NO_KEY):
        return ANSWERS[state.question](state, key == YES_KEY)
    if expect is Expect.OPEN and key == TRACK_KEY:
        return GoOn(replace(state, ledger=state.ledger.heard("track_order")))
    return failed(state)
