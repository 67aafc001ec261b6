"""The command line itself; each command hangs itself on `app`."""

from __future__ import annotations

import typer

app = typer.Typer(
    name="orderline",
    help="A shop's own voice line for orders.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def orderline() -> None:
    """A shop's own voice line for orders."""
