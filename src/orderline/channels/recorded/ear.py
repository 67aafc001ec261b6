"""What a headless caller hears: when the line's sound came, how loud, and where it was missing."""

from __future__ import annotations

import asyncio

from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError

from orderline.channels.recorded.sound import is_sound
from orderline.clock import Clock
from orderline.events.speech import FRAME_BYTES, FRAME_MS

PAUSE_MS = 700
"""Silence after which the line has finished its turn: longer than any pause inside a reply."""


class Ear:
    """Listens to one incoming track. Times are the caller's own clock, on arrival."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last_arrival_ms: float | None = None
        self._last_sound_ms: float | None = None
        self._first_sound_after: dict[int, asyncio.Future[float]] = {}
        self._rest = b""
        self.heard = bytearray()
        """Everything that arrived, in order."""
        self.gaps_ms: list[float] = []
        """Time between one frame's arrival and the next."""

    async def listen(self, track: MediaStreamTrack) -> None:
        """Take frames until the track ends."""
        try:
            while True:
                frame = await track.recv()
                self._take(frame.to_ndarray().tobytes())  # type: ignore[union-attr]  # an audio track gives AudioFrames
        except MediaStreamError:
            return

    async def next_sound(self, deadline_s: float) -> float | None:
        """Wait for the line's next sound; its time in ms, or None where none came in time."""
        waiting: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._first_sound_after[id(waiting)] = waiting
        try:
            return await asyncio.wait_for(waiting, deadline_s)
        except TimeoutError:
            return None
        finally:
            self._first_sound_after.pop(id(waiting), None)

    async def quiet(self, deadline_s: float) -> bool:
        """Wait until the line has been silent for `PAUSE_MS`; False where it never was."""
        end = self._clock.monotonic_ms() + deadline_s * 1000
        while (now := self._clock.monotonic_ms()) < end:
            if self._last_sound_ms is not None and now - self._last_sound_ms >= PAUSE_MS:
                return True
            await asyncio.sleep(FRAME_MS / 1000)
        return False

    def _take(self, pcm: bytes) -> None:
        now = self._clock.monotonic_ms()
        if self._last_arrival_ms is not None:
            self.gaps_ms.append(now - self._last_arrival_ms)
        self._last_arrival_ms = now
        self.heard += pcm
        self._rest += pcm
        while len(self._rest) >= FRAME_BYTES:
            piece, self._rest = self._rest[:FRAME_BYTES], self._rest[FRAME_BYTES:]
            if is_sound(piece):
                self._sound(now)

    def _sound(self, now: float) -> None:
        self._last_sound_ms = now
        for waiting in self._first_sound_after.values():
            if not waiting.done():
                waiting.set_result(now)
