"""Ending the call, or asking whether anything is left."""

from __future__ import annotations

from orderline.decide.decision import Step, hang_up, put
from orderline.decide.questions import ANYTHING_ELSE, WISH
from orderline.decide.state import DialogueState
from orderline.decide.tasks.task import Simple
from orderline.events.decision import Say


class Goodbye(Simple):
    """The caller is done. A wish still open is then the caller's to drop: the ledger says `withdrawn`."""

    name = "goodbye"
    questions = (ANYTHING_ELSE.name,)

    def begin(self, state: DialogueState) -> Step:
        return hang_up(state, Say("goodbye.bye"))

    def answered(self, state: DialogueState, yes: bool) -> Step:
        """To "anything else?"."""
        return put(state, WISH) if yes else self.begin(state)
