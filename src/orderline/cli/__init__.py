"""The commands. Each module here is one command or one group; nothing heavy is imported before it is needed."""

from __future__ import annotations

import sys

import typer

from orderline.cli.wording import wording_app
from orderline.errors import OrderlineError

app = typer.Typer(
    name="orderline",
    help="A shop's own voice line for orders.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(wording_app)


@app.callback()
def orderline() -> None:
    """A shop's own voice line for orders."""


def main() -> None:
    """Run the command line; a fault is told in one sentence and its exit status, never as a traceback."""
    try:
        app()
    except OrderlineError as fault:
        sys.stderr.write(f"orderline: {fault}\n")
        sys.exit(fault.status)


# Each command finds `app` above, so they come last.
from orderline.cli import call as call  # noqa: E402
from orderline.cli import doctor as doctor  # noqa: E402
from orderline.cli import say as say  # noqa: E402
from orderline.cli import serve as serve  # noqa: E402
