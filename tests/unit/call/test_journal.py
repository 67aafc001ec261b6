"""A call's journal: what is in it, that it is decided again alike, and that it never gets in a call's way."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.call.dialogues import AT, SECRETS, random_call

from orderline.call.journal import Journal, calls_folder, delete_old, journal_path
from orderline.call.line_file import MOST_WAITING, LineFile, LineWriter
from orderline.call.masking import CallMask, masked_action, masked_happening
from orderline.call.replay import JournalUnreadable, replay
from orderline.clock import VirtualClock
from orderline.decide.dialogue import decide
from orderline.decide.state import DialogueState, ShopFacts, Thresholds
from orderline.events.decision import HangUp, Say
from orderline.events.happening import CallerSilent, CallStarted
from orderline.orders.identifiers import CallId

pytestmark = pytest.mark.unit

CALL = CallId("Zx9-abc_DEF0123456789q")


def write_call(folder: Path, seed: int = 1, length: int = 12, *, keep: bool = True) -> list[dict[str, Any]]:
    """One random call's journal, written and closed; its lines where it is kept."""
    state = DialogueState("en", Thresholds(act_at=0.55), ShopFacts(order_digits=6))
    journal = Journal.open(folder, CALL, state, VirtualClock(), keep=keep)
    for happening, actions in random_call(Random(seed), state, length):
        journal.step(happening, actions)
    journal.note("latency", {"turn_ms": 412.5})
    journal.close()
    assert journal.written(10)
    path = journal_path(folder, CALL)
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if keep else []


@given(seed=st.integers(0, 2**32), failures=st.integers(1, 4))
@settings(max_examples=100, deadline=None)
def test_masked_happenings_lead_to_the_same_masked_decisions(seed: int, failures: int) -> None:
    state = DialogueState("en", Thresholds(failures=failures))
    mask = CallMask()
    for happening, actions in random_call(Random(seed), state, 40):
        kept = masked_happening(happening, mask)
        mask.keys.decided(actions)
        decision = decide(state, kept)
        state = decision.state
        then = [masked_action(action) for action in actions]
        assert [masked_action(action) for action in decision.actions] == then
        assert [masked_action(action) for action in then] == then
        assert not [secret for secret in SECRETS if secret in f"{kept}{then}"]


def test_a_journal_begins_with_what_the_call_began_with_and_says_when_it_ended(tmp_path: Path) -> None:
    header, *steps, note, end = write_call(tmp_path)
    assert header["journal"] == 1
    assert header["call"] == CALL
    assert header["language"] == "en"
    assert header["thresholds"]["act_at"] == 0.55
    assert header["facts"]["order_digits"] == 6
    assert steps[0]["happening"]["type"] == "CallStarted"
    assert steps[0]["actions"]
    assert note["data"] == {"turn_ms": 412.5}
    assert end["end"] is True


@pytest.mark.parametrize("seed", range(20))
def test_a_journal_is_decided_again_without_a_difference_and_holds_no_secret(tmp_path: Path, seed: int) -> None:
    write_call(tmp_path, seed, 40)
    replayed = replay(tmp_path, CALL)
    assert len(replayed.steps) == 40
    assert replayed.differences == ()
    assert replayed.ended
    text = journal_path(tmp_path, CALL).read_text("utf-8")
    assert not [secret for secret in SECRETS if secret in text]


