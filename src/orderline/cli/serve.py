"""`orderline serve`: start the line and answer calls until Ctrl-C."""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from orderline.cli.app import app

if TYPE_CHECKING:
    from orderline.bootstrap import Line


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes any free one.")] = None,
    demo: Annotated[bool, typer.Option(help="Create the demo shop where there is none.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the address as one JSON line.")] = False,
) -> None:
    """Start the line and answer calls."""
    from orderline.logs import configure
    from orderline.settings import Settings

    # Before anything that logs is imported: pipecat greets at import, at DEBUG.
    configure(Settings.load())
    from orderline.bootstrap import load_settings, open_line
    from orderline.server import serve as answer

    settings = load_settings(port=port)

    async def run() -> None:
        async with open_line(settings, demo=demo) as line:
            # What was loaded stays for good: looking through it again would stall every call for tens of milliseconds.
            gc.freeze()
            await answer(line, lambda address: _listening(address, line, json_))

    try:
        asyncio.run(run())
    except KeyboardInterrupt:
        sys.stderr.write("orderline: the line is closed.\n")


def _listening(address: str, line: Line, as_json: bool) -> None:
    """Print the one address, and what the line still lacks."""
    if as_json:
        sys.stdout.write(json.dumps({"listening": address}) + "\n")
    else:
        sys.stdout.write(f"\n  orderline answers at  {address}\n\n")
        if {"sphinx", "espeak"} & {choice.engine for choice in line.choices}:
            sys.stdout.write("  It hears and speaks with its small built-in engines, and hears English only.\n")
            sys.stdout.write("  `orderline models pull` fetches Whisper and natural voices, once.\n\n")
    sys.stdout.flush()
