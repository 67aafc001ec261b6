"""docs/benchmarks.md, made from what measuring commands printed with `--json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from orderline.errors import ConfigurationError

HEAD = """# Benchmarks

Made by `orderline bench page docs/benchmarks/*.json`, never by hand. Each part is the output of the command it names,
with `--json`. Machines differ and these are noisy: read a figure with its machine, its load and its count.
"""


def benchmarks_page(results: list[Path]) -> str:
    """The whole page as Markdown.

    Raises:
        ConfigurationError: a file is not what a measuring command prints.
    """
    return "\n".join([HEAD, *(_part(path) for path in results)])


def _part(path: Path) -> str:
    try:
        found: dict[str, Any] = json.loads(path.read_text())
        machine = found["machine"]
        told = [
            f"## `{found['command']}`",
            "",
            f"{found['date'][:16].replace('T', ' ')} UTC · {machine['processor']}, {machine['cores']} cores · "
            f"Python {machine['python']} · load {machine['load_1_min']} · "
            + ", ".join(f"{port}: {engine}" for port, engine in found["engines"].items()),
            "",
            *_notes(found),
            "| figure | value | goal | n |",
            "| --- | ---: | ---: | ---: |",
            *(_row(figure) for figure in found["figures"]),
            "",
        ]
    except (ValueError, KeyError, TypeError) as fault:
        raise ConfigurationError(
            f"{path.name} is not what a measuring command prints.", "", "Give files written with `--json`."
        ) from fault
    return "\n".join(told)


def _notes(found: dict[str, Any]) -> list[str]:
    said = [f"Speech: {found['speech']}."] if "speech" in found else []
    said += [f"Calls: {found['calls']}, {found['at_once']} at once."] if "at_once" in found else []
    return [" ".join(said), ""] if said else []


def _row(figure: dict[str, Any]) -> str:
    value = "none" if figure["value"] is None else f"{figure['value']:g} {figure['unit']}"
    mark = {True: " met", False: " **missed**", None: ""}[figure["met"]]
    goal = "" if figure["goal"] is None else f"{figure['goal']:g}{mark}"
    return f"| {figure['name']} | {value} | {goal} | {figure['count']} |"
