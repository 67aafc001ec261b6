"""Lines of text into turns of a conversation."""

from __future__ import annotations

from collections.abc import AsyncIterator

from orderline.call.conversation import Conversation, TurnResult
from orderline.clock import Clock
from orderline.events.happening import CallerSilent, CallStarted
from orderline.events.speech import KeysPressed, Transcript

KEYS = "/keys "
"""What a line begins with that presses keys instead of speaking."""
SILENCE_S = 8.0
"""What an empty line stands for. Source: `dialogue.silence_s`."""


class TextDoor:
    """One caller at a keyboard. No desk stands behind this door: a hand-over ends the call, as far as the line goes."""

    def __init__(self, conversation: Conversation, clock: Clock, caller: str | None) -> None:
        """`caller` is the number or device token the call pretends to come from."""
        self._conversation = conversation
        self._clock = clock
        self._caller = caller

    async def turns(self, lines: AsyncIterator[str]) -> AsyncIterator[TurnResult]:
        """The greeting, then one turn for each line, until the call ends or the lines do."""
        language = self._conversation.state.language
        result = await self._conversation.happen(CallStarted(language, self._clock.now(), self._caller))
        yield result
        async for line in lines:
            result = await self._turn(line)
            yield result
            if ended(result):
                return

    async def _turn(self, line: str) -> TurnResult:
        if not line:
            return await self._conversation.happen(CallerSilent(SILENCE_S))
        if line.startswith(KEYS):
            keys = "".join(key for key in line.removeprefix(KEYS) if key in "0123456789*#")
            return await self._conversation.happen(KeysPressed(keys))
        return await self._conversation.hear(Transcript(line, self._conversation.state.language, 1.0))


def ended(result: TurnResult) -> bool:
    """Whether the line has no more to say: it hung up, or gave the call to a person."""
    return result.hang_up or result.handoff is not None
