"""The voice activity port."""

from __future__ import annotations

from typing import Protocol


class VoiceActivityDetector(Protocol):
    """Tells speech from everything else, frame by frame. One a call: it keeps state."""

    def speech_probability(self, frame: bytes) -> float:
        """How surely `frame` (20 ms, 16 kHz mono s16, 640 bytes) is speech: [0, 1]. Under 1 ms; runs on the event loop.

        Raises:
            ValueError: the frame is of another length.
        """
        ...

    def reset(self) -> None:
        """Forget everything heard."""
        ...
