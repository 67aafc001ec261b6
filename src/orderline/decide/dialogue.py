"""The dialogue manager: one state and one happening in, the next state and what to do out. Pure and total."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from orderline.decide.decision import Decision, GoOn, Step, keep_listening, put
from orderline.decide.hearing import heard
from orderline.decide.keypad import pressed
from orderline.decide.languages import go_on_in
from orderline.decide.questions import ANYTHING_ELSE, WISH
from orderline.decide.repair.ladder import failed
from orderline.decide.repair.silence import silent
from orderline.decide.state import DialogueState, Phase
from orderline.decide.tasks.registry import ASK_FOR_PERSON, GREETING, IDENTIFY_CALLER, TASKS
from orderline.events.decision import HangUp, Say
from orderline.events.happening import (
    CallerSaid,
    CallerSilent,
    CallStarted,
    Happening,
    LanguageChosen,
    NobodyCame,
    NothingUnderstood,
    OutcomeArrived,
    PersonLeft,
)
from orderline.events.outcome import Outcome, ServiceDown
from orderline.events.speech import KeysPressed


def decide(state: DialogueState, happening: Happening) -> Decision:
    """Decide what to do about `happening`.

    Every happening in every state has a decision, and none raises. The decision ends with `Listen`, `HandOff`,
    `HangUp`, or with one query, whose outcome is the next happening.
    """
    if state.phase is Phase.ENDED:
        return Decision(state, (HangUp(),))
    if isinstance(happening, OutcomeArrived):
        return _settle(_take_outcome(state, happening.outcome))
    if isinstance(happening, PersonLeft):
        return ASK_FOR_PERSON.person_left(state)
    if isinstance(happening, NobodyCame):
        return ASK_FOR_PERSON.nobody_came(replace(state, nobody_came=state.nobody_came + 1))
    if state.phase is Phase.WITH_PERSON:
        return keep_listening(state)
    return _settle(_from_caller(replace(state, pending=None), happening))


def _from_caller(
    state: DialogueState,
    happening: CallStarted | CallerSaid | CallerSilent | NothingUnderstood | KeysPressed | LanguageChosen,
) -> Step:
    match happening:
        case CallStarted():
            return GREETING.start(state, happening)
        case CallerSaid(meaning):
            return heard(state, meaning)
        case KeysPressed(keys):
            return pressed(state, keys)
        case CallerSilent():
            return silent(state)
        case LanguageChosen(language):
            return go_on_in(state, language)
        case NothingUnderstood():
            return failed(state)
        case _:
            assert_never(happening)


def _take_outcome(state: DialogueState, outcome: Outcome) -> Step:
    """Give the outcome to the task that asked for it; one of the wrong kind is a service that does not work.

    An outcome that nobody awaits changes nothing.
    """
    if state.pending is None:
        return keep_listening(state)
    for arrived in (outcome, ServiceDown(type(state.pending).__name__)):
        for task in TASKS.values():
            step = task.took(state, arrived)
            if step is not None:
                return step
    raise AssertionError(f"no task sends {type(state.pending).__name__}")


def _settle(step: Step) -> Decision:
    """Go on from task to task until the turn ends. Each round settles or begins one open wish, so it ends."""
    said: list[Say] = []
    shown = []
    while isinstance(step, GoOn):
        shown += [action for action in step.first if not isinstance(action, Say)]
        said += [action for action in step.first if isinstance(action, Say)]
        step = _next(step.state)
    return step.after(*shown, *said) if shown or said else step


def _next(state: DialogueState) -> Step:
    """Begin the next open wish, finding out first who is calling where it needs that; else ask for another."""
    wish = state.ledger.current
    if not wish:
        return put(state, ANYTHING_ELSE if state.ledger.wishes else WISH)
    task = TASKS[wish]
    return IDENTIFY_CALLER.begin(state) if task.needs_identity and not state.identity.known else task.begin(state)
