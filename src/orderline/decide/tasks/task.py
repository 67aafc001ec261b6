"""What a task is."""

from __future__ import annotations

from typing import Protocol

from orderline.decide.decision import Step
from orderline.decide.state import DialogueState
from orderline.events.outcome import Outcome


class Task(Protocol):
    """One thing a caller can want. Pure: every method maps a state to a step."""

    @property
    def name(self) -> str:
        """The intent's name, and the name of its wording file and service."""
        ...

    @property
    def needs_identity(self) -> bool:
        """True: begun only once two factors have matched."""
        ...

    @property
    def reads_only(self) -> bool:
        """True: it changes nothing, so that it may be asked in the middle of a change, which then goes on."""
        ...

    @property
    def questions(self) -> tuple[str, ...]:
        """Names of the yes-or-no questions it asks (`decide.questions`)."""
        ...

    def begin(self, state: DialogueState) -> Step:
        """Take up the caller's wish. Everything the task needs is known."""
        ...

    def answered(self, state: DialogueState, yes: bool) -> Step:
        """Go on after a yes or no to one of `questions`."""
        ...

    def took(self, state: DialogueState, outcome: Outcome) -> Step | None:
        """Go on with the outcome of a query it sent; None where it awaits no such outcome."""
        ...


class Simple:
    """A task that asks nothing and queries nothing. Base of those that only speak."""

    name: str
    needs_identity = False
    reads_only = True
    questions: tuple[str, ...] = ()

    def answered(self, state: DialogueState, yes: bool) -> Step:
        """Never asked: the dialogue routes answers by `questions`."""
        raise AssertionError(f"{self.name} asks no question")

    def took(self, state: DialogueState, outcome: Outcome) -> Step | None:
        return None
