"""What is said for the conversation's own sake: thanks, goodbye, "say that again", "hold on", "never mind"."""

from __future__ import annotations

from dataclasses import replace

from orderline.decide.decision import Decision, GoOn, Step, put
from orderline.decide.ledger import Standing
from orderline.decide.questions import ANYTHING_ELSE
from orderline.decide.repair.ladder import stalled
from orderline.decide.repair.silence import hold_on
from orderline.decide.state import DialogueState
from orderline.decide.tasks.registry import GOODBYE, GREETING, REPEAT
from orderline.events.decision import Say
from orderline.events.meaning import Act, Meaning

NEVER_MIND = "never_mind"


def acts_count(state: DialogueState, meaning: Meaning) -> bool:
    """Whether dialogue acts are sure enough to be taken for what they are."""
    return meaning.confidence >= state.thresholds.confirm_at


def manners(state: DialogueState, meaning: Meaning) -> Step | None:
    """What is said for the conversation's own sake; None where nothing of it was."""
    acts = meaning.acts if acts_count(state, meaning) else ()
    sure = meaning.confidence >= state.thresholds.act_at
    said = meaning.intent if sure else ""
    if said == NEVER_MIND and state.ledger.open:
        return _withdrawn(state)
    if Act.BYE in acts or said == GOODBYE.name:
        return GOODBYE.begin(state)
    if Act.REPEAT in acts or Act.SLOWER in acts or said == REPEAT.name:
        return REPEAT.begin(state)
    if Act.WAIT in acts:
        return stalled(state) or hold_on(state)
    if Act.THANKS in acts:
        return _thanked(state)
    return GREETING.begin(state) if said == GREETING.name else None


def _withdrawn(state: DialogueState) -> Step:
    """The caller drops what is under way before it had begun."""
    ledger = state.ledger.settle(state.ledger.current, Standing.WITHDRAWN)
    return GoOn(replace(state, ledger=ledger, question=""), (Say("change.dropped"),))


def _thanked(state: DialogueState) -> Step:
    """Thanks after the last answer end the call at the second time; before it they change nothing."""
    if state.ledger.open:
        return stalled(state) or again(replace(state, stalls=state.stalls + 1))
    if state.stalls:
        return GOODBYE.begin(state)
    return put(replace(state, stalls=1), ANYTHING_ELSE, Say("goodbye.welcome"))


def again(state: DialogueState) -> Decision:
    """Ask the open question again, though nothing went wrong."""
    return Decision(state, (*state.last_said, state.listening))
