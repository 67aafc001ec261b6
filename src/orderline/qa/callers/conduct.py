"""A caller and a door, brought together: the whole call, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from orderline.qa.callers.caller import ScriptedCaller
from orderline.qa.callers.line_turn import LineTurn
from orderline.qa.callers.watch import Watch


class Door(Protocol):
    """A call to the line, without sound."""

    async def open(self, caller: str | None = None) -> LineTurn:
        """Ring, from the number `caller` where there is one, and hear the greeting."""
        ...

    async def say(self, text: str) -> LineTurn:
        """Say one thing, and hear the answer."""
        ...


@dataclass(frozen=True, slots=True)
class Exchanged:
    """One thing said, and the answer."""

    caller: str
    line: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Called:
    """A finished call."""

    exchanges: tuple[Exchanged, ...]
    gave_up: str
    """Why the caller hung up early, empty where they did not; "the line hung up" where that came first."""
    early_data: tuple[str, ...]
    writes_without_yes: tuple[str, ...]
    missed: tuple[str, ...]
    """What the line should have said, and did not."""
    writes: int

    @property
    def turns(self) -> int:
        """What the caller said, in number."""
        return len(self.exchanges) - 1


async def conduct(caller: ScriptedCaller, door: Door) -> Called:
    """Let `caller` call at `door` until one of them hangs up."""
    watch = Watch(caller.script)
    turn = await door.open()
    exchanges = [Exchanged("", turn.text, turn.keys)]
    watch.line(turn)
    while (said := caller.answer(turn)) is not None:
        watch.caller(said)
        turn = await door.say(said.text)
        watch.line(turn)
        exchanges.append(Exchanged(said.text, turn.text, turn.keys))
    gave_up = caller.gave_up or ("the line hung up" if turn.ended and not caller.done else "")
    return Called(
        tuple(exchanges),
        gave_up,
        tuple(watch.early_data),
        tuple(watch.writes_without_yes),
        tuple(watch.missed()),
        watch.writes,
    )
