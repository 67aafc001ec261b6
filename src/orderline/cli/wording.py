"""`orderline wording`: what the line can say, listed and checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orderline.cli import app
from orderline.orders.identifiers import Language

if TYPE_CHECKING:
    from orderline.speak.wording.catalogue import Catalogue

wording_app = typer.Typer(help="What the line can say.", no_args_is_help=True)
app.add_typer(wording_app, name="wording")

Folder = Annotated[
    Path | None,
    typer.Option(help="Folder with en/ and zh/; the line's own wording where left out.", exists=True, file_okay=False),
]


@wording_app.command("lint")
def lint_wording(folder: Folder = None) -> None:
    """Check both languages against each other and against the rules; exit status 1 where something is to be mended."""
    from orderline.speak.wording.lint import lint

    catalogue = _catalogue(folder)
    problems = lint(catalogue)
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        typer.echo(f"{len(problems)} to mend.")
        raise typer.Exit(1)
    typer.echo(f"{len(catalogue.wordings)} wordings, nothing to mend.")


@wording_app.command("list")
def list_wording(
    lang: Annotated[Language | None, typer.Option(help="One language only.")] = None, folder: Folder = None
) -> None:
    """Every key with its texts."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table("key", "lang", "texts")
    for wording in _catalogue(folder).wordings.values():
        if lang in (None, wording.language):
            texts = "\n".join(template.source for template in wording.templates)
            table.add_row(wording.key, wording.language, escape(texts))
    Console().print(table)


def _catalogue(folder: Path | None) -> Catalogue:
    from orderline.speak.wording.load import load_catalogue

    return load_catalogue(folder)
