"""The calls that ring for a person, and who took them.

One event loop, no awaits between a check and its change: of two people who pick up at once, one wins and the other is
told. Every wait has a deadline: nobody comes for `ring_s`, and the line takes the call back; a person's sound does not
come within `connect_s` of picking up, and the call rings again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from orderline.clock import Clock
from orderline.events.happening import NobodyCame
from orderline.handoff.briefing import Briefing
from orderline.handoff.listeners import AgentId, Bridged, Listener, QueueChanged, Released, ReleaseReason, Update
from orderline.handoff.ring import CallerLeft, Later, PickedUp, Ring, RingState, Timer
from orderline.orders.identifiers import CallId

CONNECT_S = 10.0
"""How long a person's sound may take after they pick up. Source: reference/browser-calls A, 0.4-4.1 s to connect."""


class Refusal(StrEnum):
    """Why the desk did not get what it asked for."""

    GONE = "gone"
    """The call is over, or never rang."""
    TAKEN = "taken"
    """Somebody else has it."""
    BUSY = "busy"
    """This person already has a call."""
    NOT_YOURS = "not_yours"


class CardStatus(StrEnum):
    """How a call looks to one person at the desk."""

    RINGING = "ringing"
    TAKEN = "taken"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class Card:
    """One call as one person sees it."""

    status: CardStatus
    since_s: float
    """Seconds since it began to ring, ≥ 0."""
    briefing: Briefing


