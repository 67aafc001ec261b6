"""What the line can do."""

from __future__ import annotations

from dataclasses import replace

from orderline.decide.decision import GoOn, Step, put
from orderline.decide.ledger import Standing
from orderline.decide.questions import WISH
from orderline.decide.repair.ladder import stalled
from orderline.decide.state import DialogueState
from orderline.decide.tasks.task import Simple
from orderline.events.decision import Say


class Help(Simple):
    """Says what can be asked for, then goes on with what was under way."""

    name = "help"

    def begin(self, state: DialogueState) -> Step:
        state = replace(state, stalls=state.stalls + 1, ledger=state.ledger.settle(self.name, Standing.DONE))
        what = Say("help.what_i_can_do")
        return stalled(state) or (GoOn(state, (what,)) if state.ledger.open else put(state, WISH, what))
