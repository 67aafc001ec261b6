"""`orderline audit`: is the record of changes whole, and what does it say of one order?"""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from orderline.cli.app import app
from orderline.cli.shop import DatabaseOption

audit_app = typer.Typer(help="The record of every change.", no_args_is_help=True)
app.add_typer(audit_app, name="audit")


@audit_app.command("verify")
def verify(database: DatabaseOption = "") -> None:
    """Check the whole chain; exit status 1 where it was altered, with the place."""
    from orderline.cli.audit_report import verify_chain
    from orderline.store.audit import Broken

    found = asyncio.run(verify_chain(database))
    if isinstance(found, Broken):
        typer.echo(f"The chain does not hold: link {found.seq} is {found.what}.")
        raise typer.Exit(1)
    typer.echo(f"The chain holds: {found.links} links.")


@audit_app.command("show")
def show(
    order: Annotated[str, typer.Argument(help="Order number, as the shop prints it.")], database: DatabaseOption = ""
) -> None:
    """Tell what was done to one order, by whom, on whose word."""
    from orderline.cli.audit_report import order_story

    typer.echo(asyncio.run(order_story(order, database)))
