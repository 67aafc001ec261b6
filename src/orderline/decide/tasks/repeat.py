"""Saying the last turn again."""

from __future__ import annotations

from dataclasses import replace

from orderline.decide.decision import Decision, Step
from orderline.decide.repair.ladder import stalled
from orderline.decide.state import DialogueState
from orderline.decide.tasks.task import Simple
from orderline.events.decision import Say


class Repeat(Simple):
    """Repeats everything the line said in its last turn, and listens for the same answer."""

    name = "repeat"

    def begin(self, state: DialogueState) -> Step:
        state = replace(state, stalls=state.stalls + 1)
        again = (Say("repeat.again"), *state.last_said)
        return stalled(state) or Decision(state, (*again, state.listening))
