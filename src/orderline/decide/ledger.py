"""Every wish heard in a call, and what became of it. The line may not say goodbye with one still open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Standing(StrEnum):
    """What became of a wish."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"
    """The caller dropped it, or left with it open."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing the caller asked for."""

    task: str
    """The intent's name, which is the task's name."""
    standing: Standing = Standing.OPEN


@dataclass(frozen=True, slots=True)
class Ledger:
    """The wishes of one call, oldest first."""

    wishes: tuple[Wish, ...] = ()

    @property
    def open(self) -> tuple[Wish, ...]:
        """Wishes that nothing has become of yet."""
        return tuple(wish for wish in self.wishes if wish.standing is Standing.OPEN)

    @property
    def current(self) -> str:
        """The task of the newest open wish; empty where none is open."""
        return self.open[-1].task if self.open else ""

    def heard(self, task: str) -> Ledger:
        """Enter a wish for `task`, unless the newest open one is for it already."""
        if self.current == task:
            return self
        return Ledger((*self.wishes, Wish(task)))

    def settle(self, task: str, standing: Standing) -> Ledger:
        """Give every open wish for `task` its end."""
        return Ledger(
            tuple(
                replace(wish, standing=standing) if wish.task == task and wish.standing is Standing.OPEN else wish
                for wish in self.wishes
            )
        )

    def settle_all(self, standing: Standing) -> Ledger:
        """Give every open wish the same end: the call goes to a person, or the caller leaves."""
        return Ledger(
            tuple(replace(wish, standing=standing) if wish.standing is Standing.OPEN else wish for wish in self.wishes)
        )
