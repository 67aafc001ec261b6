"""Running a pipeline for one leg of a call, with an end that always comes.

pipecat's own end waits without bound for every processor (reference/pipecat-1.14, section 1), and its runners keep what
finished. So: one runner and one worker a leg, every end raced against our deadline, and the tasks dropped after it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from loguru import logger
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.frame_processor import FrameProcessor
from pipecat.workers.runner import WorkerRunner

from orderline.call.rtvi import OBSERVED, LineRTVI
from orderline.events.speech import SAMPLE_RATE_HZ
from orderline.speak.tts.port import OUTPUT_RATE_HZ


class Leg:
    """One party's pipeline, from `run` to `end`."""

    def __init__(self, processors: Sequence[FrameProcessor], *, name: str, end_deadline_s: float) -> None:
        self.rtvi = LineRTVI()
        self.worker = PipelineWorker(
            Pipeline(list(processors)),
            name=name,
            params=PipelineParams(audio_in_sample_rate=SAMPLE_RATE_HZ, audio_out_sample_rate=OUTPUT_RATE_HZ),
            # pipecat ends idle calls after 300 s, also while two people talk; ours has its own deadlines.
            idle_timeout_secs=None,
            cancel_on_idle_timeout=False,
            cancel_runner_on_idle_timeout=False,
            cancel_timeout_secs=end_deadline_s,
            enable_turn_tracking=False,
            enable_rtvi=True,
            rtvi_processor=self.rtvi,
            rtvi_observer_params=OBSERVED,
            check_dangling_tasks=False,
        )
        self._end_deadline_s = end_deadline_s
        self._ending = asyncio.Event()

    async def run(self, longest_s: float) -> None:
        """Run until `end` is called, the pipeline ends by itself, or `longest_s` have passed. Never raises."""
        runner = WorkerRunner(handle_sigint=False, handle_sigterm=False, check_dangling_tasks=False)
        await runner.add_workers(self.worker)
        running = asyncio.create_task(runner.run(), name=f"leg {self.worker.name}")
        ending = asyncio.create_task(self._ending.wait(), name=f"end of {self.worker.name}")
        try:
            await asyncio.wait({running, ending}, timeout=longest_s, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ending.cancel()
            await self._stop(running)

    def end(self) -> None:
        """Let `run` come to its end. May be called any number of times."""
        self._ending.set()

    async def _stop(self, running: asyncio.Task[None]) -> None:
        if not running.done():
            try:
                await asyncio.wait_for(self.worker.cancel(reason="the call is over"), self._end_deadline_s)
            except TimeoutError:
                logger.error("a leg did not end within {} s and was dropped", self._end_deadline_s)
            await asyncio.wait({running}, timeout=self._end_deadline_s)
        if not running.done():
            running.cancel()
            await asyncio.wait({running}, timeout=self._end_deadline_s)
        if running.done() and not running.cancelled() and running.exception() is not None:
            logger.opt(exception=running.exception()).error("a leg ended with a fault")
