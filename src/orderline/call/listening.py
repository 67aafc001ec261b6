"""The caller's sound to finished turns: the processor in the STT slot.

    sound ──► endpointing ──► recognition, fed while the caller still speaks
                  │ first silence: transcript, answer considered, its sound fetched (all of it can be thrown away)
                  └ turn over: transcript and considered answer go on to the dialogue

Nothing here waits on the audio path: decoding and considering run in tasks of the turn.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from loguru import logger
from pipecat.frames.frames import (
    Frame,
    InputAudioRawFrame,
    TranscriptionFrame,
    UserStartedSpeakingFrame,
    UserStoppedSpeakingFrame,
)
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.transcriptions.language import Language as SpokenLanguage
from pipecat.utils.time import time_now_iso8601

from orderline.call.conversation import Conversation
from orderline.call.floor import Floor
from orderline.call.frames import CallerTurnFrame, TurnDroppedFrame
from orderline.call.turn import Turn
from orderline.call.voice_activity import SPEECH_PROBABILITY
from orderline.clock import Clock
from orderline.events.speech import FRAME_MS, Transcript
from orderline.hear.completeness import completeness
from orderline.hear.endpointing import (
    Endpointer,
    EndpointEvent,
    Heard,
    SpeculateNow,
    SpeechResumed,
    SpeechStarted,
    TurnEnded,
)
from orderline.hear.stt.port import RecognitionHints, Recognizer
from orderline.orders.identifiers import Language
from orderline.settings import Settings

WAITING = 8
"""Finished turns that may wait for their words; a caller needs a second for each. Over this the newest is dropped."""


class Listener(FrameProcessor):
    """Hears one caller."""

    def __init__(
        self,
        recognizer: Recognizer,
        conversation: Conversation,
        floor: Floor,
        clock: Clock,
        *,
        settings: Settings,
        prefetch: Callable[[str, Language], None],
        on_heard: Callable[[str, bool], None],
    ) -> None:
        """`prefetch` fetches a sentence's sound; `on_heard` is told the caller's words, and whether they are final."""
        super().__init__()
        self._recognizer = recognizer
        self._conversation = conversation
        self._floor = floor
        self._clock = clock
        self._hear = settings.hear
        self._limits = settings.endpointing
        self._act_at = settings.dialogue.act_at
        self._prefetch = prefetch
        self._on_heard = on_heard
        self._endpointer = Endpointer(settings.endpointing)
        self._preroll: deque[bytes] = deque(maxlen=max(1, self._limits.preroll_ms // FRAME_MS))
        self._turn: Turn | None = None
        self._ended: asyncio.Queue[Turn] = asyncio.Queue(WAITING)
        self._committing: asyncio.Task[None] | None = None
        self._speech_ms = 0

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Take the caller's sound; pass everything else."""
        await super().process_frame(frame, direction)
        if isinstance(frame, InputAudioRawFrame):
            await self._take(frame.audio, frame.metadata.get(SPEECH_PROBABILITY, 0.0))
            return
        await self.push_frame(frame, direction)

    async def cleanup(self) -> None:
        """Drop every turn, and end what works on them."""
        await super().cleanup()
        await self.forget()
        if self._committing is not None:
            await self.cancel_task(self._committing)
            self._committing = None
        while not self._ended.empty():
            await self._ended.get_nowait().drop()

    async def forget(self) -> None:
        """Drop what is being heard: a person has taken over, or the call is over."""
        self._endpointer.abandon()
        self._floor.caller_speaking = False
        turn, self._turn = self._turn, None
        if turn is not None:
            await turn.drop()

    async def _take(self, sound: bytes, probability: float) -> None:
        needed = self._hear.barge_in_threshold if self._floor.line_speaking else self._hear.speech_threshold
        speech = probability >= needed
        self._speech_ms = self._speech_ms + FRAME_MS if speech else 0
        self._preroll.append(sound)
        if self._turn is not None:
            self._turn.recognition.feed(sound)
        self._endpointer.ask(self._floor.listen.expect)
        for event in self._endpointer.frame(speech):
            await self._follow(event)
        await self._maybe_interrupt()

    async def _follow(self, event: EndpointEvent) -> None:
        match event:
            case SpeechStarted():
                await self._open()
            case SpeculateNow(number=number) if self._turn is not None:
                self._speculate(self._turn, number)
            case SpeechResumed() if self._turn is not None:
                self._turn.withdraw()
            case TurnEnded() if self._turn is not None:
                turn, self._turn = self._turn, None
                turn.times.committed = self._clock.monotonic_ms()
                self._floor.caller_speaking = False
                await self.push_frame(UserStoppedSpeakingFrame())
                await self._finish(turn)

    async def _open(self) -> None:
        listen = self._floor.listen
        hints = RecognitionHints(self._floor.language, listen.expect, listen.digits)
        turn = Turn(self._recognizer.recognition(hints), over_line=self._floor.line_speaking)
        for sound in self._preroll:
            turn.recognition.feed(sound)
        self._turn = turn
        self._floor.caller_speaking = True
        await self.push_frame(UserStartedSpeakingFrame())

    async def _maybe_interrupt(self) -> None:
        """Stop the line once the caller has spoken over it for long enough to mean it."""
        turn = self._turn
        if turn is None or turn.interrupted or not self._floor.line_speaking:
            return
        if self._speech_ms >= self._limits.barge_in_ms:
            turn.interrupted = True
            await self.broadcast_interruption()

    def _speculate(self, turn: Turn, number: int) -> None:
        now = self._clock.monotonic_ms()
        turn.number = number
        turn.times.speech_ended = now - self._endpointer.silence_ms
        turn.times.speculated = now
        turn.speculation = self.create_task(self._consider(turn, number), "speculate")

    async def _consider(self, turn: Turn, number: int) -> None:
        """Work out the answer to what was heard so far, and fetch its sound. Changes nothing but `turn`."""
        transcript = await self._transcript(turn)
        turn.transcript = transcript
        turn.times.transcribed = self._clock.monotonic_ms()
        listen = self._floor.listen
        judged = completeness(transcript.text, listen.expect, listen.digits, self._floor.language)
        self._endpointer.hear(Heard(judged), number)
        if not transcript.text:
            return
        self._on_heard(transcript.text, False)
        turn.considered = considered = await self._conversation.consider(transcript)
        turn.times.decided = self._clock.monotonic_ms()
        understood = considered.meaning is not None and considered.meaning.confidence >= self._act_at
        self._endpointer.hear(Heard(judged, understood), number)
        for sentence in considered.reply.sentences:
            self._prefetch(sentence.spoken, considered.reply.language)

    async def _finish(self, turn: Turn) -> None:
        """Let the turn be committed after those before it."""
        if self._committing is None:
            self._committing = self.create_task(self._commit_all(), "commit")
        if self._ended.full():
            logger.error("the caller has finished more turns than the line can hear: one was dropped")
            await turn.drop()
            return
        self._ended.put_nowait(turn)

    async def _commit_all(self) -> None:
        while True:
            turn = await self._ended.get()
            try:
                await self._commit(turn)
            finally:
                await turn.drop()

    async def _commit(self, turn: Turn) -> None:
        """Hand the finished turn on: what was speculated is used, else worked out now."""
        if turn.speculation is not None:
            # A speculation that failed is only lost time: the turn is then worked out from its words.
            await asyncio.wait({turn.speculation})
        transcript = turn.transcript or await self._transcript(turn)
        if not transcript.text and turn.over_line and not turn.interrupted:
            await self.push_frame(TurnDroppedFrame())
            return
        if transcript.text:
            self._on_heard(transcript.text, True)
            await self.push_frame(
                TranscriptionFrame(
                    transcript.text,
                    "caller",
                    time_now_iso8601(),
                    SpokenLanguage(transcript.language),
                    finalized=True,
                )
            )
        context = LLMContext(messages=[{"role": "user", "content": transcript.text}])
        await self.push_frame(
            CallerTurnFrame(context, transcript=transcript, considered=turn.considered, times=turn.times)
        )

    async def _transcript(self, turn: Turn) -> Transcript:
        """The words; none where the engine failed, which the dialogue treats as not understood and hands over."""
        try:
            return await turn.recognition.transcript()
        except Exception as fault:  # noqa: BLE001 - whatever it is, the caller must not be left in silence
            logger.error("a turn could not be recognised: {!r}", fault)
            return Transcript("", self._floor.language, 0.0, engine=self._recognizer.name)
