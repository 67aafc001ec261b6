"""One turn of the caller while it is being heard: its recognition, and the answer worked out before it is over."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from orderline.call.conversation import TurnResult
from orderline.call.latency import TurnTimes
from orderline.events.speech import Transcript
from orderline.hear.stt.port import Recognition


@dataclass
class Turn:
    """Lives from the first speech to the commit."""

    recognition: Recognition
    over_line: bool
    """The caller began while the line was speaking."""
    times: TurnTimes = field(default_factory=TurnTimes)
    number: int = 0
    """Of the latest speculation."""
    speculation: asyncio.Task[None] | None = None
    transcript: Transcript | None = None
    considered: TurnResult | None = None
    interrupted: bool = False
    """The caller has stopped the line with this turn."""
    dropped: bool = False

    def withdraw(self) -> None:
        """Throw away what was worked out: the caller goes on."""
        if self.speculation is not None:
            self.speculation.cancel()
        self.speculation = None
        self.transcript = None
        self.considered = None
        self.times.withdrawn += 1

    async def drop(self) -> None:
        """Nothing more is wanted of this turn: give its recogniser back. May be called twice."""
        if self.speculation is not None:
            self.speculation.cancel()
            self.speculation = None
        if not self.dropped:
            self.dropped = True
            await self.recognition.close()
