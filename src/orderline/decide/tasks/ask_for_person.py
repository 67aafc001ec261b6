"""Bringing in a person, and taking the call back."""

from __future__ import annotations

from orderline.decide.decision import Decision, Step, hang_up, put
from orderline.decide.questions import ANYTHING_ELSE, GO_ON_ALONE, WISH
from orderline.decide.repair.person import MOST_RINGS, bring_in
from orderline.decide.state import DialogueState
from orderline.decide.tasks.task import Simple
from orderline.events.decision import HandoffReason, Say


class AskForPerson(Simple):
    """Always honoured, at once, at any confidence."""

    name = "ask_for_person"
    questions = (GO_ON_ALONE.name,)

    def begin(self, state: DialogueState) -> Step:
        """Bring one in, for what the caller was after before they asked."""
        before = [wish.task for wish in state.ledger.open if wish.task != self.name]
        return bring_in(state, HandoffReason.ASKED, wants=before[-1] if before else "")

    def answered(self, state: DialogueState, yes: bool) -> Step:
        """Nobody came: go on with the line, or end."""
        if yes:
            return put(state, WISH)
        return hang_up(state, Say("goodbye.bye"))

    def person_left(self, state: DialogueState) -> Decision:
        """The person gave the call back."""
        return put(state, ANYTHING_ELSE, Say("ask_for_person.back"))

    def nobody_came(self, state: DialogueState) -> Decision:
        """The desk rang in vain; `state.nobody_came` counts this time already."""
        if state.nobody_came >= MOST_RINGS:
            return hang_up(state, Say("ask_for_person.call_later", must_hear=True))
        return put(state, GO_ON_ALONE)
