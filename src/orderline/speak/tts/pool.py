"""A synthesiser made of worker processes: bounded, with a deadline on every wait, and whole again after any crash."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing

from loguru import logger

from orderline.errors import EngineBusy, EngineUnavailable
from orderline.orders.identifiers import Language
from orderline.speak.tts.pieces import speakable
from orderline.speak.tts.process import WorkerDied, WorkerProcess

_TRIES = 2
"""A worker that is found dead costs nothing but time, so the sentence is tried again; a sentence that kills two
workers is given up."""


class WorkerSynthesizer:
    """Fulfils `Synthesizer` with `workers` processes, shared by all calls.

    Overflow rule: a sentence that finds every worker taken waits in order, until the deadline, then EngineBusy.
    A sentence holds its worker until its last chunk is read: read ahead (as `CachedSynthesizer` does) where the sound
    is played in real time. A sentence that is abandoned (its iterator closed) is cancelled in the worker.
    """

    def __init__(
        self, name: str, languages: frozenset[Language], arguments: Sequence[str], *, workers: int, deadline_ms: int
    ) -> None:
        """`arguments`: for `python -m orderline.speak.tts.worker`; `deadline_ms`: to the first sound of a sentence."""
        self.name = name
        self.languages = languages
        self._arguments = tuple(arguments)
        self._count = workers
        self._deadline_s = deadline_ms / 1000
        self._workers: frozenset[WorkerProcess] = frozenset()
        self._idle: asyncio.Queue[WorkerProcess | None] = asyncio.Queue(maxsize=workers)
        self._returning: set[asyncio.Task[None]] = set()

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers that run; for `orderline doctor` and tests."""
        return tuple(worker.pid for worker in self._workers if worker.pid is not None)

    async def start(self) -> None:
        if self._workers:
            return
        workers = frozenset(WorkerProcess(self._arguments) for _ in range(self._count))
        try:
            for fault in await asyncio.gather(*(worker.start() for worker in workers), return_exceptions=True):
                if fault is not None:  # all are waited for, so that none starts after it was ended
                    raise fault
        except BaseException:
            await _end(workers)
            raise
        self._idle = asyncio.Queue(maxsize=self._count)
        for worker in workers:
            self._idle.put_nowait(worker)
        self._workers = workers

    async def speech(self, spoken: str, language: Language) -> AsyncIterator[bytes]:
        if language not in self.languages:
            raise EngineUnavailable(f"{self.name} has no voice for the language {language!r}.")
        if not (text := speakable(spoken)):
            return
        by = asyncio.get_running_loop().time() + self._deadline_s
        for attempt in range(1, _TRIES + 1):
            worker = await self._lend(by)
            heard = False
            try:
                async with aclosing(worker.speak(text, language, by, self._deadline_s)) as sound:
                    async for chunk in sound:
                        heard = True
                        yield chunk
                return
            except WorkerDied as death:
                logger.warning("synthesis worker of {} died: {}", self.name, death)
                late = asyncio.get_running_loop().time() >= by
                if heard or late or attempt == _TRIES or worker not in self._workers:
                    raise EngineUnavailable(f"{self.name} stopped in the middle of a sentence.") from death
            finally:
                self._give_back(worker)

    async def stop(self) -> None:
        workers, self._workers = self._workers, frozenset()
        returning = tuple(self._returning)
        for task in returning:
            task.cancel()
        await asyncio.gather(*returning, return_exceptions=True)
        await _end(workers)
        if not self._idle.full():
            self._idle.put_nowait(None)  # wakes a sentence that waits for a worker; it wakes the next

    async def _lend(self, by: float) -> WorkerProcess:
        """A worker that is ready, before loop time `by`."""
        worker: WorkerProcess | None = None
        idle = self._idle
        try:
            if self._workers:
                async with asyncio.timeout_at(by):
                    worker = await idle.get()
        except TimeoutError as fault:
            raise EngineBusy(f"All {self._count} workers of {self.name} are speaking.") from fault
        if worker is None or worker not in self._workers:
            if not idle.full():
                idle.put_nowait(None)
            raise EngineUnavailable(f"{self.name} is not running.", do="Start it before speaking.")
        try:
            if not worker.ready:
                async with asyncio.timeout_at(by):
                    await worker.start()
        except BaseException as fault:
            self._give_back(worker)
            if isinstance(fault, TimeoutError):
                raise EngineUnavailable(f"{self.name} took too long to start again.") from fault
            raise
        return worker

    def _give_back(self, worker: WorkerProcess) -> None:
        """Put `worker` back, at once where it is ready, else once it is; a stopped line's worker is forgotten."""
        if worker not in self._workers:
            return
        if worker.ready:
            self._idle.put_nowait(worker)
            return
        task = asyncio.create_task(self._make_ready(worker), name="synthesis worker settles")
        self._returning.add(task)
        task.add_done_callback(self._returning.discard)

    async def _make_ready(self, worker: WorkerProcess) -> None:
        """Cancel what is under way in `worker`, start it again where it is gone, and put it back."""
        try:
            await worker.settle()
            if not worker.ready:
                await worker.start()
        except EngineUnavailable as fault:
            logger.warning("synthesis worker of {} did not come back: {}", self.name, fault)
        finally:
            if worker in self._workers:
                self._idle.put_nowait(worker)


async def _end(workers: frozenset[WorkerProcess]) -> None:
    await asyncio.gather(*(worker.end() for worker in workers), return_exceptions=True)
