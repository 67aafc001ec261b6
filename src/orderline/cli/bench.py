"""`orderline bench`: the line measured from its caller's side."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orderline.cli.app import app
from orderline.settings import shipped

if TYPE_CHECKING:
    from orderline.qa.figures import Measured

group = typer.Typer(help="Measure the line from its caller's side.", no_args_is_help=True)
app.add_typer(group, name="bench")

LineOption = Annotated[str, typer.Option(help="Address of a running line; without it one is started.")]
SpeechOption = Annotated[Path | None, typer.Option(help="Folder of recordings; the project's own where left out.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@group.command()
def turns(
    calls: Annotated[int, typer.Option(min=1, help="Calls, one after the other; four turns each.")] = 6,
    line: LineOption = "",
    speech: SpeechOption = None,
    json_: JsonOption = False,
) -> None:
    """End of speech to first sound, one call at a time. Synthetic voices."""
    _run("orderline bench turns", calls, 1, line, speech, json_)


@group.command()
def calls(
    at_once: Annotated[int, typer.Option(min=1, help="Calls at once.")] = 10,
    rounds: Annotated[int, typer.Option(min=1, help="How often each caller rings.")] = 1,
    line: LineOption = "",
    speech: SpeechOption = None,
    json_: JsonOption = False,
) -> None:
    """Many calls at once: gaps in the sound, answers, latency. Synthetic voices."""
    _run("orderline bench calls", at_once * rounds, at_once, line, speech, json_)


def _run(command: str, calls: int, at_once: int, line: str, speech: Path | None, json_: bool) -> None:
    from rich.console import Console
    from rich.progress import Progress, TimeRemainingColumn

    folder = speech or shipped("tests/fixtures/audio")
    with Progress(
        *Progress.get_default_columns()[:3], TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task("calls", total=calls)
        measured = asyncio.run(_measure(command, calls, at_once, line, folder, lambda: bar.advance(task)))
    if json_:
        typer.echo(measured.to_json())
    else:
        show(measured)


async def _measure(
    command: str,
    calls: int,
    at_once: int,
    line: str,
    folder: Path,
    progress: Callable[[], None],
) -> Measured:
    from orderline.cli.call import GOAL_P50_MS
    from orderline.clock import SystemClock
    from orderline.qa.bench import ring
    from orderline.qa.figures import Measured
    from orderline.qa.own_line import engines_of, own_line

    clock = SystemClock()
    async with AsyncExitStack() as stack:
        address = line or await stack.enter_async_context(own_line({"ORDERLINE_LINE__MAX_CALLS": str(at_once)}))
        engines = await engines_of(address)
        bench = await ring(address, clock, folder, calls=calls, at_once=at_once, progress=progress)
    figures = bench.figures(calls, GOAL_P50_MS)
    return Measured(
        command,
        clock.now(),
        engines,
        figures,
        {"speech": "synthetic (flite slt, rms, awb)", "calls": calls, "at_once": at_once, "failed": bench.failed},
    )


def show(measured: Measured) -> None:
    """Print figures as a table."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in ("figure", "value", "unit", "goal", "n"):
        table.add_column(column, justify="left" if column in ("figure", "unit") else "right")
    for figure in measured.figures:
        mark = {True: " [green]met[/]", False: " [red]missed[/]", None: ""}[figure.met]
        goal = "" if figure.goal is None else f"{figure.goal:g}{mark}"
        value = "none" if figure.value is None else f"{figure.value:g}"
        table.add_row(figure.name, value, figure.unit, goal, str(figure.count))
    Console(highlight=False).print(table)


@group.command()
def page(
    results: Annotated[list[Path], typer.Argument(help="Files written by measuring commands with --json.")],
) -> None:
    """Print docs/benchmarks.md, made from results."""
    from orderline.qa.benchmarks_page import benchmarks_page

    typer.echo(benchmarks_page(results), nl=False)
