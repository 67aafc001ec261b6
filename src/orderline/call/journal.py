"""What is kept of a call: every happening and what was decided of it, masked, one JSON line each.

    {"journal": 1, "call": "…", "started": "…", "language": "en", "thresholds": {…}, "facts": {…}}
    {"at": "…", "happening": {"type": "CallerSaid", …}, "actions": [{"type": "Say", …}, …]}
    {"at": "…", "note": "latency", "data": {…}}
    {"at": "…", "end": true}

`docs/journal.md` is the reference. `call.replay` decides it again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from orderline.call.line_file import LineFile, delete, process_writer
from orderline.call.masking import CallMask, masked_action, masked_data, masked_happening
from orderline.clock import Clock
from orderline.decide.state import DialogueState
from orderline.events.codec import to_json
from orderline.events.decision import Action
from orderline.events.happening import Happening
from orderline.orders.identifiers import CallId

VERSION = 1
"""Of the lines' form. A journal of another version is not replayed."""
FILE = "journal.jsonl"
_CALL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def calls_folder(data_dir: Path) -> Path:
    """Where the calls' folders are, one a call; `data_dir` is `line.data_dir`."""
    return data_dir / "calls"


def journal_path(folder: Path, call_id: str) -> Path:
    """The journal of one call below `folder` (`calls_folder`). Raises ValueError for what cannot be a call's id."""
    if not _CALL_ID.fullmatch(call_id):
        raise ValueError(f"{call_id!r} is not a call's id")
    return folder / call_id / FILE


class Journal:
    """One call's journal. Nothing here waits for the disk or fails because of it (`call.line_file`)."""

    def __init__(self, file: LineFile, clock: Clock, keep: bool) -> None:
        """`Journal.open` makes one."""
        self._file = file
        self._clock = clock
        self._keep = keep
        self._mask = CallMask()

    @classmethod
    def open(cls, folder: Path, call_id: CallId, state: DialogueState, clock: Clock, *, keep: bool = True) -> Journal:
        """Begin the journal of a call that is about to begin in `state`, below `folder` (`calls_folder`).

        `keep` is False where the shop keeps no journals (`privacy.journal_days` is 0): it is then deleted at `close`.
        """
        journal = cls(LineFile(journal_path(folder, call_id), process_writer()), clock, keep)
        journal._write(
            journal=VERSION,
            call=call_id,
            started=clock.now().isoformat(),
            language=state.language,
            thresholds=asdict(state.thresholds),
            facts=asdict(state.facts),
        )
        return journal

    def step(self, happening: Happening, actions: tuple[Action, ...]) -> None:
        """Write one happening, and what was decided of it. Under 1 ms."""
        kept = masked_happening(happening, self._mask)
        self._mask.keys.decided(actions)
        decided = [to_json(masked_action(action)) for action in actions]
        self._write(at=self._clock.now().isoformat(), happening=to_json(kept), actions=decided)

    def turn(self, steps: Sequence[tuple[Happening, tuple[Action, ...]]]) -> None:
        """Write the steps of one turn. What its outcomes tell of the caller counts for what they said before it."""
        for happening, _ in steps:
            self._mask.learns(happening)
        for happening, actions in steps:
            self.step(happening, actions)

    def note(self, kind: str, data: Mapping[str, object]) -> None:
        """Write something of use that is no decision: engines, latency. Numbers in its words are masked."""
        self._write(at=self._clock.now().isoformat(), note=kind, data=masked_data(data))

    def close(self) -> None:
        """The call is over. May be called twice; nothing is written after it."""
        self._write(at=self._clock.now().isoformat(), end=True)
        self._file.close(keep=self._keep)

    def written(self, deadline_s: float) -> bool:
        """Wait until a closed journal is in its file; for commands and tests, never for a call. False: not in time."""
        return self._file.written.wait(deadline_s)

    def _write(self, **line: Any) -> None:
        self._file.append(json.dumps(line, ensure_ascii=False, separators=(",", ":"), default=str))


def delete_old(folder: Path, days: int, now: datetime) -> int:
    """Delete the journals below `folder` that nobody has written to for `days` (≥ 0) days; 0 deletes all.

    Returns how many were deleted. Run at start, before the first call. A folder left empty goes too.
    """
    before = (now.astimezone(UTC) - timedelta(days=days)).timestamp()
    deleted = 0
    for path in folder.glob(f"*/{FILE}"):
        if days == 0 or path.stat().st_mtime < before:
            delete(path)
            deleted += 1
    return deleted
