"""A leg always ends, and within its deadline: whatever its processors do with the frames that end them."""

import asyncio
import time

import pytest
from pipecat.frames.frames import CancelFrame, EndFrame, Frame, StartFrame
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from orderline.call.leg import Leg

pytestmark = pytest.mark.unit

DEADLINE_S = 0.3
LONG_S = 60.0


class Stubborn(FrameProcessor):
    """Never lets the call end: swallows what ends a pipeline, or holds on to it."""

    def __init__(self, how: str) -> None:
        super().__init__()
        self._how = how
        self.started = asyncio.Event()

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if isinstance(frame, StartFrame):
            self.started.set()
        if isinstance(frame, EndFrame | CancelFrame):
            if self._how == "swallows":
                return
            if self._how == "holds":
                await asyncio.sleep(LONG_S)
            if self._how == "raises":
                raise RuntimeError("a bug at the end")
        await self.push_frame(frame, direction)

    async def cleanup(self) -> None:
        if self._how == "never cleans up":
            await asyncio.sleep(LONG_S)
        await super().cleanup()  # type: ignore[no-untyped-call]


HOWS = ["obeys", "swallows", "holds", "raises", "never cleans up"]


@pytest.mark.parametrize("how", HOWS)
async def test_a_leg_ends_within_its_deadline(how: str) -> None:
    processor = Stubborn(how)
    leg = Leg([processor], name="test", end_deadline_s=DEADLINE_S)
    running = asyncio.create_task(leg.run(LONG_S))
    await asyncio.wait_for(processor.started.wait(), 10)
    began = time.perf_counter()
    leg.end()
    leg.end()
    await asyncio.wait_for(running, 10)
    assert time.perf_counter() - began < 4 * DEADLINE_S + 1


async def test_a_leg_ends_when_its_longest_time_is_over() -> None:
    leg = Leg([Stubborn("obeys")], name="test", end_deadline_s=DEADLINE_S)
    await asyncio.wait_for(leg.run(0.05), 10)


async def test_a_leg_ends_that_never_began() -> None:
    leg = Leg([Stubborn("obeys")], name="test", end_deadline_s=DEADLINE_S)
    leg.end()
    await asyncio.wait_for(leg.run(LONG_S), 10)


async def test_a_leg_ends_when_its_pipeline_does() -> None:
    processor = Stubborn("obeys")
    leg = Leg([processor], name="test", end_deadline_s=DEADLINE_S)
    running = asyncio.create_task(leg.run(LONG_S))
    await asyncio.wait_for(processor.started.wait(), 10)
    await leg.worker.queue_frame(EndFrame())
    await asyncio.wait_for(running, 10)


async def test_a_leg_whose_owner_is_cancelled_ends_too() -> None:
    processor = Stubborn("obeys")
    before = asyncio.all_tasks()
    leg = Leg([processor], name="test", end_deadline_s=DEADLINE_S)
    running = asyncio.create_task(leg.run(LONG_S))
    await asyncio.wait_for(processor.started.wait(), 10)
    running.cancel()
    await asyncio.wait({running}, timeout=10)
    assert running.cancelled()
    assert asyncio.all_tasks() == before


@pytest.mark.parametrize("how", HOWS[:-1])
async def test_an_ended_leg_leaves_no_task(how: str) -> None:
    before = asyncio.all_tasks()
    processor = Stubborn(how)
    leg = Leg([processor], name="test", end_deadline_s=DEADLINE_S)
    running = asyncio.create_task(leg.run(LONG_S))
    await asyncio.wait_for(processor.started.wait(), 10)
    leg.end()
    await asyncio.wait_for(running, 10)
    await asyncio.sleep(0.05)
    assert {task.get_name() for task in asyncio.all_tasks() - before} == set()
