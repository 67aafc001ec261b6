"""The ladder: rephrase with a hint, then keypad or choices, then a person.

failures in a row    1          2 ...             `thresholds.failures`
what is said         rephrase   keypad, choices   a person
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from orderline.decide.decision import Decision, ask
from orderline.decide.questions import open_question
from orderline.decide.repair.person import bring_in
from orderline.decide.state import DialogueState
from orderline.events.decision import HandoffReason, Say, Value

MOST_STALLS = 3
"""Turns in a row that bring nothing forward before a person is brought in. Source: issue "Understanding and deciding":
no loop over three turns."""


def failed(state: DialogueState, *first: Say) -> Decision:
    """One more failure at the open question: say `first`, then ask it in other words, or bring in a person."""
    question = open_question(state)
    failures = state.failures + 1
    if failures >= state.thresholds.failures:
        return bring_in(state, HandoffReason.REPEATED_FAILURE)
    just_said = {say.key for say in state.last_said}
    words = question.rephrase if failures == 1 and question.rephrase not in just_said else question.keypad
    state = replace(state, failures=failures, question=question.name)
    return ask(state, question, *first, Say(words, values_asked(state)))


def values_asked(state: DialogueState) -> Mapping[str, Value]:
    """What the open question was filled with: asked again, it is about the same things."""
    return state.last_said[-1].values if state.last_said else {}


def stalled(state: DialogueState) -> Decision | None:
    """A person, where `state.stalls` says that the call is not getting anywhere; else None."""
    return bring_in(state, HandoffReason.REPEATED_FAILURE) if state.stalls >= MOST_STALLS else None
