"""A synthesiser made of worker processes: bounded, with a deadline on every wait, and whole again after any crash."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

from loguru import logger

from orderline.errors import EngineBusy, EngineUnavailable
from orderline.orders.identifiers import Language
from orderline.speak.sentences import speakable
from orderline.speak.tts.process import WorkerDied, WorkerProcess


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
        self._deadline_s = deadline_ms / 1000
        self._workers = tuple(WorkerProcess(arguments) for _ in range(workers))
        self._idle: asyncio.Queue[WorkerProcess] = asyncio.Queue(maxsize=workers)
        self._returning: set[asyncio.Task[None]] = set()
        self._running = False

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers that run; for `orderline doctor` and tests."""
        return tuple(worker.pid for worker in self._workers if worker.pid is not None)

    async def start(self) -> None:
        if self._running:
            return
        try:
            await asyncio.gather(*(worker.start() for worker in self._workers))
        except BaseException:
            await self._end_workers()
            raise
        self._idle = asyncio.Queue(maxsize=len(self._workers))
        for worker in self._workers:
            self._idle.put_nowait(worker)
        self._running = True

    async def speech(self, spoken: str, language: Language) -> AsyncIterator[bytes]:
        if language not in self.languages:
            raise EngineUnavailable(f"{self.name} has no voice for the language {language!r}.")
        if not (text := speakable(spoken)):
            return
        by = asyncio.get_running_loop().time() + self._deadline_s
        for last_try in (False, True):
            worker = await self._lend(by)
            heard = False
            try:
                async for chunk in worker.speak(text, language, by, self._deadline_s):
                    heard = True
                    yield chunk
                return
            except WorkerDied as death:
                logger.warning("synthesis worker of {} died: {}", self.name, death)
                if heard or last_try or not self._running:
                    raise EngineUnavailable(f"{self.name} stopped in the middle of a sentence.") from death
            finally:
                self._give_back(worker)

    async def stop(self) -> None:
        self._running = False
        for task in tuple(self._returning):
            task.cancel()
        await asyncio.gather(*self._returning, return_exceptions=True)
        await self._end_workers()

    async def _lend(self, by: float) -> WorkerProcess:
        if not self._running:
            raise EngineUnavailable(f"{self.name} is not running.", do="Start it before speaking.")
        try:
            async with asyncio.timeout_at(by):
                worker = await self._idle.get()
        except TimeoutError as fault:
            raise EngineBusy(f"All {len(self._workers)} workers of {self.name} are speaking.") from fault
        try:
            if not worker.ready:
                async with asyncio.timeout_at(by):
                    await worker.start()
        except TimeoutError as fault:
            self._give_back(worker)
            raise EngineUnavailable(f"{self.name} took too long to start again.") from fault
        except BaseException:
            self._give_back(worker)
            raise
        return worker

    def _give_back(self, worker: WorkerProcess) -> None:
        if worker.ready:
            self._idle.put_nowait(worker)
        elif self._running:
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
            self._idle.put_nowait(worker)

    async def _end_workers(self) -> None:
        await asyncio.gather(*(worker.end() for worker in self._workers), return_exceptions=True)