def test_only_its_owner_may_read_a_journal(tmp_path: Path) -> None:
    write_call(calls_folder(tmp_path))
    path = journal_path(calls_folder(tmp_path), CALL)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_step_costs_the_call_less_than_a_millisecond(tmp_path: Path) -> None:
    state = DialogueState("en")
    journal = Journal.open(tmp_path, CALL, state, VirtualClock())
    times = []
    for happening, actions in random_call(Random(3), state, 200):
        began = perf_counter()
        journal.step(happening, actions)
        times.append(perf_counter() - began)
    journal.close()
    assert journal.written(10)
    assert sorted(times)[len(times) // 2] < 0.001


def test_after_close_nothing_is_written_and_closing_again_changes_nothing(tmp_path: Path) -> None:
    before = write_call(tmp_path)
    journal = Journal.open(tmp_path, CallId("other"), DialogueState("en"), VirtualClock())
    journal.close()
    journal.close()
    journal.step(CallerSilent(8.0), (HangUp(),))
    assert journal.written(10)
    assert len(journal_path(tmp_path, "other").read_text().splitlines()) == 2
    assert len(journal_path(tmp_path, CALL).read_text().splitlines()) == len(before)


def test_a_shop_that_keeps_no_journals_has_none_after_the_call(tmp_path: Path) -> None:
    write_call(tmp_path, keep=False)
    assert not list(tmp_path.iterdir())


def test_deleting_a_journal_leaves_what_else_is_kept_of_the_call(tmp_path: Path) -> None:
    (tmp_path / CALL).mkdir()
    (tmp_path / CALL / "call.wav").touch()
    write_call(tmp_path, keep=False)
    assert [path.name for path in (tmp_path / CALL).iterdir()] == ["call.wav"]


def test_a_folder_that_cannot_be_written_never_ends_a_call(tmp_path: Path) -> None:
    (tmp_path / "calls").write_text("a file where a folder belongs")
    journal = Journal.open(calls_folder(tmp_path), CALL, DialogueState("en"), VirtualClock())
    for _ in range(3):
        journal.step(CallerSilent(8.0), (HangUp(),))
    journal.close()
    assert journal.written(10)
    write_call(tmp_path / "elsewhere")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_never_ends_a_call_and_other_journals_go_on(tmp_path: Path) -> None:
    path = journal_path(tmp_path, CALL)
    path.parent.mkdir()
    path.symlink_to("/dev/full")
    journal = Journal.open(tmp_path, CALL, DialogueState("en"), VirtualClock())
    for _ in range(100):
        journal.step(CallerSilent(8.0), (HangUp(),))
    journal.close()
    assert journal.written(10)
    write_call(tmp_path / "elsewhere")


def test_a_disk_that_is_too_slow_costs_lines_and_says_how_many(tmp_path: Path) -> None:
    class Stuck(LineWriter):
        """A writer whose disk has stopped: its thread is not started until it goes on."""

        def add(self, file: LineFile) -> None:
            pass

        def go_on(self, file: LineFile) -> None:
            super().add(file)

    writer = Stuck()
    file = LineFile(tmp_path / "a" / "lines", writer)
    for number in range(MOST_WAITING + 5):
        file.append(f"{number}")
    assert writer.queue.qsize() == 1
    file.close()
    writer.go_on(file)
    assert file.written.wait(10)
    lines = (tmp_path / "a" / "lines").read_text().splitlines()
    assert len(lines) == MOST_WAITING + 1
    assert json.loads(lines[-1]) == {"dropped": 5}


def test_text_that_is_no_unicode_is_written_as_json_writes_it(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path, CALL, DialogueState("en"), VirtualClock())
    journal.note("odd", {"words": "a\ud800b\nc"})
    journal.close()
    assert journal.written(10)
    lines = journal_path(tmp_path, CALL).read_text("utf-8").splitlines()
    assert json.loads(lines[1])["data"] == {"words": "a\ud800b\nc"}


def test_the_end_of_the_process_writes_what_is_waiting(tmp_path: Path) -> None:
    writer = LineWriter()
    file = LineFile(tmp_path / "a" / "lines", writer)
    file.append("first")
    assert writer.finish(10)
    assert (tmp_path / "a" / "lines").read_text() == "first\n"


def test_a_file_closed_while_it_is_written_is_ended_once_and_the_writer_goes_on(tmp_path: Path) -> None:
    writer = LineWriter()
    first = LineFile(tmp_path / "a" / "lines", writer)
    first.append("first")
    first.close()
    assert first.written.wait(10)
    writer.queue.put(first)
    second = LineFile(tmp_path / "b" / "lines", writer)
    second.append("second")
    second.close()
    assert second.written.wait(10)
    assert (tmp_path / "a" / "lines").read_text() == "first\n"


@pytest.mark.parametrize("call_id", ["", "..", "../other", "a/b", "a" * 65, "a\0b", "通话"])
def test_what_cannot_be_a_calls_id_names_no_file(tmp_path: Path, call_id: str) -> None:
    with pytest.raises(ValueError, match="not a call's id"):
        journal_path(tmp_path, call_id)


def test_journals_are_deleted_by_age_and_nothing_else_is(tmp_path: Path) -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    for name, days in (("old", 31), ("young", 29)):
        path = journal_path(tmp_path, name)
        path.parent.mkdir()
        path.write_text("{}\n")
        written = (now - timedelta(days=days)).timestamp()
        os.utime(path, (written, written))
    (tmp_path / "notes.txt").touch()
    assert delete_old(tmp_path, 30, now) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt", "young"]
    assert delete_old(tmp_path, 0, now) == 1
    assert delete_old(tmp_path / "none", 30, now) == 0


def edit(folder: Path, number: int, **changes: object) -> None:
    """Change one line of the journal."""
    path = journal_path(folder, CALL)
    lines = path.read_text("utf-8").splitlines()
    lines[number] = json.dumps({**json.loads(lines[number]), **changes})
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def test_a_step_that_is_decided_otherwise_now_is_found(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path, CALL, DialogueState("en"), VirtualClock())
    journal.step(CallStarted("en", AT), (Say("greeting.of_old"),))
    journal.close()
    assert journal.written(10)
    (different,) = replay(tmp_path, CALL).differences
    assert different.number == 1
    assert different.then == (Say("greeting.of_old"),)
    assert different.now == decide(DialogueState("en"), CallStarted("en", AT)).actions


def test_a_journal_cut_off_by_a_killed_process_is_decided_as_far_as_it_goes(tmp_path: Path) -> None:
    write_call(tmp_path, length=10)
    path = journal_path(tmp_path, CALL)
    whole = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(whole[:8]) + whole[8][:40])
    replayed = replay(tmp_path, CALL)
    assert replayed.truncated
    assert not replayed.ended
    assert len(replayed.steps) == 7
    assert replayed.differences == ()


