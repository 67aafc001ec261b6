"""`orderline examples`: check the example sentences, and fit what depends on them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from orderline.cli.app import app
from orderline.orders.identifiers import LANGUAGES

examples_app = typer.Typer(help="The example sentences the line understands wishes by.", no_args_is_help=True)
app.add_typer(examples_app, name="examples")

FolderOption = Annotated[Path | None, typer.Option("--folder", help="Folder of `en/` and `zh/`; default: packaged.")]


@examples_app.command("lint")
def lint(folder: FolderOption = None) -> None:
    """Read every example file: a clash is told with both wishes and the sentence, and words that may be slips."""
    from orderline.understand.intents.examples import PACKAGED, load_examples
    from orderline.understand.intents.typos import find_typos

    for language in LANGUAGES:
        examples = load_examples(folder or PACKAGED, language)
        typer.echo(f"{language}: {len(examples)} sentences for {len({e.intent for e in examples})} wishes.")
        for typo in find_typos(examples):
            typer.echo(f"  {typo}")


@examples_app.command("fit")
def fit(folder: FolderOption = None) -> None:
    """Print the constants of `understand/acceptor.yaml`, from held-out examples and calibration sentences."""
    from orderline.understand.fitting import fit_acceptor
    from orderline.understand.intents.ranking import FEATURES

    for language in LANGUAGES:
        found = fit_acceptor(language, folder)
        typer.echo(
            f"# {language}: {found.count} examples, {found.accuracy:.3f} right when held out, "
            f"calibration error {found.calibration_error:.3f} on {found.calibrated_on} calibration sentences"
        )
        typer.echo(f"{language}:\n  intercept: {found.acceptor.intercept:.3f}\n  weights:")
        for name, weight in zip(FEATURES, found.acceptor.weights, strict=True):
            typer.echo(f"    {name}: {weight:.3f}")
