"""What really left the line: the processor after the transport's output, for captions, latency and the last word."""

from __future__ import annotations

from collections.abc import Callable

from pipecat.frames.frames import BotStartedSpeakingFrame, BotStoppedSpeakingFrame, Frame, TTSTextFrame
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from orderline.call.frames import GoodbyeFrame


class Heard(FrameProcessor):
    """Tells the call what its caller has been sent."""

    def __init__(
        self,
        *,
        on_sentence: Callable[[str], None],
        on_first_sound: Callable[[], None],
        on_last_sound: Callable[[], None],
        on_goodbye: Callable[[], None],
    ) -> None:
        """Callbacks run on the event loop and must return at once."""
        super().__init__()
        self._on_sentence = on_sentence
        self._on_first_sound = on_first_sound
        self._on_last_sound = on_last_sound
        self._on_goodbye = on_goodbye

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Pass everything."""
        await super().process_frame(frame, direction)
        if isinstance(frame, TTSTextFrame):
            self._on_sentence(frame.text)
        elif isinstance(frame, BotStartedSpeakingFrame):
            self._on_first_sound()
        elif isinstance(frame, BotStoppedSpeakingFrame):
            self._on_last_sound()
        elif isinstance(frame, GoodbyeFrame):
            self._on_goodbye()
        await self.push_frame(frame, direction)
