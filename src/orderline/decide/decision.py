"""How a decision is put together: every function here ends a turn in one of the four ways a turn may end."""

from __future__ import annotations

from dataclasses import dataclass, replace

from orderline.decide.ledger import Standing
from orderline.decide.question import Question
from orderline.decide.questions import QUESTIONS, listening_for
from orderline.decide.state import DialogueState, Phase
from orderline.events.decision import Action, HandOff, HandoffReason, HangUp, Listen, Request, Say
from orderline.events.speech import Expect

REMEMBERED_ATTEMPTS = 8
"""Attempts told to the person who takes over. Source: own choice; a briefing is read in seconds."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The next state, and what is to be done: ends with `Listen`, `HandOff`, `HangUp` or one `Request`."""

    state: DialogueState
    actions: tuple[Action, ...]

    @property
    def awaits_outcome(self) -> bool:
        """Whether the turn goes on when a service has answered."""
        return self.state.pending is not None

    def after(self, *first: Action) -> Decision:
        """The same decision with `first` done before it; sentences among them are repeated on request too."""
        said = tuple(action for action in first if isinstance(action, Say))
        state = replace(self.state, last_said=(*said, *self.state.last_said)) if said else self.state
        return Decision(state, (*first, *self.actions))


@dataclass(frozen=True, slots=True)
class GoOn:
    """A task has said its part: the dialogue goes on with the next open wish, or asks for another."""

    state: DialogueState
    first: tuple[Action, ...] = ()
    """Done before that: what the task shows and says."""


Step = Decision | GoOn
"""What a task gives back."""


def ask(state: DialogueState, question: Question, *says: Say) -> Decision:
    """Say `says`, then listen for the answer to `question`.

    The count of failures goes on only where the same question is asked again by the repair ladder.
    """
    listen = listening_for(question, state)
    state = replace(
        state,
        phase=Phase.TALKING,
        question=question.name,
        asked=None if QUESTIONS.get(question.name) is question else question,
        listening=listen,
        last_said=tuple(says),
        keys="",
        pending=None,
        silences=0,
        waiting=False,
        failures=state.failures if state.question == question.name else 0,
        tried=(*state.tried, *(say.key for say in says))[-REMEMBERED_ATTEMPTS:],
    )
    return Decision(state, (*says, listen))


def put(state: DialogueState, question: Question, *before: Say) -> Decision:
    """Ask `question` in its first wording, after `before`."""
    return ask(state, question, *before, Say(question.ask))


def query(state: DialogueState, request: Request) -> Decision:
    """Put a request to a service; the outcome comes back as `OutcomeArrived`."""
    return Decision(
        replace(state, phase=Phase.TALKING, pending=request, question="", keys="", failures=0, stalls=0), (request,)
    )


def hand_off(state: DialogueState, reason: HandoffReason, *says: Say, wants: str = "") -> Decision:
    """Give the call to a person; every open wish goes with it.

    `wants` defaults to the newest open wish, and to `ask_for_person` where there is none.
    """
    wants = wants or state.ledger.current or "ask_for_person"
    action = HandOff(reason, wants, state.tried)
    state = replace(
        state,
        phase=Phase.WITH_PERSON,
        ledger=state.ledger.heard(wants).settle_all(Standing.HANDED_OVER),
        question="",
        listening=Listen(Expect.NOTHING),
        last_said=tuple(says),
        pending=None,
        failures=0,
        silences=0,
    )
    return Decision(state, (*says, action))


def hang_up(state: DialogueState, *says: Say) -> Decision:
    """End the call; a wish still open was the caller's to drop."""
    state = replace(
        state,
        phase=Phase.ENDED,
        ledger=state.ledger.settle_all(Standing.WITHDRAWN),
        question="",
        listening=Listen(Expect.NOTHING),
        last_said=tuple(says),
        pending=None,
    )
    return Decision(state, (*says, HangUp()))


def keep_listening(state: DialogueState) -> Decision:
    """Say nothing and go on listening for what was asked."""
    return Decision(state, (state.listening,))
