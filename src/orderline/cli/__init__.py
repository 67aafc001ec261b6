"""The commands. Each module here is one command or one group; nothing heavy is imported before it is needed."""

from __future__ import annotations

import sys

<<<<<<< HEAD
from orderline.cli import call, db, doctor, models, say, serve, shop, wording
from orderline.cli.app import app
from orderline.errors import OrderlineError

__all__ = ["app", "call", "db", "doctor", "main", "models", "say", "serve", "shop", "wording"]
=======
import typer

from orderline.errors import OrderlineError

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
>>>>>>> wording


def main() -> None:
    """Run the command line; a fault is told in one sentence and its exit status, never as a traceback."""
    try:
        app()
    except OrderlineError as fault:
        sys.stderr.write(f"orderline: {fault}\n")
        sys.exit(fault.status)


from orderline.cli import wording as wording  # noqa: E402  each command's module adds itself to `app`
