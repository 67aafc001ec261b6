"""One call at the desk, seen from the call's side.

ring ──► RINGING ──pick up──► RESERVED ──bridged──► TAKEN ──► OVER (given back, hung up, agent or caller left)
            │  ▲                  │
            │  └──not connected───┘
            └──ring deadline──► OVER (nobody came)      caller left: OVER from anywhere
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from orderline.events.happening import NobodyCame
from orderline.handoff.briefing import TRANSCRIPT_LINES, Briefing, Speaker, TranscriptLine, masked_line
from orderline.handoff.listeners import AgentId, CaptionSaid, ReleaseReason, Update
from orderline.orders.identifiers import CallId


class RingState(StrEnum):
    """Where a call at the desk stands."""

    RINGING = "ringing"
    RESERVED = "reserved"
    TAKEN = "taken"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class PickedUp:
    """A person is on the call: both sides hear each other."""

    agent: AgentId


@dataclass(frozen=True, slots=True)
class CallerLeft:
    """The caller hung up before anybody came."""


Answer = PickedUp | NobodyCame | CallerLeft


class Timer(Protocol):
    """A call that is due later and can be called off."""

    def cancel(self) -> None:
        """Call it off; twice does no harm."""
        ...


Later = Callable[[float, Callable[[], None]], Timer]
"""Run a callback so many seconds later: a loop's `call_later`, or a test's own."""


class Ring:
    """A call that rings, and what becomes of it. Made by `DeskQueue.ring`; all in one event loop."""

    def __init__(self, briefing: Briefing, since_ms: float, tell: Callable[[Ring, Update], None]) -> None:
        self.briefing = briefing
        self.since_ms = since_ms
        self.state = RingState.RINGING
        self.agent: AgentId | None = None
        self.overdue = False
        """True once the ring deadline has passed."""
        self.deadline: Timer | None = None
        """Runs out when nobody came."""
        self.reservation: Timer | None = None
        """Runs out when the person's sound did not come."""
        self._tell = tell
        self._lines = deque(briefing.transcript, maxlen=TRANSCRIPT_LINES)
        loop = asyncio.get_running_loop()
        self._answer: asyncio.Future[Answer] = loop.create_future()
        self._release: asyncio.Future[ReleaseReason] = loop.create_future()

    @property
    def call_id(self) -> CallId:
        """The call that rings."""
        return self.briefing.call_id

    @property
    def transcript(self) -> tuple[TranscriptLine, ...]:
        """What was said so far, masked, the newest `TRANSCRIPT_LINES`."""
        return tuple(self._lines)

    async def answer(self) -> Answer:
        """Wait until a person is on the call, the ring deadline passes, or the caller leaves."""
        return await asyncio.shield(self._answer)

    async def release(self) -> ReleaseReason:
        """Wait until the person is off the call again; after `answer` gave `PickedUp`."""
        return await asyncio.shield(self._release)

    def caption(self, who: Speaker, text: str, turn: int, at_s: float, *, final: bool) -> None:
        """Show the desk what was just said; a final caption also joins the card's transcript."""
        line = masked_line(TranscriptLine(who, text, at_s))
        if final:
            self._lines.append(line)
        self._tell(self, CaptionSaid(self.call_id, who, line.text, turn, final))

    def cancel_reservation(self) -> None:
        """Nobody's sound is awaited any more."""
        if self.reservation is not None:
            self.reservation.cancel()
            self.reservation = None

    def cancel_deadlines(self) -> None:
        """Nothing is awaited any more."""
        self.cancel_reservation()
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None

    def settle(self, answer: Answer) -> None:
        """Tell whoever waits for the answer; the first one counts."""
        if not self._answer.done():
            self._answer.set_result(answer)

    def finish(self, why: ReleaseReason) -> None:
        """Tell whoever waits for the person to leave; the first reason counts."""
        if not self._release.done():
            self._release.set_result(why)
