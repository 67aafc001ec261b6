"""`orderline doctor`: what is installed, which engine each port got and why, and what to do where it does not work."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Annotated

import typer

from orderline.cli.app import app

if TYPE_CHECKING:
    from orderline.doctor import Finding


@app.command()
def doctor(
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    settings: Annotated[bool, typer.Option("--settings", help="Print every setting as Markdown instead.")] = False,
) -> None:
    """Look at this machine and this line; exit 1 where something does not work."""
    if settings:
        from orderline.qa.settings_page import settings_page

        typer.echo(settings_page(), nl=False)
        return
    from orderline.doctor import examine

    findings = asyncio.run(examine())
    if json_:
        typer.echo(json.dumps([finding.to_json() for finding in findings], ensure_ascii=False))
    else:
        _show(findings)
    if any(finding.works is False for finding in findings):
        raise typer.Exit(1)


def _show(findings: list[Finding]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in ("", "what", "found", "what to do"):
        table.add_column(column, overflow="fold")
    marks = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[dim]·[/]"}
    for finding in findings:
        table.add_row(marks[finding.works], finding.what, finding.found, finding.do)
    Console(highlight=False).print(table)
