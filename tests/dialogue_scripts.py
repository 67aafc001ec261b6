"""Scripted dialogues: read from their files, and played at the text door. `tests/dialogues/README.md` is the format."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from orderline.qa.callers.conduct import Door
from orderline.qa.callers.line_turn import LineTurn
from orderline.qa.conformance.fresh import Changed
from orderline.qa.dialogue_bench.guard import of_customers

FOLDER = Path(__file__).parent / "dialogues"
OPEN = "(open) "
"""How the name of a call begins that the line does not hold yet."""
_TOKEN = re.compile(r'!?"[^"]*"|\S+')
_LISTENS = frozenset(
    [
        "open",
        "yes_no",
        "order_number",
        "phone_tail",
        "postcode",
        "code",
        "name",
        "email",
        "address",
        "choice",
        "detail",
        "nothing",
    ]
)


@dataclass(frozen=True)
class Turn:
    """One line of a script."""

    says: str
    wants: tuple[str, ...]


@dataclass(frozen=True)
class Dialogue:
    """One scripted call."""

    name: str
    language: str
    caller: str | None
    greeting: tuple[str, ...]
    turns: tuple[Turn, ...]
    rows: Mapping[str, list[dict[str, Any]]]
    given: Mapping[str, list[dict[str, Any]]]
    """Rows that are put into the shop before the call."""


def dialogues() -> Iterator[Dialogue]:
    """Every scripted call there is."""
    for path in sorted(FOLDER.glob("*/*.yaml")):
        for name, steps in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            yield _dialogue(f"{path.parent.name}/{path.stem}/{name}", path.parent.name, steps)


def _dialogue(name: str, language: str, steps: list[str | dict[str, Any]]) -> Dialogue:
    given = steps[0]["given"] if isinstance(steps[0], dict) and "given" in steps[0] else {}
    steps = steps[1:] if given else steps
    rows = steps[-1]["rows"] if isinstance(steps[-1], dict) and "rows" in steps[-1] else {}
    turns = [_turn(name, step) for step in steps if isinstance(step, str)]
    assert len(turns) + bool(rows) == len(steps), f"{name}: a line is not `said => expected`; quote it"
    caller: str | None = None
    greeting: tuple[str, ...] = ()
    if turns[0].says.startswith("from "):
        caller, greeting = turns[0].says.removeprefix("from "), turns[0].wants
        turns = turns[1:]
    return Dialogue(name, language, caller, greeting, tuple(turns), rows, given)


def _turn(name: str, step: str) -> Turn:
    says, arrow, wants = f" {step} ".rpartition(" => ")
    assert arrow, f"{name}: {step!r} has no ` => `"
    return Turn(says.strip(), tuple(_TOKEN.findall(wants)))


def plant(given: Mapping[str, list[dict[str, Any]]], database: Path) -> None:
    """Put rows into a shop; a value that begins with `=` is SQL."""
    with closing(sqlite3.connect(database)) as connection:
        for table, rows in given.items():
            for row in rows:
                values = [str(value)[1:] if str(value).startswith("=") else "?" for value in row.values()]
                plain = [value for value in row.values() if not str(value).startswith("=")]
                columns = ", ".join(row)
                connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join(values)})", plain)
        connection.commit()


def untouched(changed: Changed, given: Mapping[str, list[dict[str, Any]]]) -> Changed:
    """What changed, without the rows that were put there before."""
    left = {
        table: [row for row in rows if not any(_like(row, own) for own in _plain(given.get(table, [])))]
        for table, rows in changed.items()
    }
    return {table: rows for table, rows in left.items() if rows}


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if not str(value).startswith("=")} for row in rows]


async def play(dialogue: Dialogue, door: Door, code: Callable[[], str] = str) -> list[str]:
    """Type the whole dialogue; everything that came otherwise than written, one line each.

    `code`: the step-up code last sent, typed where a line says `{code}`.
    """
    wrong = [f"greeting: {problem}" for problem in problems(await door.open(dialogue.caller), dialogue.greeting)]
    for turn in dialogue.turns:
        answer = await door.say(turn.says.replace("{code}", code()) if "{code}" in turn.says else turn.says)
        wrong += [f"{turn.says!r}: {problem}; the line: {answer.keys} {answer.text!r}"
                  for problem in problems(answer, turn.wants)]  # fmt: skip
    return wrong


def problems(answer: LineTurn, wants: tuple[str, ...]) -> list[str]:
    """What of `wants` is not so."""
    keys = [want for want in wants if want[0] not in '!"~@' and want != "..."]
    found = [f"not {want}" for want in wants if want[0] in '!"~@' and not _holds(answer, want)]
    if not _in_order(answer.keys, keys):
        found.append(f"not {' '.join(keys)}")
    return found


def _holds(answer: LineTurn, want: str) -> bool:
    if want.startswith("!"):
        rest = want[1:]
        return not (_holds(answer, rest) if rest[0] in '"~@' else _in_order(answer.keys, [rest]))
    if want.startswith('"'):
        return want.strip('"').lower() in answer.text.lower()
    if want.startswith("~"):
        return answer.intent == want[1:]
    name, _, reason = want[1:].partition(":")
    if name == "person":
        return answer.handed_over and (not reason or answer.handoff_reason == reason)
    if name == "ended":
        return answer.ended
    return answer.expects == name if name in _LISTENS else bool(answer.did(name))


def _in_order(said: tuple[str, ...], keys: list[str]) -> bool:
    left = iter(said)
    return all(any(fnmatchcase(key, wanted) for key in left) for wanted in keys)


def row_problems(changed: Changed, rows: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    """Rows that are missing, and orders, payments and addresses that changed unasked."""
    found = []
    for table, wanted in rows.items():
        for row in wanted:
            if not any(_like(have, row) for have in changed.get(table, [])):
                found.append(f"no changed row of {table} is {row}: {changed.get(table, [])}")
    theirs = of_customers(changed)
    if not any(table in theirs for table in rows):
        return [*found, *(f"{table} changed: {have}" for table, have in theirs.items())]
    if "addresses" in theirs and "addresses" not in rows:
        found.append(f"addresses changed unasked: {theirs['addresses']}")
    numbers = {row.get("number") for row in rows.get("orders", ())}
    others = [have["number"] for have in theirs.get("orders", ()) if numbers and have["number"] not in numbers]
    found += [f"order {number} changed unasked" for number in others]
    return found


def _like(have: Mapping[str, object], wanted: Mapping[str, Any]) -> bool:
    return all(have.get(name) == value for name, value in wanted.items())
