"""`orderline privacy`: what is kept of one customer, and its erasure."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from orderline.cli.app import app
from orderline.cli.shop import DatabaseOption

privacy_app = typer.Typer(help="One customer's data.", no_args_is_help=True)
app.add_typer(privacy_app, name="privacy")
CustomerArgument = Annotated[str, typer.Argument(help="The customer's key, e.g. `c-0001`.")]


@privacy_app.command("export")
def export(
    customer: CustomerArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write; holds personal data.")],
    database: DatabaseOption = "",
) -> None:
    """Write everything kept of a customer to a JSON file."""
    from orderline.act.services.privacy import export_customer
    from orderline.errors import OrderlineError
    from orderline.orders.identifiers import CustomerId, ShopId
    from orderline.settings import Settings
    from orderline.store.address import database_url
    from orderline.store.session import Database

    async def run() -> dict[str, object] | None:
        settings = Settings()
        opened = Database(database or database_url(settings), settings.store.lock_timeout_ms)
        try:
            return await export_customer(opened, ShopId(settings.store.shop), CustomerId(customer))
        finally:
            await opened.close()

    found = asyncio.run(run())
    if found is None:
        raise OrderlineError(f"There is no customer `{customer}`.")
    output.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    typer.echo(f"Written: {output}. It holds personal data.")


@privacy_app.command("erase")
def erase(
    customer: CustomerArgument,
    database: DatabaseOption = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; erasing cannot be undone.")] = False,
) -> None:
    """Take a customer's person out of every row."""
    from orderline.act.services.privacy import erase_customer
    from orderline.act.services.writer import Writer, random_id
    from orderline.clock import SystemClock
    from orderline.errors import OrderlineError
    from orderline.events.receipt import Authority
    from orderline.orders.identifiers import CustomerId, ShopId
    from orderline.orders.quote import ActionId, Receipt, Refused
    from orderline.settings import Settings
    from orderline.store.address import database_url
    from orderline.store.session import Database

    async def run() -> Receipt | Refused:
        settings = Settings()
        opened = Database(database or database_url(settings), settings.store.lock_timeout_ms)
        try:
            writer = Writer(opened, ShopId(settings.store.shop), SystemClock())
            authority = Authority("command", CustomerId(customer), level=3)
            return await erase_customer(writer, ActionId(random_id("a")), authority)
        finally:
            await opened.close()

    if not yes:
        typer.confirm(f"Erase customer {customer}? This cannot be undone.", abort=True)
    result = asyncio.run(run())
    if isinstance(result, Refused):
        raise OrderlineError(f"{customer} was not erased: {result.because.en}.")
    typer.echo(f"Erased. Receipt {result.receipt_id}.")
