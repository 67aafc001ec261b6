"""The processor in the LLM slot: a caller's turn in, sentences out. The deciding itself is `conversation`'s.

Everything that happens to the call goes through one bounded queue and is handled one by one on a task of its own, which
an interruption does not cancel: pipecat cancels what a processor is awaiting when the caller barges in
(reference/pipecat-1.14, section 1), and no decision may be lost to that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from loguru import logger
from pipecat.frames.frames import (
    BotStartedSpeakingFrame,
    BotStoppedSpeakingFrame,
    Frame,
    InputDTMFFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    UserStartedSpeakingFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from orderline.call.conversation import Conversation, TurnResult
from orderline.call.floor import Floor
from orderline.call.frames import CallerTurnFrame, GoodbyeFrame, SentenceFrame, TurnDroppedFrame
from orderline.call.latency import TurnTimes
from orderline.clock import Clock
from orderline.events.happening import CallerSilent, Happening, NothingUnderstood
from orderline.events.speech import KeysPressed

KEYS = frozenset("0123456789*#")
WAITING = 16
"""Happenings that may wait for a decision; a person makes one in seconds. Over this the newest is dropped, logged."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision of the line, for whoever shows or acts on it."""

    result: TurnResult
    times: TurnTimes


class Dialogue(FrameProcessor):
    """Hands each happening to the conversation and speaks what comes back."""

    def __init__(
        self,
        conversation: Conversation,
        floor: Floor,
        clock: Clock,
        *,
        silence_s: float,
        on_decided: Callable[[Decided], Awaitable[None]],
    ) -> None:
        """`on_decided` is told of every decision after its sentences were handed on."""
        super().__init__()
        self._conversation = conversation
        self._floor = floor
        self._clock = clock
        self._silence_s = silence_s
        self._on_decided = on_decided
        self._happenings: asyncio.Queue[CallerTurnFrame | Happening] = asyncio.Queue(WAITING)
        self._deciding: asyncio.Task[None] | None = None
        self._silence: asyncio.TimerHandle | None = None
        self._over = False

    def happen(self, happening: CallerTurnFrame | Happening) -> None:
        """Something happened to the call. Returns at once; what the line says of it follows in order."""
        if self._over:
            return
        if self._deciding is None:
            self._deciding = self.create_task(self._decide_all(), "deciding")
        try:
            self._happenings.put_nowait(happening)
        except asyncio.QueueFull:
            logger.error("more happened than the line can decide: {} was dropped", type(happening).__name__)

    def press(self, key: str) -> None:
        """One key of the caller's keypad: it stops the line's voice. Anything but a key is ignored."""
        if key not in KEYS:
            return
        if self._floor.line_speaking:
            self.create_task(self.broadcast_interruption(), "key")
        self.happen(KeysPressed(key))

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Take the caller's turns and keys; pass the rest."""
        await super().process_frame(frame, direction)
        if isinstance(frame, CallerTurnFrame):
            self.happen(frame)
            return
        if isinstance(frame, InputDTMFFrame):
            self.press(frame.button.value)
            return
        if isinstance(frame, TurnDroppedFrame):
            self._await_caller()
            return
        if isinstance(frame, BotStartedSpeakingFrame):
            self._floor.line_speaking = True
            self._quiet(self._silence)
        elif isinstance(frame, BotStoppedSpeakingFrame):
            self._floor.line_speaking = False
            self._await_caller()
        elif isinstance(frame, UserStartedSpeakingFrame):
            self._quiet(self._silence)
        await self.push_frame(frame, direction)

    async def cleanup(self) -> None:
        """End timers and the deciding."""
        await super().cleanup()
        self._over = True
        self._quiet(self._silence)
        if self._deciding is not None:
            await self.cancel_task(self._deciding)
            self._deciding = None

    async def _decide_all(self) -> None:
        while True:
            happening = await self._happenings.get()
            self._quiet(self._silence)
            try:
                await self._decide(happening)
            except Exception:  # noqa: BLE001 - whatever it is, the caller must not be left in silence
                logger.exception("the line could not decide about {}", type(happening).__name__)
                await self._decide_otherwise()

    async def _decide(self, happening: CallerTurnFrame | Happening) -> None:
        if isinstance(happening, CallerTurnFrame):
            await self._answer(happening)
        else:
            await self._reply(await self._conversation.happen(happening), TurnTimes())

    async def _decide_otherwise(self) -> None:
        """After a fault of our own: ask again, which brings in a person the second time; end the call if that fails."""
        try:
            await self._decide(NothingUnderstood())
        except Exception:  # noqa: BLE001 - as above
            logger.exception("the line cannot go on: it hangs up")
            await self.push_frame(GoodbyeFrame())

    async def _answer(self, turn: CallerTurnFrame) -> None:
        assert turn.transcript is not None
        result = await self._conversation.hear(turn.transcript, turn.considered, ended_ms=turn.times.speech_ended)
        if turn.times.decided is None:
            turn.times.decided = self._clock.monotonic_ms()
        await self._reply(result, turn.times)

    async def _reply(self, result: TurnResult, times: TurnTimes) -> None:
        self._floor.language = result.reply.language
        if result.listen is not None:
            self._floor.listen = result.listen
        if result.reply.sentences and not self._floor.with_person:
            await self.push_frame(LLMFullResponseStartFrame())
            for at, sentence in enumerate(result.reply.sentences):
                await self.push_frame(
                    SentenceFrame(
                        sentence.text, sentence=sentence, language=result.reply.language, times=None if at else times
                    )
                )
            await self.push_frame(LLMFullResponseEndFrame())
        if result.hang_up:
            await self.push_frame(GoodbyeFrame())
        self._await_caller()
        try:
            await self._on_decided(Decided(result, times))
        except Exception:  # noqa: BLE001 - what was decided was said; the call goes on
            logger.exception("a decision could not be shown")

    def _await_caller(self) -> None:
        """Start to count the caller's silence, once the line has nothing more to say.

        Also where it has something to say: its first sound stops the count, and if none ever comes, nobody else would.
        """
        self._quiet(self._silence)
        if not self._floor.with_person and not self._floor.caller_speaking:
            self._silence = self.get_event_loop().call_later(self._silence_s, self._caller_silent)

    def _caller_silent(self) -> None:
        if not self._floor.line_speaking and not self._floor.caller_speaking and not self._floor.with_person:
            self.happen(CallerSilent(self._silence_s))

    @staticmethod
    def _quiet(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()