@pytest.mark.parametrize(
    ("line", "changes", "complaint"),
    [
        (0, {"journal": 2}, "of version 2"),
        (0, {"journal": None}, "of version None"),
        (0, {"language": "fr"}, "Line 1 "),
        (0, {"thresholds": {"act_at": "high"}}, "Line 1 "),
        (0, {"started": 5}, "Line 1 "),
        (2, {"happening": {"type": "Song"}}, "Line 3 .*'Song'"),
        (2, {"happening": {"type": "HangUp"}}, "Line 3 .*no happening"),
        (2, {"actions": [{"type": "PersonLeft"}]}, "Line 3 .*no action"),
        (2, {"actions": None}, "Line 3 "),
        (2, {"at": "yesterday"}, "Line 3 "),
    ],
)
def test_a_journal_that_cannot_be_read_says_where_and_why(
    tmp_path: Path, line: int, changes: dict[str, object], complaint: str
) -> None:
    write_call(tmp_path)
    edit(tmp_path, line, **changes)
    with pytest.raises(JournalUnreadable, match=complaint):
        replay(tmp_path, CALL)


def test_a_call_without_a_journal_is_told_clearly(tmp_path: Path) -> None:
    for call_id in (CALL, "../../etc/passwd"):
        with pytest.raises(JournalUnreadable, match="There is no journal of a call"):
            replay(tmp_path, call_id)
    journal_path(tmp_path, CALL).parent.mkdir()
    journal_path(tmp_path, CALL).touch()
    with pytest.raises(JournalUnreadable, match="is empty"):
        replay(tmp_path, CALL)
    journal_path(tmp_path, CALL).write_bytes(b"\xff\xfe\n")
    with pytest.raises(JournalUnreadable, match="Line 1 "):
        replay(tmp_path, CALL)
