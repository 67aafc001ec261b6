"""The commands. Each module here is one command or one group; nothing heavy is imported before it is needed."""

from __future__ import annotations

import sys

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


def main() -> None:
    """Run the command line; a fault is told in one sentence and its exit status, never as a traceback."""
    try:
        app()
    except OrderlineError as fault:
        sys.stderr.write(f"orderline: {fault}\n")
        sys.exit(fault.status)


from orderline.cli import wording as wording  # noqa: E402  each command's module adds itself to `app`
