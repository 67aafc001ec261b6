"""`orderline call`: a headless browser phone."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orderline.cli.app import app

if TYPE_CHECKING:
    from orderline.channels.recorded.caller import CallReport
    from orderline.channels.recorded.sound import Recording
    from orderline.qa.figures import Measured

GOAL_P50_MS = 900
"""Source: issue "A caller rings from the browser", Must show 2."""


@app.command()
def call(
    files: Annotated[list[Path], typer.Argument(help="Sound files, one a turn: WAV, FLAC, MP3, Opus.")],
    line: Annotated[str, typer.Option(help="Address of a running line; without it one is started.")] = "",
    lang: Annotated[str, typer.Option(help="Language of the call: en or zh.")] = "en",
    record: Annotated[Path | None, typer.Option(help="Write the call as stereo WAV: caller left, line right.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Place a real WebRTC call, play FILES at the right moments, and print the conversation with its times."""
    from orderline.channels.recorded.sound import load, write_stereo

    recordings = [load(path) for path in files]
    measured, report = asyncio.run(_place(recordings, line, lang))
    if record is not None:
        write_stereo(record, report.sent, report.heard)
    if json_:
        typer.echo(measured.to_json())
    else:
        _show(report, measured)


async def _place(recordings: list[Recording], line: str, lang: str) -> tuple[Measured, CallReport]:
    from orderline.bootstrap import load_settings
    from orderline.channels.recorded.caller import HeadlessCaller
    from orderline.clock import SystemClock
    from orderline.qa.own_line import answers, engines_of, own_line

    settings = load_settings().line
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        address = line or f"http://localhost:{settings.port}"
        if not line and not await answers(address):
            address = await stack.enter_async_context(own_line({}))
        engines = await engines_of(address)
        async with HeadlessCaller(address, clock, language="zh" if lang == "zh" else "en") as caller:
            report = await caller.play(recordings)
        return _measure(report, engines, clock.now()), report


def _measure(report: CallReport, engines: dict[str, str], date: datetime) -> Measured:
    from orderline.qa.figures import Figure, Measured, percentile

    times = [turn.first_sound_ms for turn in report.turns if turn.first_sound_ms is not None]
    stages: dict[str, list[float]] = {}
    for turn in report.turns:
        for stage, ms in turn.stages_ms.items():
            stages.setdefault(stage, []).append(ms)
    figures = [
        Figure("speech end to first sound, p50", percentile(times, 0.5), "ms", len(times), GOAL_P50_MS),
        Figure("speech end to first sound, p95", percentile(times, 0.95), "ms", len(times)),
        *(Figure(f"speech end to {stage}, p50", percentile(ms, 0.5), "ms", len(ms)) for stage, ms in stages.items()),
        Figure("longest audio gap at the caller", max(report.gaps_ms, default=None), "ms", len(report.gaps_ms), 200),
    ]
    details = {
        "greeting": report.greeting,
        "turns": [
            {
                "file": turn.file,
                "heard": turn.heard,
                "reply": turn.reply,
                "first_sound_ms": turn.first_sound_ms,
                "stages_ms": turn.stages_ms,
            }
            for turn in report.turns
        ],
        "orders": report.orders,
        "handoff": report.handoff,
        "ended": report.ended,
    }
    return Measured("orderline call", date, engines, figures, details)


def _show(report: CallReport, measured: Measured) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    console.print(f"[bold]line[/]    {report.greeting}")
    for turn in report.turns:
        console.print(f"[cyan]caller[/]  {turn.heard or '(no words)'}  [dim]{turn.file}[/]")
        console.print(f"[bold]line[/]    {turn.reply or '(silence)'}")
        stages = " · ".join(f"{stage} {ms:.0f}" for stage, ms in turn.stages_ms.items())
        first = "no answer" if turn.first_sound_ms is None else f"{turn.first_sound_ms:.0f} ms to the first sound"
        console.print(f"[dim]        {first}{f' ({stages})' if stages else ''}[/]")
    for figure in measured.figures:
        goal = "" if figure.goal is None else f"  (goal {figure.goal:g}, {'met' if figure.met else 'missed'})"
        console.print(f"{figure.name}: {figure.value} {figure.unit}{goal}  [dim]n={figure.count}[/]")
