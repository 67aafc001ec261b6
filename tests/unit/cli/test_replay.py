"""What `orderline replay` takes and prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orderline.call.journal import Journal, calls_folder
from orderline.cli import replay as _replay  # noqa: F401  (hangs the command on `app`)
from orderline.cli.app import app
from orderline.clock import VirtualClock
from orderline.decide.dialogue import decide
from orderline.decide.state import DialogueState
from orderline.events.decision import Say
from orderline.events.happening import CallerSilent, CallStarted
from orderline.orders.identifiers import CallId

pytestmark = pytest.mark.unit


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        app, ["replay", *arguments], env={"ORDERLINE_LINE__DATA_DIR": str(folder), "COLUMNS": "200"}
    )
    return result.exit_code, result.stdout


def write_call(folder: Path, call_id: str, *, old: bool) -> None:
    """A call of two steps; the second was decided otherwise where it is `old`."""
    state, clock = DialogueState("en"), VirtualClock()
    journal = Journal.open(calls_folder(folder), CallId(call_id), state, clock)
    for happening in (CallStarted("en", clock.now()), CallerSilent(8.0)):
        decision = decide(state, happening)
        state = decision.state
        of_old = (Say("repair.of_old"), *decision.actions)
        journal.step(happening, of_old if old and isinstance(happening, CallerSilent) else decision.actions)
    journal.close()
    assert journal.written(10)


def test_an_unchanged_call_ends_with_status_zero(tmp_path: Path) -> None:
    write_call(tmp_path, "same", old=False)
    code, shown = run(tmp_path, "same")
    assert code == 0
    assert "2 steps" in shown
    assert "Every step is decided as it was then." in shown


def test_a_difference_shows_then_and_now_and_ends_with_status_one(tmp_path: Path) -> None:
    write_call(tmp_path, "other", old=True)
    code, shown = run(tmp_path, "other")
    assert code == 1
    assert "CallerSilent seconds=8.0" in shown
    assert "Say key=repair.of_old" in shown
    assert "1 of 2 steps differ" in shown


def test_json_holds_the_differing_steps(tmp_path: Path) -> None:
    write_call(tmp_path, "other", old=True)
    code, shown = run(tmp_path, "other", "--json")
    replayed = json.loads(shown)
    assert code == 1
    assert (replayed["call_id"], replayed["steps"], replayed["ended"]) == ("other", 2, True)
    (difference,) = replayed["differences"]
    assert difference["step"] == 2
    assert difference["then"][0] == {"type": "Say", "key": "repair.of_old", "values": {}, "must_hear": False}


def test_a_call_whose_id_begins_with_a_hyphen_is_found(tmp_path: Path) -> None:
    write_call(tmp_path, "-j_h-x", old=False)
    assert run(tmp_path, "-j_h-x")[0] == 0
    assert run(tmp_path, "--json", "-j_h-x")[0] == 0


def test_a_cut_off_journal_is_replayed_with_a_warning(tmp_path: Path) -> None:
    write_call(tmp_path, "cut", old=False)
    path = calls_folder(tmp_path) / "cut" / "journal.jsonl"
    path.write_bytes(path.read_bytes()[:-9])
    code, shown = run(tmp_path, "cut")
    assert code == 0
    assert "The last line is cut off" in shown
