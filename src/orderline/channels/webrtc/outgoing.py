"""PCM to Opus packets, paced at one every 20 ms, without a thread.

aiortc encodes what a track hands it on the default executor: one hop a packet, shared with everybody else's work
(reference/browser-calls, trap 3). A track that hands it finished packets is sent as it is. So this one encodes for
itself, on the event loop (0.1-0.3 ms a packet), and sends one cached packet over and over while nothing is said.
"""

from __future__ import annotations

import asyncio
import fractions
from collections import deque
from typing import Any

import av
import numpy as np
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from orderline.clock import SystemClock
from orderline.events.speech import FRAME_BYTES, FRAME_MS, SAMPLE_RATE_HZ

RTP_RATE_HZ = 48_000
"""Opus always counts in 48 kHz. Source: RFC 7587, section 4.1."""
RTP_STEP = RTP_RATE_HZ * FRAME_MS // 1000
BIT_RATE = 32_000
"""Wideband speech. Source: reference/browser-calls C."""
STALL_MS = 200
"""A sender that is further behind than this leaves a hole instead of a burst: a burst would become delay."""


class OpusPackets:
    """20 ms of 16 kHz mono s16 in, one Opus packet out."""

    def __init__(self) -> None:
        codec: Any = av.CodecContext.create("libopus", "w")
        codec.bit_rate = BIT_RATE
        codec.format = "s16"
        codec.layout = "mono"
        codec.sample_rate = SAMPLE_RATE_HZ
        codec.time_base = fractions.Fraction(1, SAMPLE_RATE_HZ)
        codec.options = {"application": "voip", "frame_duration": str(FRAME_MS), "compression_level": "5"}
        self._codec = codec
        self._samples = 0

    def encode(self, pcm: bytes) -> bytes:
        """Encode one frame of 640 bytes."""
        frame = av.AudioFrame.from_ndarray(np.frombuffer(pcm, np.int16)[None, :], format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE_HZ
        frame.pts = self._samples
        frame.time_base = fractions.Fraction(1, SAMPLE_RATE_HZ)
        self._samples += frame.samples
        return b"".join(bytes(packet) for packet in self._codec.encode(frame))


def _silence_packet() -> bytes:
    encoder = OpusPackets()
    return [encoder.encode(bytes(FRAME_BYTES)) for _ in range(10)][-1]


SILENCE = _silence_packet()
"""What a settled encoder makes of silence; decodes to silence on its own."""


class VoiceTrack(MediaStreamTrack):
    """An outgoing track that is fed PCM and yields finished Opus packets.

    Takes the place of pipecat's `RawAudioTrack`, with its constructor and `add_audio_bytes`; a contract test holds
    the two together. What is queued is bounded by the caller, who awaits the future of each piece.
    """

    kind = "audio"

    def __init__(self, sample_rate: int = SAMPLE_RATE_HZ, auto_silence: bool = True) -> None:
        super().__init__()
        if sample_rate != SAMPLE_RATE_HZ:
            raise ValueError(f"the line speaks at {SAMPLE_RATE_HZ} Hz, not {sample_rate}")
        self._encoder = OpusPackets()
        self._frames: deque[tuple[bytes, asyncio.Future[bool] | None]] = deque()
        self._clock = SystemClock()
        self._start_ms = 0.0
        self._sent = 0
        self._relaying = False

    def add_audio_bytes(self, audio_bytes: bytes) -> asyncio.Future[bool]:
        """Queue PCM; the future is done when its last frame has left. What is no whole frame is padded with silence."""
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        pieces = [audio_bytes[at : at + FRAME_BYTES] for at in range(0, len(audio_bytes), FRAME_BYTES)]
        if not pieces or self._relaying or self.readyState != "live":
            done.set_result(True)
            return done
        pieces[-1] = pieces[-1].ljust(FRAME_BYTES, b"\0")
        self._frames.extend((piece, None) for piece in pieces[:-1])
        self._frames.append((pieces[-1], done))
        return done

    def begin_relay(self) -> None:
        """From now on only what is relayed is heard: two voices must not be cut into each other."""
        self.drop_oldest(0)
        self._relaying = True

    def end_relay(self) -> None:
        """The line is heard again."""
        self._relaying = False

    def relay(self, pcm: bytes) -> None:
        """Queue another person's sound, whole frames; dropped unless it is their turn."""
        if self._relaying and self.readyState == "live":
            self._frames.extend((pcm[at : at + FRAME_BYTES], None) for at in range(0, len(pcm), FRAME_BYTES))

    @property
    def queued_ms(self) -> int:
        """Sound that has not left yet, in milliseconds."""
        return len(self._frames) * FRAME_MS

    def drop_oldest(self, keep_ms: int) -> None:
        """Forget what was queued first, until at most `keep_ms` are left."""
        while self.queued_ms > keep_ms:
            _, done = self._frames.popleft()
            if done is not None and not done.done():
                done.set_result(True)

    async def recv(self) -> av.Packet[Any]:
        """The next packet, at its time."""
        if self.readyState != "live":
            raise MediaStreamError
        await self._until_due()
        pcm = self._next_pcm()
        packet = av.Packet(SILENCE if pcm is None else self._encoder.encode(pcm))
        packet.pts = self._sent * RTP_STEP
        packet.time_base = fractions.Fraction(1, RTP_RATE_HZ)
        self._sent += 1
        return packet

    def stop(self) -> None:
        """End the track; whoever waits for queued sound is let go."""
        super().stop()
        self.drop_oldest(0)

    async def _until_due(self) -> None:
        now = self._clock.monotonic_ms()
        if self._sent == 0:
            self._start_ms = now
        behind = now - (self._start_ms + self._sent * FRAME_MS)
        if behind > STALL_MS:
            self._sent += int(behind // FRAME_MS)
        elif behind < 0:
            await asyncio.sleep(-behind / 1000)

    def _next_pcm(self) -> bytes | None:
        """The frame that leaves now; None where nothing is queued."""
        if not self._frames:
            return None
        pcm, done = self._frames.popleft()
        if done is not None and not done.done():
            done.set_result(True)
        return pcm
