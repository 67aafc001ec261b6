"""`orderline db`: the database's tables."""

from __future__ import annotations

import typer

from orderline.cli.app import app
from orderline.cli.shop import DatabaseOption

db_app = typer.Typer(help="The database.", no_args_is_help=True)
app.add_typer(db_app, name="db")


@db_app.command("upgrade")
def upgrade(database: DatabaseOption = "") -> None:
    """Create the tables, or bring them to this version. Safe to run again."""
    from orderline.settings import Settings
    from orderline.store.address import database_url, shown
    from orderline.store.migrate import upgrade as upgrade_tables

    url = database or database_url(Settings())
    typer.echo(f"{shown(url)} is at revision {upgrade_tables(url)}.")
