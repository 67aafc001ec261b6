"""`orderline bench understanding`: how well sentences are understood."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from orderline.cli.bench import JsonOption, group, show


@group.command("understanding")
def understanding(
    data: Annotated[
        Path | None, typer.Option("--data", help="Folder of public utterances to measure as well; default: none.")
    ] = None,
    plot: Annotated[Path | None, typer.Option("--plot", help="Write the reliability diagram to this PNG.")] = None,
    blind: Annotated[
        Path | None, typer.Option("--blind", help="Folder of `blind.en.yaml` and `blind.zh.yaml`; default: our own.")
    ] = None,
    json_: JsonOption = False,
) -> None:
    """Wishes, out-of-scope sentences and confidence, on sentences that nothing was tuned on."""
    from orderline.clock import SystemClock
    from orderline.qa.understanding_bench.run import run
    from orderline.settings import shipped

    measured = run(blind or shipped("tests/benchmarks/understanding"), data, plot, SystemClock())
    if json_:
        typer.echo(measured.to_json())
    else:
        show(measured)
