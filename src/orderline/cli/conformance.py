"""`orderline conformance`: outside data sets replayed through the services that callers use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from orderline.cli.app import app

conformance_app = typer.Typer(help="Outside proof: data that no one here made.", no_args_is_help=True)
app.add_typer(conformance_app, name="conformance")

OutOption = Annotated[Path, typer.Option("--out", "-o", help="Where the changed rows of each task are written.")]
ExpectedOption = Annotated[Path | None, typer.Option("--expected", help="Compare with this file; exit 1 unless equal.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print figures as one JSON object.")]


@conformance_app.command("tau-retail")
def tau_retail(
    db: Annotated[Path, typer.Option("--db", help="The data set's db.json.")],
    tasks: Annotated[list[Path], typer.Option("--tasks", help="tasks.json, tasks_tau1.json, or both.")],
    out: OutOption,
    expected: ExpectedOption = None,
    json: JsonOption = False,
) -> None:
    """Replay the reference actions of every task on a fresh import, and write what changed and what was refused."""
    from orderline.qa.conformance.tau_retail.command import run

    report = run(db, tasks, out, expected)
    typer.echo(report.measured.to_json() if json else report.text)
    if not report.equal:
        raise typer.Exit(1)
