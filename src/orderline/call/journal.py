"""The journal of a call: an append-only, masked event log, one JSON object a line, from which it can be decided again.

Writes are plain appends, flushed a turn at a time: some ten microseconds into the page cache, on the event loop. A disk
that is full, or gone, is logged once and the call goes on without a journal.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from io import TextIOWrapper
from pathlib import Path

from loguru import logger

from orderline.call.masking import mask_event
from orderline.decide.state import DialogueState, ShopFacts, Thresholds
from orderline.errors import OrderlineError
from orderline.events.codec import Json, decode, encode
from orderline.events.decision import Action
from orderline.events.happening import Happening
from orderline.events.speech import KeysPressed
from orderline.orders.identifiers import CallId
from orderline.privacy import mask

VERSION = 1
"""Grows when a line of a journal changes its shape."""
FILE = "journal.jsonl"


class NoSuchCall(OrderlineError):
    """There is no journal of a call."""


class Journal:
    """Writes one call's journal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file: TextIOWrapper | None = None
        self._failed = False

    @classmethod
    def open(cls, data_dir: Path, call_id: CallId, opening: DialogueState, at: datetime) -> Journal:
        """Begin the journal of `call_id` in `data_dir/calls/<call_id>/`. Never raises."""
        journal = cls(data_dir / "calls" / call_id)
        header: dict[str, Json] = {
            "version": VERSION,
            "call_id": call_id,
            "at": at.isoformat(),
            "language": opening.language,
            "thresholds": _plain(opening.thresholds),
            "facts": _plain(opening.facts),
        }
        journal._write("call", header)
        return journal

    def turn(self, happenings: Iterable[Happening], actions: Iterable[Action]) -> None:
        """One turn of the dialogue. Keys of a number still being entered are masked whole."""
        decided = tuple(actions)
        entering = len(decided) == 1
        masked = [_masked(happening, whole=entering) for happening in happenings]
        self._write("turn", {"happenings": encode(masked), "actions": encode(mask_event(decided))})

    def note(self, kind: str, **facts: Json) -> None:
        """Anything else worth keeping: engine choices, latencies. Holds no personal data: the caller of this sees to it."""
        self._write(kind, facts)

    def close(self, keep_days: int) -> None:
        """End the journal; `keep_days` 0 deletes it. Never raises; may be called twice."""
        try:
            if self._file is not None:
                self._file.close()
            if keep_days == 0:
                shutil.rmtree(self.folder, ignore_errors=True)
        except OSError as error:
            logger.warning("A journal could not be closed: {}", error.strerror)
        self._file, self._failed = None, True

    def _write(self, kind: str, data: dict[str, Json]) -> None:
        if self._failed:
            return
        try:
            if self._file is None:
                self.folder.mkdir(parents=True, exist_ok=True)
                self._file = (self.folder / FILE).open("a", encoding="utf-8")
            self._file.write(json.dumps({"kind": kind, **data}, ensure_ascii=False) + "\n")
            self._file.flush()
        except OSError as error:
            self._failed = True
            logger.warning("A journal cannot be written, and the call goes on without: {}", error.strerror)


def _masked(happening: Happening, *, whole: bool) -> Happening:
    if isinstance(happening, KeysPressed) and not whole:
        return KeysPressed(mask(happening.keys))
    masked: Happening = mask_event(happening)
    return masked


def _plain(value: Thresholds | ShopFacts) -> Json:
    plain: Json = json.loads(json.dumps(asdict(value)))
    return plain


@dataclass(frozen=True, slots=True)
class RecordedTurn:
    """One turn as the journal has it."""

    happenings: tuple[Happening, ...]
    actions: Json
    """Masked, as JSON: what replaying compares with."""


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """A journal, read back."""

    opening: DialogueState
    turns: tuple[RecordedTurn, ...]


def read(data_dir: Path, call_id: str) -> RecordedCall:
    """Read the journal of `call_id`.

    Raises:
        NoSuchCall: there is none, or its first line is not a header this version can read.
        BadEvent: a line cannot be read.
    """
    file = data_dir / "calls" / Path(call_id).name / FILE
    try:
        lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    except FileNotFoundError as error:
        raise NoSuchCall(f"There is no journal of call {call_id}.", do=f"Look in {data_dir / 'calls'}.") from error
    except (ValueError, OSError) as error:
        raise NoSuchCall(f"The journal of call {call_id} cannot be read.", means=str(error)) from error
    if not lines or lines[0].get("kind") != "call" or lines[0].get("version") != VERSION:
        raise NoSuchCall(f"The journal of call {call_id} is not one of version {VERSION}.")
    header = lines[0]
    facts = {**header["facts"], "postcode_digits": tuple(header["facts"]["postcode_digits"])}
    opening = DialogueState(header["language"], Thresholds(**header["thresholds"]), ShopFacts(**facts))
    turns = [RecordedTurn(decode(line["happenings"]), line["actions"]) for line in lines if line.get("kind") == "turn"]
    return RecordedCall(opening, tuple(turns))


def expire(data_dir: Path, days: int, now: datetime) -> int:
    """Delete journals last written more than `days` (≥ 0) before `now`; the number deleted. Never raises."""
    deleted = 0
    oldest = (now - timedelta(days=days)).timestamp()
    for file in (data_dir / "calls").glob(f"*/{FILE}"):
        try:
            if file.stat().st_mtime < oldest:
                shutil.rmtree(file.parent)
                deleted += 1
        except OSError as error:
            logger.warning("An old journal could not be deleted: {}", error.strerror)
    return deleted
