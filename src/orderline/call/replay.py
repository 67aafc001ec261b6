"""A call decided again from its journal, with today's code: where does it now decide otherwise?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from orderline.call.journal import VERSION, journal_path
from orderline.call.masking import masked_action
from orderline.decide.dialogue import decide
from orderline.decide.state import DialogueState, ShopFacts, Thresholds
from orderline.errors import OrderlineError
from orderline.events.codec import NotAnEvent, from_json
from orderline.events.decision import Action
from orderline.events.happening import Happening
from orderline.orders.identifiers import Language

_LANGUAGE: TypeAdapter[Language] = TypeAdapter(Language)
_THRESHOLDS = TypeAdapter(Thresholds)
_FACTS = TypeAdapter(ShopFacts)
_ACTIONS = get_args(Action)


class JournalUnreadable(OrderlineError):
    """There is no such journal, or it is not one that this version can decide again."""


@dataclass(frozen=True, slots=True)
class ReplayedStep:
    """One step of the call, as it was decided and as it would be now."""

    number: int
    """From 1, in the order of the call."""
    at: datetime
    """Aware, UTC: when it happened."""
    happening: Happening
    then: tuple[Action, ...]
    """What was decided in the call, masked."""
    now: tuple[Action, ...]
    """What today's code decides, masked alike."""

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.then != self.now


@dataclass(frozen=True, slots=True)
class Replay:
    """A whole call, decided again."""

    call_id: str
    started: datetime
    """Aware, UTC."""
    steps: tuple[ReplayedStep, ...]
    ended: bool
    """False where the process stopped before the call's end was written."""
    truncated: bool
    """The last line is cut off: the process was killed while it wrote. Everything before it was replayed."""
    dropped: int
    """Lines that a slow disk cost; a difference after them may come of that."""

    @property
    def differences(self) -> tuple[ReplayedStep, ...]:
        """The steps that differ. Those after the first may follow from it."""
        return tuple(step for step in self.steps if step.differs)


def replay(folder: Path, call_id: str) -> Replay:
    """Decide the call again from its journal below `folder` (`journal.calls_folder`). Raises JournalUnreadable."""
    lines, truncated = _lines(folder, call_id)
    if not lines:
        raise JournalUnreadable(f"The journal of call {call_id} is empty.", "There is nothing to decide again.")
    header = lines[0]
    state = _initial_state(call_id, header)
    steps: list[ReplayedStep] = []
    for number, line in enumerate(lines[1:], start=2):
        if "happening" not in line:
            continue
        at, happening, then = _step(call_id, number, line)
        decision = decide(state, happening)
        state = decision.state
        now = tuple(masked_action(action) for action in decision.actions)
        steps.append(ReplayedStep(len(steps) + 1, at, happening, then, now))
    return Replay(
        call_id=call_id,
        started=datetime.fromisoformat(header["started"]),
        steps=tuple(steps),
        ended=any("end" in line for line in lines),
        truncated=truncated,
        dropped=sum(line["dropped"] for line in lines if isinstance(line.get("dropped"), int)),
    )


def _lines(folder: Path, call_id: str) -> tuple[list[dict[str, Any]], bool]:
    """Every whole line, and whether the last one is cut off."""
    try:
        raw = journal_path(folder, call_id).read_bytes().splitlines(keepends=True)
    except (OSError, ValueError):
        raise JournalUnreadable(
            f"There is no journal of a call {call_id[:64]!r} in {folder}.",
            do="Look there for the calls that are kept; they are deleted after `privacy.journal_days` days.",
        ) from None
    truncated = bool(raw) and not raw[-1].endswith(b"\n")
    return list(_parsed(call_id, raw[:-1] if truncated else raw)), truncated


def _parsed(call_id: str, raw: list[bytes]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(raw, start=1):
        try:
            data = json.loads(line)
        except ValueError:
            data = None
        if not isinstance(data, dict):
            raise _damaged(call_id, number, "it is not a JSON object")
        yield data


def _initial_state(call_id: str, header: dict[str, Any]) -> DialogueState:
    """The state that the call began in."""
    version = header.get("journal")
    if version != VERSION:
        raise JournalUnreadable(
            f"The journal of call {call_id} is of version {version}; this orderline reads version {VERSION}.",
            "It cannot be decided again here.",
            "Use the orderline that wrote it.",
        )
    try:
        datetime.fromisoformat(header["started"])
        return DialogueState(
            language=_LANGUAGE.validate_python(header["language"]),
            thresholds=_THRESHOLDS.validate_python(header["thresholds"]),
            facts=_FACTS.validate_python(header["facts"]),
        )
    except (KeyError, TypeError, ValueError, ValidationError) as fault:
        raise _damaged(call_id, 1, f"{type(fault).__name__}: {fault}".splitlines()[0]) from None


def _step(call_id: str, number: int, line: dict[str, Any]) -> tuple[datetime, Happening, tuple[Action, ...]]:
    try:
        happening = from_json(line["happening"])
        then = tuple(from_json(action) for action in line["actions"])
        at = datetime.fromisoformat(line["at"])
    except (NotAnEvent, KeyError, TypeError, ValueError) as fault:
        raise _damaged(call_id, number, str(fault)) from None
    if not isinstance(happening, get_args(Happening)) or not all(isinstance(action, _ACTIONS) for action in then):
        raise _damaged(call_id, number, "it holds an event that is no happening or no action")
    return at, happening, then


def _damaged(call_id: str, number: int, why: str) -> JournalUnreadable:
    return JournalUnreadable(
        f"Line {number} of the journal of call {call_id} cannot be read: {why}.",
        "The call cannot be decided again.",
        "The file was changed, or written by an orderline with other events.",
    )
