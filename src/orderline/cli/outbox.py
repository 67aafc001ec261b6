"""`orderline outbox`: what outside systems still have to be told, and what was given up."""

from __future__ import annotations

from typing import Annotated

import typer

from orderline.cli.app import app
from orderline.cli.shop import DatabaseOption

outbox_app = typer.Typer(help="What outside systems have to be told.", no_args_is_help=True)
app.add_typer(outbox_app, name="outbox")


@outbox_app.command("list")
def list_errands(database: DatabaseOption = "") -> None:
    """Count errands by state, and list those that wait for a person."""
    from sqlalchemy.orm import Session

    from orderline.settings import Settings
    from orderline.store.address import database_url
    from orderline.store.migrate import sync_engine
    from orderline.store.repositories.outbox import counts, dead_letters

    settings = Settings()
    engine = sync_engine(database or database_url(settings))
    with Session(engine) as session:
        found = counts(session, settings.store.shop)
        typer.echo(", ".join(f"{count} {state}" for state, count in sorted(found.items())) or "The outbox is empty.")
        for row in dead_letters(session, settings.store.shop):
            typer.echo(f"{row.id}  {row.system} {row.operation}, {row.attempts} tries: {row.last_error}")
    engine.dispose()


@outbox_app.command("retry")
def retry(
    errand: Annotated[str, typer.Argument(help="Id of a dead letter, as `list` shows it.")],
    database: DatabaseOption = "",
) -> None:
    """Send a dead letter again."""
    from sqlalchemy.orm import Session

    from orderline.clock import SystemClock
    from orderline.errors import OrderlineError
    from orderline.settings import Settings
    from orderline.store.address import database_url
    from orderline.store.migrate import sync_engine
    from orderline.store.repositories.outbox import requeue

    settings = Settings()
    engine = sync_engine(database or database_url(settings))
    with Session(engine) as session, session.begin():
        found = requeue(session, settings.store.shop, errand, SystemClock().now())
    engine.dispose()
    if not found:
        raise OrderlineError(f"There is no dead letter `{errand}`.", do="See `orderline outbox list`.")
    typer.echo(f"{errand} will be told again.")
