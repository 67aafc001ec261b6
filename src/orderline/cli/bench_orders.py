"""`orderline bench orders`: the order services in shops of many orders."""

from __future__ import annotations

from typing import Annotated

import typer

from orderline.cli.bench import JsonOption, group, show


@group.command("orders")
def orders(
    orders: Annotated[str, typer.Option("--orders", help="Sizes of shop to measure, with commas.")] = "1000,100000",
    asks: Annotated[int, typer.Option("--asks", min=1, help="How often each thing is asked.")] = 300,
    json_: JsonOption = False,
) -> None:
    """Find, quote and write in shops of several sizes, and bulk import; each in a temporary SQLite file."""
    from rich.console import Console
    from rich.progress import Progress, TimeRemainingColumn

    from orderline.clock import SystemClock
    from orderline.qa.orders_bench.run import run, sizes, steps

    wanted = sizes(orders)
    with Progress(
        *Progress.get_default_columns()[:3], TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task("orders", total=steps(wanted, asks))
        measured = run(wanted, asks, SystemClock(), lambda: bar.advance(task))
    if json_:
        typer.echo(measured.to_json())
    else:
        show(measured)
