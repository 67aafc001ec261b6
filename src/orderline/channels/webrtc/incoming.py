"""RTP packets to PCM: a jitter buffer that keeps what arrives, and decoding without a thread.

aiortc's own buffer waits for four packets and stalls about 320 ms at each lost one, then stays 200 ms late; and it
decodes on a thread a receiver (reference/browser-calls, traps 2 and 5; reference/ecosystem, 0.1). This one hands a
packet on as soon as it is next, gives a missing one up once three newer ones are there, and fills its place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import av
import numpy as np
from aiortc import RTCRtpReceiver
from aiortc.jitterbuffer import JitterFrame
from aiortc.rtp import RtpPacket
from loguru import logger

from orderline.events.speech import SAMPLE_RATE_HZ

HOLD = 3
"""Newer packets that must be there before a missing one is given up: 60 ms.

Source: reference/browser-calls, skeletons."""
RESET = 100
"""A jump in numbers over this is a new stream, not a loss. Source: aiortc, MAX_MISORDER."""
FILL = 5
"""Most lost packets that are filled (100 ms); a longer hole is left as silence of that length."""
BACKLOG = 50
"""Most decoded frames that wait to be read (1 s); the oldest go first, so that a stall never becomes delay."""


class OpusSound:
    """One Opus packet in, its sound out: 16 kHz mono s16."""

    def __init__(self) -> None:
        codec: Any = av.CodecContext.create("libopus", "r")
        codec.format = "s16"
        codec.layout = "mono"
        codec.sample_rate = 48_000
        self._codec = codec
        self._resampler = av.AudioResampler("s16", "mono", SAMPLE_RATE_HZ)

    def decode(self, payload: bytes) -> list[av.AudioFrame]:
        """Decode; a packet that is no Opus gives nothing."""
        try:
            return [
                small for frame in self._codec.decode(av.Packet(payload)) for small in self._resampler.resample(frame)
            ]
        except av.FFmpegError:
            logger.debug("a packet that is no Opus was dropped")
            return []


class PacketOrder:
    """Puts packets in order and decides when a missing one is given up. Pure.

    arrives    1  2     4  5  6(3 newer) ...
    handed on  1  2  .  .  .  x 4 5 6        x: the hole left by 3
    """

    def __init__(self, hold: int = HOLD) -> None:
        self._hold = hold
        self._next: int | None = None
        self._waiting: dict[int, bytes] = {}

    def add(self, number: int, payload: bytes) -> list[bytes | None]:
        """Take packet `number` (16 bit); give what is now in order, `None` for each that was lost."""
        if self._next is None or abs(_distance(self._next, number)) > RESET:
            self._next, self._waiting = number, {}
        if _distance(self._next, number) < 0:
            return []
        self._waiting[number] = payload
        ready: list[bytes | None] = self._run()
        while len(self._waiting) >= self._hold:
            ready.append(None)
            self._next = (self._next + 1) & 0xFFFF
            ready.extend(self._run())
        return ready

    def _run(self) -> list[bytes | None]:
        out: list[bytes | None] = []
        while self._next is not None and self._next in self._waiting:
            out.append(self._waiting.pop(self._next))
            self._next = (self._next + 1) & 0xFFFF
        return out


def _distance(start: int, end: int) -> int:
    """Steps from `start` to `end` on the circle of 16 bit numbers: -32768…32767."""
    return ((end - start + 0x8000) & 0xFFFF) - 0x8000


class VoiceJitterBuffer:
    """Stands in for aiortc's `JitterBuffer` of one audio receiver: orders, decodes, and feeds the track itself.

    `add` never gives aiortc a frame, so its decoder thread stays idle.
    """

    def __init__(self, deliver: Callable[[av.AudioFrame], None]) -> None:
        self._deliver = deliver
        self._order = PacketOrder()
        self._opus = OpusSound()
        self._last: av.AudioFrame | None = None
        self._lost = 0

    def add(self, packet: RtpPacket) -> tuple[bool, JitterFrame | None]:
        """Take one packet. Source: the signature of aiortc 1.16 `JitterBuffer.add`."""
        data: bytes = packet._data  # type: ignore[attr-defined]  # set by aiortc before it calls
        for payload in self._order.add(packet.sequence_number, data):
            if payload is None:
                self._fill()
                continue
            self._lost = 0
            for frame in self._opus.decode(payload):
                self._last = frame
                self._deliver(frame)
        return False, None

    def _fill(self) -> None:
        """Put the last frame again, each time half as loud, where a packet was lost."""
        self._lost += 1
        if self._last is None or self._lost > FILL:
            return
        samples = self._last.to_ndarray().astype(np.int32) >> self._lost
        filled = av.AudioFrame.from_ndarray(samples.astype(np.int16), format="s16", layout="mono")
        filled.sample_rate = SAMPLE_RATE_HZ
        self._deliver(filled)


def install(receiver: RTCRtpReceiver) -> None:
    """Give `receiver` this buffer in place of its own. Call before the first packet.

    Touches two private names of aiortc 1.16.0; tests/contract/test_aiortc_seams.py fails when they move.
    """

    def deliver(frame: av.AudioFrame) -> None:
        queue = receiver.track._queue  # type: ignore[attr-defined]
        while queue.qsize() >= BACKLOG:
            queue.get_nowait()
        queue.put_nowait(frame)

    receiver._RTCRtpReceiver__jitter_buffer = VoiceJitterBuffer(deliver)  # type: ignore[attr-defined]
