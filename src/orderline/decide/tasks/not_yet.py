"""Wishes that are understood but that this line cannot fulfil itself: it says so, and brings in a person."""

from __future__ import annotations

from orderline.decide.decision import Step
from orderline.decide.repair.person import bring_in
from orderline.decide.state import DialogueState
from orderline.decide.tasks.task import Simple
from orderline.events.decision import HandoffReason

NOT_YET = ("complaint",)
"""Intent names. One that gets a task file of its own leaves this list."""


class NotYet(Simple):
    """Hands an understood wish to a person instead of guessing at it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def begin(self, state: DialogueState) -> Step:
        return bring_in(
            state,
            HandoffReason.OUT_OF_SCOPE,
            "ask_for_person.for_complaint" if self.name == "complaint" else "",
            wants=self.name,
        )
