"""Every task with every seed: a fresh shop, a call, the rows."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass

from orderline.qa.callers.caller import ScriptedCaller
from orderline.qa.callers.conduct import Called, Door, conduct
from orderline.qa.dialogue_bench.shops import TaskShop

Ring = Callable[[], AbstractAsyncContextManager[Door]]
"""Opens one call at the shop's line."""


@dataclass(frozen=True, slots=True)
class TaskRun:
    """One task with one seed."""

    task: str
    seed: int
    called: Called
    differences: tuple[str, ...]
    seconds: float

    @property
    def success(self) -> bool:
        """The rows are the reference's, nothing was told early, and nothing written without a yes."""
        return not (self.differences or self.called.early_data or self.called.writes_without_yes)


async def run_tasks(shop: TaskShop, ring: Ring, tasks: Iterable[str], seeds: int) -> AsyncIterator[TaskRun]:
    """Call after call, each on an untouched shop."""
    for task in tasks:
        for seed in range(1, seeds + 1):
            shop.renew()
            started = time.perf_counter()
            async with ring() as door:
                called = await conduct(ScriptedCaller(shop.scripts[task], seed), door)
            seconds = time.perf_counter() - started
            yield TaskRun(task, seed, called, tuple(shop.differences(task)), seconds)


async def collect(runs: AsyncIterator[TaskRun], progress: Callable[[], None]) -> list[TaskRun]:
    """All runs, telling of each."""
    found = []
    async with aclosing(runs) as calls:  # type: ignore[type-var]
        async for run in calls:
            found.append(run)
            progress()
    return found
