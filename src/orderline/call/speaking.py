"""Sentences to sound: the processor in the TTS slot. Speaks one sentence after the other, and can be cut.

A sentence's caption travels in front of its sound, so that both leave the transport together. On an interruption the
sentence being spoken and those waiting are dropped, but for those that must be heard.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing

from loguru import logger
from pipecat.frames.frames import (
    Frame,
    InterruptionFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    SystemFrame,
    TTSAudioRawFrame,
    TTSStartedFrame,
    TTSStoppedFrame,
    TTSTextFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.utils.text.base_text_aggregator import TextType

from orderline.call.floor import Floor
from orderline.call.frames import SentenceFrame
from orderline.clock import Clock
from orderline.errors import EngineBusy, EngineUnavailable
from orderline.speak.tts.port import OUTPUT_RATE_HZ, Synthesizer

QUEUE = 64
"""Frames that may wait to be spoken; a reply has at most ten. Over this the newest sentence is dropped and logged.

Only sentences are: what else waits, such as the goodbye, comes at most once a reply."""
PIECE_BYTES = OUTPUT_RATE_HZ * 2 // 5
"""200 ms: large enough to be cheap, small enough that pushing one never stalls the loop."""


class Speaker(FrameProcessor):
    """Turns `SentenceFrame`s into sound, in order, on a task of its own."""

    def __init__(self, synthesizer: Synthesizer, floor: Floor, clock: Clock) -> None:
        super().__init__()
        self._synthesizer = synthesizer
        self._floor = floor
        self._clock = clock
        self._waiting: deque[tuple[Frame, FrameDirection]] = deque()
        self._more = asyncio.Event()
        self._voice: asyncio.Task[None] | None = None
        self._sentence: asyncio.Task[None] | None = None
        self._must_hear = False

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Queue what is in order with speech; pass the rest at once."""
        await super().process_frame(frame, direction)
        if isinstance(frame, InterruptionFrame):
            self._cut()
        if direction is FrameDirection.UPSTREAM or isinstance(frame, SystemFrame):
            await self.push_frame(frame, direction)
            return
        if self._voice is None:
            self._voice = self.create_task(self._speak_all(), "voice")
        if len(self._waiting) >= QUEUE and isinstance(frame, SentenceFrame):
            logger.error("the line has more to say than it can: a sentence was dropped")
            return
        self._waiting.append((frame, direction))
        self._more.set()

    async def cleanup(self) -> None:
        """End the voice."""
        await super().cleanup()
        if self._voice is not None:
            await self.cancel_task(self._voice)
            self._voice = None

    def _cut(self) -> None:
        self._waiting = deque(
            (frame, direction)
            for frame, direction in self._waiting
            if not isinstance(frame, SentenceFrame) or (frame.sentence is not None and frame.sentence.must_hear)
        )
        if self._sentence is not None and not self._must_hear:
            self._sentence.cancel()

    async def _speak_all(self) -> None:
        while True:
            while not self._waiting:
                self._more.clear()
                await self._more.wait()
            frame, direction = self._waiting.popleft()
            if isinstance(frame, SentenceFrame) and frame.sentence is not None:
                await self._speak_one(frame)
                continue
            if isinstance(frame, LLMFullResponseStartFrame):
                await self.push_frame(TTSStartedFrame())
            await self.push_frame(frame, direction)
            if isinstance(frame, LLMFullResponseEndFrame):
                await self.push_frame(TTSStoppedFrame())

    async def _speak_one(self, frame: SentenceFrame) -> None:
        assert frame.sentence is not None
        self._must_hear = frame.sentence.must_hear
        self._sentence = self.create_task(self._sound_of(frame), "sentence")
        try:
            await asyncio.wait({self._sentence})
        except asyncio.CancelledError:
            self._sentence.cancel()
            raise
        finally:
            self._sentence = None
            self._must_hear = False

    async def _sound_of(self, frame: SentenceFrame) -> None:
        sentence = frame.sentence
        assert sentence is not None
        caption = TTSTextFrame(sentence.text, TextType.SENTENCE)
        caption.interruptible = not sentence.must_hear
        await self.push_frame(caption)
        try:
            async with aclosing(self._pieces(sentence.spoken, frame)) as pieces:
                async for piece in pieces:
                    sound = TTSAudioRawFrame(piece, OUTPUT_RATE_HZ, 1)
                    sound.interruptible = not sentence.must_hear
                    await self.push_frame(sound)
        except (EngineBusy, EngineUnavailable) as fault:
            # The caption was shown and the next sentence is tried: a silent engine must not end the call.
            logger.error("a sentence could not be spoken: {}", fault)

    async def _pieces(self, spoken: str, frame: SentenceFrame) -> AsyncGenerator[bytes, None]:
        """The sentence's sound: its first chunk as it comes, then pieces of 200 ms."""
        held = b""
        first = True
        async for chunk in self._synthesizer.speech(spoken, frame.language):
            if first:
                first = False
                if frame.times is not None and frame.times.synthesised is None:
                    frame.times.synthesised = self._clock.monotonic_ms()
                yield chunk
                continue
            held += chunk
            while len(held) >= PIECE_BYTES:
                yield held[:PIECE_BYTES]
                held = held[PIECE_BYTES:]
        if held:
            yield held
