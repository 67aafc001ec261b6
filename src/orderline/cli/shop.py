"""`orderline shop`: make the demo shop, look at an order."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from orderline.cli.app import app

shop_app = typer.Typer(help="The shop whose orders the line answers for.", no_args_is_help=True)
app.add_typer(shop_app, name="shop")

DatabaseOption = Annotated[str, typer.Option("--database", help="Database address; default: the one in the settings.")]


@shop_app.command("create-demo")
def create_demo(database: DatabaseOption = "") -> None:
    """Make the demo shop: 300 customers and 1,200 orders with dates around today."""
    from orderline.clock import SystemClock
    from orderline.settings import Settings
    from orderline.store.address import database_url, shown
    from orderline.store.demo import create_demo_shop

    settings = Settings()
    url = database or database_url(settings)
    made = create_demo_shop(url, SystemClock().now().date(), settings.store.shop)
    typer.echo(f"{'Made' if made else 'Already there, made today:'} the demo shop in {shown(url)}.")


@shop_app.command("code")
def code(
    who: Annotated[str, typer.Argument(metavar="CUSTOMER|ORDER", help="Key of a customer, or an order's number.")],
    database: DatabaseOption = "",
) -> None:
    """DEMO ONLY: show the step-up code last sent to a demo customer, whom no telephone belongs to."""
    from orderline.cli.demo_code import demo_code

    typer.echo("DEMO SHOP ONLY: a real customer gets this code by phone, and nobody else ever sees it.", err=True)
    typer.echo(asyncio.run(demo_code(who, database)))


@shop_app.command("show")
def show(
    order: Annotated[str, typer.Argument(help="Order number, as the shop prints it.")], database: DatabaseOption = ""
) -> None:
    """Show one order, with everything personal masked to its last four characters."""
    from orderline.cli.show_order import show_order

    typer.echo(asyncio.run(show_order(order, database)))
