"""A real pipecat pipeline around the processors under test, with both of its ends in the test's hands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import TypeVar

from pipecat.frames.frames import Frame, StartFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineWorker
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.workers.runner import WorkerRunner

AnyFrame = TypeVar("AnyFrame", bound=Frame)
PATIENCE_S = 10.0
"""Longest wait for what must happen; a busy machine, not a measure of the line."""


class _End(FrameProcessor):
    """Writes down what passes in one direction."""

    def __init__(self, direction: FrameDirection) -> None:
        super().__init__(enable_direct_mode=True)
        self._direction = direction
        self.frames: list[Frame] = []

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if direction is self._direction and not isinstance(frame, StartFrame):
            self.frames.append(frame)
        await self.push_frame(frame, direction)


class Pipe:
    """Processors in a running pipeline."""

    def __init__(self, processors: Iterable[FrameProcessor]) -> None:
        self._head = _End(FrameDirection.UPSTREAM)
        self._tail = _End(FrameDirection.DOWNSTREAM)
        self.worker = PipelineWorker(
            Pipeline([self._head, *processors, self._tail]),
            idle_timeout_secs=None,
            cancel_on_idle_timeout=False,
            enable_rtvi=False,
            enable_turn_tracking=False,
            check_dangling_tasks=False,
        )

    @property
    def down(self) -> list[Frame]:
        """What came out of the end, oldest first."""
        return self._tail.frames

    @property
    def up(self) -> list[Frame]:
        """What came out of the start."""
        return self._head.frames

    def of(self, kind: type[AnyFrame]) -> list[AnyFrame]:
        """What came out of the end and is of `kind`."""
        return [frame for frame in self.down if isinstance(frame, kind)]

    async def send(self, *frames: Frame, direction: FrameDirection = FrameDirection.DOWNSTREAM) -> None:
        for frame in frames:
            await self.worker.queue_frame(frame, direction)

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        await until(holds)

    async def settled(self) -> None:
        """Wait until everything sent has gone through, and everything that made happen has."""
        assert await self.worker.flush_pipeline(PATIENCE_S)


async def until(holds: Callable[[], object]) -> None:
    """Wait until something holds, looking again at every turn of the loop's idle clock."""
    async with asyncio.timeout(PATIENCE_S):
        while not holds():  # noqa: ASYNC110  what is waited for has no event
            await asyncio.sleep(0.002)


@asynccontextmanager
async def running(*processors: FrameProcessor) -> AsyncIterator[Pipe]:
    """Run `processors` until the block ends."""
    pipe = Pipe(processors)
    started = asyncio.Event()

    async def on_started(*_: object) -> None:
        started.set()

    pipe.worker.add_event_handler("on_pipeline_started", on_started)

    runner = WorkerRunner(handle_sigint=False, handle_sigterm=False, check_dangling_tasks=False)
    await runner.add_workers(pipe.worker)
    life = asyncio.create_task(runner.run())
    try:
        await asyncio.wait_for(started.wait(), PATIENCE_S)
        yield pipe
    finally:
        await pipe.worker.cancel()
        await asyncio.wait({life}, timeout=PATIENCE_S)
