"""Two people through the line: while a call is bridged, each one's sound goes to the other and no further."""

from __future__ import annotations

import asyncio
from typing import Protocol

from pipecat.frames.frames import Frame, InputAudioRawFrame
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from orderline.clock import Clock
from orderline.events.speech import FRAME_BYTES

BACKLOG_MS = 120
"""Sound that may wait for a person; what is older goes first, so that a stall never becomes delay.

Source: reference/pipecat-1.14, section 5, bridging."""


class SoundSink(Protocol):
    """The outgoing side of somebody's leg."""

    @property
    def queued_ms(self) -> int:
        """Sound that has not left yet."""
        ...

    def drop_oldest(self, keep_ms: int) -> None:
        """Forget what was queued first."""
        ...

    def relay(self, pcm: bytes) -> None:
        """Queue another person's sound: whole frames of 16 kHz mono s16."""
        ...

    def begin_relay(self) -> None:
        """From now on only what is relayed is heard: what the line has queued, or still hands on, is dropped."""
        ...

    def end_relay(self) -> None:
        """The line is heard again."""
        ...


class Bridge(FrameProcessor):
    """Stands right after a leg's input. Without a peer it passes everything."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._peer: SoundSink | None = None
        self._rest = b""
        self._last_sound_ms = clock.monotonic_ms()

    @property
    def silent_for_s(self) -> float:
        """Seconds since the last packet of sound came from this leg, loud or not."""
        return (self._clock.monotonic_ms() - self._last_sound_ms) / 1000

    def connect(self, peer: SoundSink) -> None:
        """Send this leg's sound to `peer` from the next frame on."""
        self.disconnect()
        self._peer = peer
        self._rest = b""
        peer.begin_relay()

    def disconnect(self) -> None:
        """Give this leg's sound back to the line."""
        if self._peer is not None:
            self._peer.end_relay()
        self._peer = None

    async def vanished(self, longest_s: float) -> None:
        """Wait until no packet of sound has come from this leg for `longest_s` seconds, counted from now on.

        WebRTC itself notices after half a minute that a browser is gone (reference/ecosystem 0.3).
        """
        self._last_sound_ms = self._clock.monotonic_ms()
        while (left_s := longest_s - self.silent_for_s) > 0:  # noqa: ASYNC110  each packet of sound moves the deadline
            await asyncio.sleep(left_s)

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Pass everything but the sound of a bridged leg."""
        await super().process_frame(frame, direction)
        if isinstance(frame, InputAudioRawFrame):
            self._last_sound_ms = self._clock.monotonic_ms()
        if self._peer is not None and isinstance(frame, InputAudioRawFrame):
            self._hand_on(frame.audio, self._peer)
            return
        await self.push_frame(frame, direction)

    def _hand_on(self, sound: bytes, peer: SoundSink) -> None:
        """Whole frames only: a sink fills up what is no whole frame with silence, and that is heard as a click."""
        sound = self._rest + sound
        whole = len(sound) - len(sound) % FRAME_BYTES
        self._rest = sound[whole:]
        if whole:
            peer.relay(sound[:whole])
            peer.drop_oldest(BACKLOG_MS)
