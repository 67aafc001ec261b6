"""How fast and how steadily the line answers, measured by headless callers on their own clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from orderline.channels.recorded.caller import CallReport, HeadlessCaller, PlayedTurn
from orderline.channels.recorded.sound import Recording, load
from orderline.clock import Clock
from orderline.errors import BadAudio, CallRefused
from orderline.qa.figures import Figure, percentile

SCRIPT = (
    "where-is-my-order",
    "my-order-number-is-two-zero-four-eight-two-one",
    "seven-three-five-zero",
    "no",
)
"""One call for the demo order 204821: four turns, ended by the line."""
VOICES = ("slt", "rms", "awb")
"""Synthetic voices (flite) of the recordings, one a call in turn."""
APART_S = 0.4
"""Between one caller's ringing and the next one's: people do not ring in the same millisecond."""
EXPECTED = "204821"[-4:]
"""What an answer that is right names."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What a benchmark found."""

    reports: tuple[CallReport, ...]
    failed: tuple[str, ...]
    """Why calls failed that did."""

    @property
    def turns(self) -> list[PlayedTurn]:
        """Every turn of every call."""
        return [turn for report in self.reports for turn in report.turns]

    def figures(self, calls: int, goal_p50_ms: float) -> list[Figure]:
        """The figures, goals beside them."""
        times = [turn.first_sound_ms for turn in self.turns if turn.first_sound_ms is not None]
        gaps = [gap for report in self.reports for gap in report.gaps_ms]
        right = sum(any(EXPECTED in turn.reply for turn in report.turns) for report in self.reports)
        return [
            Figure("speech end to first sound, p50", percentile(times, 0.5), "ms", len(times), goal_p50_ms),
            Figure("speech end to first sound, p95", percentile(times, 0.95), "ms", len(times)),
            *self._stages(),
            Figure("turns answered", len(times), "turns", len(self.turns), len(self.turns), at_least=True),
            Figure("calls with the right order state", right, "calls", calls, calls, at_least=True),
            Figure("longest audio gap at a caller", max(gaps, default=None), "ms", len(gaps), 200),
            Figure("audio gap at a caller, p99", percentile(gaps, 0.99), "ms", len(gaps)),
            Figure("calls that failed", len(self.failed), "calls", calls, 0),
        ]

    def _stages(self) -> list[Figure]:
        stages: dict[str, list[float]] = {}
        for turn in self.turns:
            for stage, ms in turn.stages_ms.items():
                stages.setdefault(stage, []).append(ms)
        return [
            Figure(f"speech end to {stage}, p50", percentile(found, 0.5), "ms", len(found))
            for stage, found in stages.items()
        ]


def recordings(folder: Path, voice: str) -> list[Recording]:
    """The script in one voice.

    Raises:
        BadAudio: a recording is missing.
    """
    if not folder.is_dir():
        raise BadAudio(
            "There are no recordings to ring with.", "", "Run from the checkout, or name a folder with --speech."
        )
    return [load(folder / f"{utterance}.{voice}.ogg") for utterance in SCRIPT]


async def ring(
    line: str, clock: Clock, folder: Path, *, calls: int, at_once: int, progress: Callable[[], None]
) -> Bench:
    """Place `calls` calls, `at_once` of them at a time, each with the whole script."""
    scripts = [recordings(folder, VOICES[index % len(VOICES)]) for index in range(min(calls, len(VOICES)))]
    places = asyncio.Semaphore(at_once)
    reports: list[CallReport] = []
    failed: list[str] = []

    async def one(index: int) -> None:
        async with places:
            await asyncio.sleep(APART_S * (index % at_once))
            try:
                async with HeadlessCaller(line, clock) as caller:
                    await _play(caller, scripts[index % len(scripts)])
                reports.append(caller.report)
            except CallRefused as fault:
                failed.append(str(fault))
            progress()

    await asyncio.gather(*(one(index) for index in range(calls)))
    return Bench(tuple(reports), tuple(failed))


async def _play(caller: HeadlessCaller, script: Sequence[Recording]) -> None:
    await caller.play(script)
