"""The speech fixtures as sound: 16 kHz mono s16. All synthetic, made by tests/fixtures/make_speech.py."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np

from orderline.events.speech import FRAME_BYTES

AUDIO = Path(__file__).parent / "fixtures" / "audio"
VOICES = ("slt", "rms", "awb")


def spoken(text: str, voice: str = "slt", before_ms: int = 200, after_ms: int = 120) -> bytes:
    """A sentence of the fixtures, with silence around it, a whole number of 20 ms frames."""
    name = f"{text.replace(' ', '-')}.{voice}.ogg"
    resampler = av.AudioResampler("s16", "mono", 16_000)
    samples: list[bytes] = []
    with av.open(io.BytesIO((AUDIO / name).read_bytes()), "r") as container:
        for frame in [*container.decode(audio=0), None]:
            samples += [piece.to_ndarray().tobytes() for piece in resampler.resample(frame)]
    pcm = silence(before_ms) + b"".join(samples) + silence(after_ms)
    return pcm + bytes(-len(pcm) % FRAME_BYTES)


def silence(ms: int) -> bytes:
    return bytes(ms * 32)


def noise(ms: int, rms: float = 800.0, seed: int = 0) -> bytes:
    """White noise."""
    samples = np.random.default_rng(seed).standard_normal(ms * 16) * rms
    return samples.astype(np.int16).tobytes()


def frames(pcm: bytes) -> Iterator[bytes]:
    """Cut into 20 ms frames; what is left over is dropped."""
    for at in range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES):
        yield pcm[at : at + FRAME_BYTES]


def sentences() -> list[tuple[str, str]]:
    """Every fixture: text and voice."""
    entries = tomllib.loads((AUDIO / "SOURCES.toml").read_text(encoding="utf-8"))
    return [(str(entry["text"]), str(entry["voice"]).removeprefix("flite ")) for entry in entries.values()]
