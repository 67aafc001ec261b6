"""A bounded pool of recognition workers: lent for one utterance, replaced when they die."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from loguru import logger

from orderline.errors import EngineBusy, EngineUnavailable
from orderline.hear.stt.sphinx_process import SphinxProcess

RESTART_PAUSE_S = 1.0
"""Pause between two failed starts of a replacement."""


class SphinxPool:
    """At most `size` workers. Who waits for one is served in the order of asking."""

    def __init__(self, folder: Path, hmm: Path, size: int) -> None:
        self._folder = folder
        self._hmm = hmm
        self._size = size
        self._workers: set[SphinxProcess] = set()
        self._free: deque[SphinxProcess] = deque()
        self._waiters: deque[asyncio.Future[SphinxProcess]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopped = False

    async def start(self) -> None:
        """Start all workers, together. Raises EngineUnavailable."""
        started = await asyncio.gather(*(self._spawn() for _ in range(self._size)), return_exceptions=True)
        faults = [fault for fault in started if isinstance(fault, BaseException)]
        if faults:
            await self.stop()
            raise faults[0]

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers that live."""
        return tuple(sorted(worker.pid for worker in self._workers if not worker.dead))

    def take_now(self) -> SphinxProcess | None:
        """A free worker, or None; those who already wait go first."""
        while self._free and not self._waiters:
            worker = self._free.popleft()
            if not worker.dead:
                return worker
        return None

    async def take(self, deadline_s: float) -> SphinxProcess:
        """A worker, as soon as there is one.

        Raises:
            EngineBusy: none became free within `deadline_s`.
            EngineUnavailable: the pool is stopped.
        """
        if self._stopped:
            raise EngineUnavailable("The embedded recogniser has been stopped.")
        worker = self.take_now()
        if worker is not None:
            return worker
        waiter: asyncio.Future[SphinxProcess] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            async with asyncio.timeout(deadline_s):
                return await waiter
        except TimeoutError as late:
            self._abandon(waiter)
            raise EngineBusy(
                f"Every recognition worker was taken for {deadline_s * 1000:.0f} ms.",
                "This utterance was not heard.",
                "Raise hear.workers, or lower line.max_calls.",
            ) from late
        except asyncio.CancelledError:
            self._abandon(waiter)
            raise

    def _abandon(self, waiter: asyncio.Future[SphinxProcess]) -> None:
        """Stop waiting; a worker handed over at the last moment goes back."""
        if waiter in self._waiters:
            self._waiters.remove(waiter)
        elif waiter.done() and not waiter.cancelled() and waiter.exception() is None:
            self.give_back(waiter.result())

    def give_back(self, worker: SphinxProcess) -> None:
        """Return a lent worker."""
        if worker.dead or self._stopped:
            return
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(worker)
                return
        self._free.append(worker)

    def kill(self, worker: SphinxProcess) -> None:
        """Throw away a worker that does not answer: its death starts another."""
        worker.bury()

    async def stop(self) -> None:
        """End all workers and everybody's wait. May be called twice."""
        self._stopped = True
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_exception(EngineUnavailable("The embedded recogniser has been stopped."))
        self._waiters.clear()
        self._free.clear()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.stop() for worker in list(self._workers)), return_exceptions=True)
        self._workers.clear()

    async def _spawn(self) -> None:
        worker = await SphinxProcess.start(self._folder, self._hmm, self._died)
        self._workers.add(worker)
        self.give_back(worker)

    def _died(self, worker: SphinxProcess) -> None:
        """A worker's last act: replace it, unless it was never in the pool or the pool is stopped."""
        if self._stopped or worker not in self._workers:
            return
        self._workers.discard(worker)
        logger.warning("pocketsphinx worker {} died; starting another", worker.pid)
        self._own(worker.stop())
        self._own(self._replace())

    async def _replace(self) -> None:
        while not self._stopped:
            try:
                await self._spawn()
            except EngineUnavailable as fault:
                logger.error("{}", fault)
                await asyncio.sleep(RESTART_PAUSE_S)
            else:
                return

    def _own(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
