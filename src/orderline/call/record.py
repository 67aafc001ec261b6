"""What a call has said and found so far, for the desk's card and the latency report. In memory only."""

from __future__ import annotations

from dataclasses import dataclass, field

from orderline.call.dialogue import Decided
from orderline.call.latency import TurnTimes
from orderline.clock import Clock
from orderline.events.meaning import Entity
from orderline.events.outcome import Identified, NotIdentified
from orderline.handoff.briefing import Speaker, TranscriptLine
from orderline.orders.identifiers import CallId
from orderline.orders.order import TrackedOrder

MOST_LINES = 200
"""Lines kept of one call; the oldest go first."""


@dataclass
class CallRecord:
    """Grows with the call, bounded."""

    call_id: CallId
    clock: Clock
    transcript: list[TranscriptLine] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    identity: Identified | NotIdentified | None = None
    confidence: float | None = None
    order: TrackedOrder | None = None
    _began_ms: float = field(init=False)
    _unspoken: TurnTimes | None = None

    def __post_init__(self) -> None:
        self._began_ms = self.clock.monotonic_ms()

    def age_s(self) -> float:
        """Seconds since the call began."""
        return (self.clock.monotonic_ms() - self._began_ms) / 1000

    def said(self, who: Speaker, text: str) -> None:
        """One more line of the transcript."""
        self.transcript.append(TranscriptLine(who, text, self.age_s()))
        del self.transcript[:-MOST_LINES]

    def decided(self, decided: Decided) -> None:
        """Keep what a decision found out about the caller."""
        result = decided.result
        if result.meaning is not None:
            self.entities = [*self.entities, *result.meaning.entities][-MOST_LINES:]
            self.confidence = result.meaning.confidence
        for outcome in result.outcomes:
            if isinstance(outcome, Identified | NotIdentified):
                self.identity = outcome
        if result.shown:
            self.order = result.shown[0]
        if result.reply.sentences and decided.times.speech_ended is not None:
            self._unspoken = decided.times

    def first_sound(self) -> TurnTimes | None:
        """The first sound of an answer left now: the times of its turn, once; None where no turn waited for one."""
        times, self._unspoken = self._unspoken, None
        if times is not None:
            times.sent = self.clock.monotonic_ms()
        return times
