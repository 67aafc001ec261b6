"""Thousands of calls of troublemakers, each on an untouched shop, each guarded."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from orderline.orders.identifiers import Language
from orderline.qa.callers.conduct import Door, Exchanged
from orderline.qa.callers.line_turn import LineTurn
from orderline.qa.conformance.fresh import FreshShop
from orderline.qa.dialogue_bench.guard import Guard, Neighbours
from orderline.qa.dialogue_bench.people import Person
from orderline.qa.dialogue_bench.troublemaker import GOODBYES, Troublemaker, Uttered

CallIn = Callable[[Language], AbstractAsyncContextManager[Door]]
"""Opens one call in a language."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One call of a troublemaker."""

    seed: int
    turns: int
    writes: int
    broken: tuple[str, ...]
    exchanges: tuple[Exchanged, ...]
    slowest_s: float
    """The longest answer."""


async def troubles(
    fresh: FreshShop, people: Sequence[Person], ring: CallIn, seeds: Iterable[int]
) -> AsyncIterator[Trouble]:
    """One call for each seed."""
    neighbours = Neighbours(people)
    for seed in seeds:
        fresh.renew()
        caller = Troublemaker(people, seed)
        async with ring(caller.language) as door:
            trouble = await _call(caller, door, Guard(neighbours), fresh)
        yield trouble


async def _call(caller: Troublemaker, door: Door, guard: Guard, fresh: FreshShop) -> Trouble:
    exchanges: list[Exchanged] = []
    slowest = 0.0
    try:
        turn = await door.open(caller.caller)
        guard.line(turn)
        exchanges.append(Exchanged("", turn.text, turn.keys))
        for _ in range(caller.turns):
            if turn.ended:
                break
            turn, seconds = await _turn(caller.say(guard.asked), door, guard, exchanges)
            slowest = max(slowest, seconds)
        await _end(caller, turn, door, guard, exchanges)
        guard.rows(fresh.changed())
    except Exception as error:  # noqa: BLE001 - whatever it is: no caller may bring it about
        guard.broken.append(f"{type(error).__name__}: {error}")
    return Trouble(caller.seed, len(exchanges) - 1, guard.writes, tuple(guard.broken), tuple(exchanges), slowest)


async def _turn(uttered: Uttered, door: Door, guard: Guard, exchanges: list[Exchanged]) -> tuple[LineTurn, float]:
    guard.caller(uttered)
    started = time.perf_counter()
    turn = await door.say(uttered.text)
    seconds = time.perf_counter() - started
    guard.line(turn)
    exchanges.append(Exchanged(uttered.text[:300], turn.text, turn.keys))
    return turn, seconds


async def _end(caller: Troublemaker, turn: LineTurn, door: Door, guard: Guard, exchanges: list[Exchanged]) -> None:
    """Goodbye, until the line hangs up; with a person, who leaves again first, it is silent."""
    for _ in range(GOODBYES):
        if turn.ended:
            return
        turn, _ = await _turn(Uttered("/left"), door, guard, exchanges)
        if turn.ended:
            return
        turn, _ = await _turn(caller.goodbye(), door, guard, exchanges)
    if not turn.ended and not turn.handed_over:
        guard.broken.append("never ended")
