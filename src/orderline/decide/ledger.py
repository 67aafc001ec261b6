"""Every wish heard in a call, and what became of it. The line may not say goodbye with one still open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from orderline.decide.frame import Frame, Said

MOST_WISHES = 40
"""Wishes kept; of more the oldest settled ones are forgotten. Source: own choice, ten times a long call."""


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
    frame: Frame = field(default_factory=Frame)
    """What is known of it so far; emptied when it is settled."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The wishes of one call. The open ones stand in the order in which they are taken up."""

    wishes: tuple[Wish, ...] = ()

    @property
    def open(self) -> tuple[Wish, ...]:
        """Wishes that nothing has become of yet, the one under way first."""
        return tuple(wish for wish in self.wishes if wish.standing is Standing.OPEN)

    @property
    def now(self) -> Wish | None:
        """The wish under way."""
        return next(iter(self.open), None)

    @property
    def current(self) -> str:
        """The task of the wish under way; empty where none is open."""
        return self.now.task if self.now else ""

    def heard(self, task: str, said: Said = ()) -> Ledger:
        """Take up a wish for `task` at once, before those that are open; go on with the one under way where that is
        for it already.
        """
        if self.current == task:
            return self.reframe(lambda frame: frame.hears(said))
        place = next((place for place, wish in enumerate(self.wishes) if wish.standing is Standing.OPEN), None)
        return self._with(Wish(task, frame=Frame().hears(said)), len(self.wishes) if place is None else place)

    def later(self, task: str, said: Said = (), frame: Frame | None = None) -> Ledger:
        """Enter a wish for `task` behind those that are open."""
        return self._with(Wish(task, frame=(frame or Frame()).hears(said)), len(self.wishes))

    def reframe(self, change: Callable[[Frame], Frame]) -> Ledger:
        """Change what is known of the wish under way."""
        now = self.now
        return self if now is None else self._put(now, replace(now, frame=change(now.frame)))

    def reframe_all(self, change: Callable[[Frame], Frame]) -> Ledger:
        """Change what is known of every open wish."""
        return Ledger(
            tuple(
                replace(wish, frame=change(wish.frame)) if wish.standing is Standing.OPEN else wish
                for wish in self.wishes
            )
        )

    def settle(self, task: str, standing: Standing) -> Ledger:
        """Give the wish for `task` that is taken up first its end."""
        wish = next((wish for wish in self.open if wish.task == task), None)
        return self if wish is None else self._put(wish, Wish(task, standing))

    def settle_all(self, standing: Standing) -> Ledger:
        """Give every open wish the same end: the call goes to a person, or the caller leaves."""
        return Ledger(
            tuple(Wish(wish.task, standing) if wish.standing is Standing.OPEN else wish for wish in self.wishes)
        )

    def _put(self, old: Wish, new: Wish) -> Ledger:
        place = next(place for place, wish in enumerate(self.wishes) if wish is old)
        return Ledger((*self.wishes[:place], new, *self.wishes[place + 1 :]))

    def _with(self, wish: Wish, place: int) -> Ledger:
        wishes = (*self.wishes[:place], wish, *self.wishes[place:])
        if len(wishes) > MOST_WISHES:
            oldest = next((old for old in wishes if old.standing is not Standing.OPEN), wishes[-1])
            wishes = tuple(kept for kept in wishes if kept is not oldest)
        return Ledger(wishes)
