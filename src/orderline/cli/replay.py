"""`orderline replay`: decide a call again from its journal, and show what differs."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orderline.cli.app import app

if TYPE_CHECKING:
    from orderline.call.replay import Replay
    from orderline.events.decision import Action


# A call's id may begin with a hyphen.
@app.command(context_settings={"ignore_unknown_options": True})
def replay(
    call_id: Annotated[str, typer.Argument(help="The call, as its folder below `calls` is named.")],
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Decide a call again with today's code; exit status 1 where anything differs."""
    from orderline.call.journal import calls_folder
    from orderline.call.replay import replay as decide_again
    from orderline.settings import Settings

    replayed = decide_again(calls_folder(Settings.load().line.data_dir), call_id)
    if json_:
        sys.stdout.write(json.dumps(_as_json(replayed), ensure_ascii=False) + "\n")
    else:
        _show(replayed)
    raise typer.Exit(1 if replayed.differences else 0)


def _as_json(replayed: Replay) -> dict[str, Any]:
    from orderline.events.codec import to_json

    return {
        "call_id": replayed.call_id,
        "started": replayed.started.isoformat(),
        "steps": len(replayed.steps),
        "ended": replayed.ended,
        "truncated": replayed.truncated,
        "dropped": replayed.dropped,
        "differences": [
            {
                "step": step.number,
                "at": step.at.isoformat(),
                "happening": to_json(step.happening),
                "then": [to_json(action) for action in step.then],
                "now": [to_json(action) for action in step.now],
            }
            for step in replayed.differences
        ],
    }


def _show(replayed: Replay) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    console.print(f"Call {replayed.call_id}, {replayed.started:%Y-%m-%d %H:%M:%S} UTC: {len(replayed.steps)} steps")
    for warning in _warnings(replayed):
        console.print(Text(warning, style="yellow"))
    if not replayed.differences:
        console.print(Text("Every step is decided as it was then.", style="green"))
        return
    table = Table("step", "what happened", "decided then", "decided now", show_lines=True)
    for step in replayed.differences:
        then, now = _lines(step.then, step.now, "red"), _lines(step.now, step.then, "green")
        table.add_row(str(step.number), Text(_words(step.happening)), then, now)
    console.print(table)
    console.print(f"{len(replayed.differences)} of {len(replayed.steps)} steps differ; the first may cause the others.")


def _warnings(replayed: Replay) -> list[str]:
    warnings = []
    if replayed.truncated:
        warnings.append("The last line is cut off: the process was killed while it wrote. It was left out.")
    elif not replayed.ended:
        warnings.append("The journal has no end: the call is going on, or its process was killed.")
    if replayed.dropped:
        warnings.append(
            f"{replayed.dropped} lines are missing, for the disk was too slow: differences may come of that."
        )
    return warnings


def _lines(actions: tuple[Action, ...], others: tuple[Action, ...], style: str) -> Any:
    """One action a line; those that the other side does not have in colour."""
    from rich.text import Text

    lines = [Text(_words(action), style="" if action in others else style) for action in actions]
    return Text("\n").join(lines)


def _words(event: object) -> str:
    """`Listen expect=phone_tail digits=4`: an event on one line, without what is empty."""
    from orderline.events.codec import to_json

    data = to_json(event)
    kind = data.pop("type")
    given = {name: value for name, value in data.items() if value not in (None, "", [], {}, False)}
    return " ".join([kind, *(f"{name}={_value(value)}" for name, value in given.items())])


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
