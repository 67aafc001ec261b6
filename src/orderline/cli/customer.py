"""`orderline customer`: what the shop keeps of one person, given out or erased."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from orderline.cli.app import app
from orderline.cli.shop import DatabaseOption
from orderline.errors import OrderlineError

customer_app = typer.Typer(help="One customer's data.", no_args_is_help=True)
app.add_typer(customer_app, name="customer")

CustomerArgument = Annotated[str, typer.Argument(metavar="ID", help="Id of the customer, as the shop's system has it.")]


@customer_app.command("export")
def export(
    customer: CustomerArgument,
    out: Annotated[Path, typer.Option(help="File to write; it must not be there yet.")],
    database: DatabaseOption = "",
) -> None:
    """Write everything kept of a customer into a file that only you can read."""
    from orderline.cli.customer_commands import exported

    if out.exists():
        raise OrderlineError(f"{out} is there already.", "Nothing was exported.", "Name another file.")
    found = asyncio.run(exported(customer, database))
    text = json.dumps(found, ensure_ascii=False, indent=2, default=str)
    try:
        out.touch(mode=0o600, exist_ok=False)
        out.write_text(text + "\n", encoding="utf-8")
    except OSError as fault:
        raise OrderlineError(
            f"{out} cannot be written ({fault.strerror}).",
            "The export is nowhere.",
            "Name a file in a folder of yours.",
        ) from fault
    rows = sum(len(part) for part in found.values() if isinstance(part, list))
    typer.echo(f"Wrote customer {customer} with {rows} records to {out}.")


@customer_app.command("erase")
def erase(
    customer: CustomerArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Really erase; it cannot be undone.")] = False,
    database: DatabaseOption = "",
) -> None:
    """Erase a customer's name, phones, e-mail, addresses and notes. Orders, money and the audit stay."""
    from orderline.cli.customer_commands import erased

    if not yes:
        raise OrderlineError(
            f"Nothing of customer {customer} was erased.",
            "It cannot be undone, and orders under way lose their address.",
            "Say --yes to do it; `orderline customer export` keeps a copy first.",
        )
    done = asyncio.run(erased(customer, database))
    if done.again:
        typer.echo(f"Customer {customer} was erased already, on {done.at:%Y-%m-%d}.")
        return
    typer.echo(f"Erased what was personal of customer {customer}.")
    if done.open_orders:
        typer.echo(f"Orders still under way, now without an address: {done.open_orders}.")
