"""What desks are told: a listener each, never blocking the queue and never growing.

Overflow rule: the list of calls is not queued at all. A listener only remembers *that* it changed, and reads the list
when it gets to it, so the latest always wins. Everything else waits in a short queue whose oldest entry goes first: a
lost caption is still in the card's transcript, a lost release still shows in the list.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from orderline.handoff.briefing import Speaker
from orderline.orders.identifiers import CallId

AgentId = NewType("AgentId", str)
"""One open desk: a person in one browser tab. Taken from the desk's token."""

BACKLOG = 64
"""Updates kept for a desk that does not read. A choice: about a minute of two people talking."""


class ReleaseReason(StrEnum):
    """Why a person is no longer on a call."""

    GIVEN_BACK = "given_back"
    """The line takes over again."""
    HUNG_UP = "hung_up"
    """The person ended the call."""
    AGENT_LEFT = "agent_left"
    """The person's browser is gone; the line takes over again."""
    CALLER_LEFT = "caller_left"
    NOT_CONNECTED = "not_connected"
    """The person picked up, but their sound never came; the call rings again."""


@dataclass(frozen=True, slots=True)
class QueueChanged:
    """The list of calls is not what it was: read it again."""


@dataclass(frozen=True, slots=True)
class CaptionSaid:
    """Something was said on a call."""

    call_id: CallId
    who: Speaker
    text: str
    """Masked."""
    turn: int
    """The same turn and speaker replaces what was shown before."""
    final: bool


@dataclass(frozen=True, slots=True)
class Bridged:
    """Caller and person hear each other."""

    call_id: CallId


@dataclass(frozen=True, slots=True)
class Released:
    """The person is off the call."""

    call_id: CallId
    why: ReleaseReason


Update = QueueChanged | CaptionSaid | Bridged | Released


class Listener:
    """One desk's bounded backlog."""

    def __init__(self, agent: AgentId, backlog: int = BACKLOG) -> None:
        self.agent = agent
        self._changed = True
        self._updates: deque[Update] = deque(maxlen=backlog)
        self._wake = asyncio.Event()
        self._wake.set()

    def tell(self, update: Update) -> None:
        """Keep `update` for the desk; at the bound the oldest goes. Never waits."""
        if isinstance(update, QueueChanged):
            self._changed = True
        else:
            self._updates.append(update)
        self._wake.set()

    async def next(self) -> tuple[Update, ...]:
        """Everything since the last time, oldest first, a change of the list before all else. Waits for the first."""
        await self._wake.wait()
        self._wake.clear()
        changed: tuple[Update, ...] = (QueueChanged(),) if self._changed else ()
        updates = (*changed, *self._updates)
        self._changed = False
        self._updates.clear()
        return updates
