"""`orderline callers`: files of scripted callers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from orderline.cli.app import app

callers_app = typer.Typer(help="Scripted callers, who ring the line in its tests.", no_args_is_help=True)
app.add_typer(callers_app, name="callers")

import_app = typer.Typer(help="Make callers from the tasks of an outside data set.", no_args_is_help=True)
callers_app.add_typer(import_app, name="import")

OutOption = Annotated[Path, typer.Option("--out", "-o", help="Folder to write to: one file a task.")]


@import_app.command("tau-retail")
def tau_retail(
    db: Annotated[Path, typer.Option("--db", help="The data set's db.json.")],
    tasks: Annotated[list[Path], typer.Option("--tasks", help="tasks.json, tasks_tau1.json, or both.")],
    out: OutOption,
) -> None:
    """One caller a task: what the reference writes is what they want, what the texts tell is what they know."""
    from orderline.qa.callers.compiled.tau_retail import callers
    from orderline.qa.callers.script import write_scripts
    from orderline.qa.conformance.tau_retail.shape import read_database

    data, _ = read_database(db)
    typer.echo(f"{write_scripts(out, callers(data, tasks))} callers in {out}")


@import_app.command("ecom-bench-zh")
def ecom_bench_zh(
    data: Annotated[Path, typer.Option("--data", help="The data set's file.")],
    out: OutOption,
) -> None:
    """One caller a task, in Chinese; what that shop's line would do and ours does not offer is left out."""
    from orderline.qa.callers.compiled.ecom_bench import callers
    from orderline.qa.callers.script import write_scripts
    from orderline.qa.conformance.ecom_bench.shape import read_bench

    typer.echo(f"{write_scripts(out, {'ecom-bench-zh': callers(read_bench(data)[0])})} callers in {out}")
