"""`orderline models list | pull | verify`: the files of models.txt on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from orderline.cli.app import app

if TYPE_CHECKING:
    from rich.progress import Progress

    from orderline.models.listing import ModelFile
    from orderline.models.pull import Puller
    from orderline.models.store import ModelStore
    from orderline.settings import Settings

group = typer.Typer(help="The model files that the line may use: what is here, and fetching the rest.")
app.add_typer(group, name="models")

Roles = Annotated[list[str] | None, typer.Argument(help="Models to fetch; without any, those that the settings name.")]


def _open() -> tuple[Settings, ModelStore]:
    from orderline.models.store import ModelStore
    from orderline.settings import Settings

    settings = Settings()
    return settings, ModelStore(settings.models)


@group.command("list")
def list_models() -> None:
    """Show every model file: whether it is here and whole, its size, licence and source."""
    from rich.console import Console
    from rich.table import Table

    _, store = _open()
    table = Table("model", "file", "state", "bytes", "licence", "source")
    for report in store.reports():
        file = report.file
        size = "-" if report.size is None else f"{report.size:,}"
        table.add_row(file.role, file.name, report.state.value, size, file.licence, f"{file.source}@{file.revision}")
    Console().print(table)


@group.command("pull")
def pull_models(roles: Roles = None) -> None:
    """Fetch models. A pull that was broken off goes on where it stopped; what is whole is not fetched again."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    from orderline.errors import ConfigurationError
    from orderline.models.pull import Puller
    from orderline.models.store import FileState

    settings, store = _open()
    wanted = roles or [settings.hear.whisper_model, settings.speak.voice_en, settings.speak.voice_zh]
    unknown = [role for role in wanted if role not in store.roles()]
    if unknown:
        raise ConfigurationError(
            f"models.txt does not name {', '.join(unknown)}.", "", f"It names: {', '.join(store.roles())}."
        )
    files = [file for role in dict.fromkeys(wanted) for file in store.of(role)]
    missing = [file for file in files if store.report(file).state is not FileState.WHOLE]
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Puller(store, settings.models.hub, settings.models.timeout_s) as puller, Progress(*columns) as bars:
        for file in missing:
            _pull(file, puller, bars)
    typer.echo(f"{len(files)} model files are whole, {len(missing)} of them fetched now.")


def _pull(file: ModelFile, puller: Puller, bars: Progress) -> None:
    """One file with its bar."""
    bar = bars.add_task(file.key, total=None)
    puller.pull(file, lambda have, total: bars.update(bar, completed=have, total=total))


@group.command("verify")
def verify_models() -> None:
    """Check the files that are here against models.txt and models.lock; exit status 1 where one is broken."""
    from orderline.models.store import FileState

    _, store = _open()
    reports = [report for report in store.reports() if report.state is not FileState.MISSING]
    for report in reports:
        typer.echo(f"{report.state.value:<12}{report.file.key}")
    if not reports:
        typer.echo(
            "No model file is here. The line runs on its embedded engines; `orderline models pull` fetches some."
        )
    if any(report.state in (FileState.CHANGED, FileState.PARTIAL) for report in reports):
        raise typer.Exit(1)