class DeskQueue:
    """The calls at the desk, oldest first."""

    def __init__(
        self, clock: Clock, ring_s: float = 45.0, connect_s: float = CONNECT_S, later: Later | None = None
    ) -> None:
        self._clock = clock
        self._ring_s = ring_s
        self._connect_s = connect_s
        self._later = later
        self._rings: dict[CallId, Ring] = {}
        self._listeners: list[Listener] = []

    # --- the call's side ---

    def ring(self, briefing: Briefing) -> Ring:
        """Let a call ring at every desk. A call that rings twice replaces its first ring, which ends."""
        self.caller_left(briefing.call_id)
        ring = Ring(briefing, self._clock.monotonic_ms(), self._tell_about)
        self._rings[ring.call_id] = ring
        ring.deadline = self._after(self._ring_s, lambda: self._ring_is_over(ring))
        self._changed()
        return ring

    def caller_left(self, call_id: CallId) -> None:
        """The caller is gone, ringing or talking; nothing happens where the call is not here."""
        ring = self._rings.get(call_id)
        if ring is not None:
            ring.settle(CallerLeft())
            self._end(ring, ReleaseReason.CALLER_LEFT)

    def position(self, call_id: CallId) -> int | None:
        """The caller's place among those who still ring, 1 first; None where it does not ring."""
        ringing = [ring.call_id for ring in self._rings.values() if ring.state is RingState.RINGING]
        return ringing.index(call_id) + 1 if call_id in ringing else None

    # --- the desk's side ---

    def listen(self, agent: AgentId) -> Listener:
        """Open a desk. Close it with `leave`."""
        listener = Listener(agent)
        self._listeners.append(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """Close a desk: the line takes over the calls it held, and those it had only reserved ring again."""
        if listener in self._listeners:
            self._listeners.remove(listener)
        self.agent_left(listener.agent)

    def agent_left(self, agent: AgentId) -> None:
        """A person's sound or browser is gone: their caller goes back to the line, or rings again."""
        for ring in self._held_by(agent):
            if ring.state is RingState.RESERVED:
                self._ring_again(ring)
            else:
                self._end(ring, ReleaseReason.AGENT_LEFT)

    def cards(self, agent: AgentId) -> tuple[Card, ...]:
        """Every call as `agent` sees it, the longest waiting first."""
        now_ms = self._clock.monotonic_ms()
        return tuple(
            Card(
                status=_status(ring, agent),
                since_s=(now_ms - ring.since_ms) / 1000.0,
                briefing=replace(ring.briefing, transcript=ring.transcript),
            )
            for ring in self._rings.values()
        )

    def pick_up(self, call_id: CallId, agent: AgentId) -> Refusal | None:
        """Reserve a ringing call for `agent` until their sound connects. None: they have it."""
        ring = self._rings.get(call_id)
        if ring is None:
            return Refusal.GONE
        if ring.state is not RingState.RINGING:
            return None if ring.agent == agent else Refusal.TAKEN
        if self._held_by(agent):
            return Refusal.BUSY
        ring.state = RingState.RESERVED
        ring.agent = agent
        ring.reservation = self._after(self._connect_s, lambda: self._reservation_is_over(ring))
        self._changed()
        return None

    def holds(self, call_id: CallId, agent: AgentId) -> bool:
        """Whether `agent` has picked up this call."""
        ring = self._rings.get(call_id)
        return ring is not None and ring.agent == agent

    def bridged(self, call_id: CallId, agent: AgentId) -> Refusal | None:
        """The sound of the person who picked up is connected: caller and person hear each other."""
        ring = self._mine(call_id, agent)
        if isinstance(ring, Refusal):
            return ring
        ring.cancel_deadlines()
        ring.state = RingState.TAKEN
        ring.settle(PickedUp(agent))
        self._tell_about(ring, Bridged(call_id))
        self._changed()
        return None

    def give_back(self, call_id: CallId, agent: AgentId) -> Refusal | None:
        """The person leaves; the line takes over, or the call rings on where they were never connected."""
        ring = self._mine(call_id, agent)
        if isinstance(ring, Refusal):
            return ring
        if ring.state is RingState.RESERVED:
            self._ring_again(ring)
        else:
            self._end(ring, ReleaseReason.GIVEN_BACK)
        return None

    def hang_up(self, call_id: CallId, agent: AgentId) -> Refusal | None:
        """The person ends the call for both."""
        ring = self._mine(call_id, agent)
        if isinstance(ring, Refusal):
            return ring
        ring.settle(PickedUp(agent))
        self._end(ring, ReleaseReason.HUNG_UP)
        return None

    # --- deadlines and telling ---

    def _ring_is_over(self, ring: Ring) -> None:
        """The ring deadline: a call that still rings goes back to the line, a reserved one gets its chance."""
        ring.overdue = True
        if ring.state is RingState.RINGING:
            self._nobody_came(ring)

    def _reservation_is_over(self, ring: Ring) -> None:
        """The person's sound never came: tell them, and ring on."""
        self._tell_about(ring, Released(ring.call_id, ReleaseReason.NOT_CONNECTED))
        self._ring_again(ring)

    def _ring_again(self, ring: Ring) -> None:
        ring.cancel_reservation()
        ring.state = RingState.RINGING
        ring.agent = None
        if ring.overdue:
            self._nobody_came(ring)
        else:
            self._changed()

    def _nobody_came(self, ring: Ring) -> None:
        ring.settle(NobodyCame())
        self._end(ring, ReleaseReason.GIVEN_BACK)

    def _end(self, ring: Ring, why: ReleaseReason) -> None:
        ring.cancel_deadlines()
        if ring.agent is not None:
            self._tell_about(ring, Released(ring.call_id, why))
        ring.state = RingState.OVER
        ring.finish(why)
        del self._rings[ring.call_id]
        self._changed()

    def _after(self, seconds: float, callback: Callable[[], None]) -> Timer:
        later = self._later or asyncio.get_running_loop().call_later
        return later(seconds, callback)

    def _mine(self, call_id: CallId, agent: AgentId) -> Ring | Refusal:
        ring = self._rings.get(call_id)
        if ring is None:
            return Refusal.GONE
        return ring if ring.agent == agent else Refusal.NOT_YOURS

    def _held_by(self, agent: AgentId) -> list[Ring]:
        return [ring for ring in self._rings.values() if ring.agent == agent]

    def _tell_about(self, ring: Ring, update: Update) -> None:
        """Tell those who may know: the person on the call, or every desk while it rings."""
        for listener in self._listeners:
            if ring.agent is None or listener.agent == ring.agent:
                listener.tell(update)

    def _changed(self) -> None:
        for listener in self._listeners:
            listener.tell(QueueChanged())


def _status(ring: Ring, agent: AgentId) -> CardStatus:
    if ring.agent is None:
        return CardStatus.RINGING
    return CardStatus.MINE if ring.agent == agent else CardStatus.TAKEN
