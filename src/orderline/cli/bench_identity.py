"""`orderline bench identity`: callers identified by what a recogniser heard of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from orderline.cli.bench import JsonOption, group, show


@group.command("identity")
def identity(
    data: Annotated[Path, typer.Option("--data", help="Folder with evi_dialogues_dev.tsv and evi_records.csv.")],
    tuning: Annotated[bool, typer.Option("--tuning", help="Measure the half that numbers were tuned on.")] = False,
    json_: JsonOption = False,
) -> None:
    """People saying name, postcode and day of birth, against a table of 10,000: identified, and wrongly matched."""
    from rich.console import Console
    from rich.progress import Progress, TimeRemainingColumn

    from orderline.clock import SystemClock
    from orderline.qa.identity_bench.run import run, steps

    with Progress(
        *Progress.get_default_columns()[:3], TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task("dialogues", total=steps(data, tuning=tuning))
        measured = run(data, SystemClock(), lambda: bar.advance(task), tuning=tuning)
    if json_:
        typer.echo(measured.to_json())
    else:
        show(measured)
