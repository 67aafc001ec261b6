"""Sound files in and out: anything FFmpeg reads becomes 16 kHz mono s16; a call becomes a stereo WAV."""

from __future__ import annotations

import wave
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from orderline.errors import BadAudio
from orderline.events.speech import FRAME_BYTES, FRAME_MS, SAMPLE_RATE_HZ

LONGEST_S = 600
"""Longest recording taken; a turn of ten minutes is no turn."""
FLOOR_DBFS = -50.0
"""Loudness of a 20 ms frame over which it counts as sound. Source: reference/performance, fair rules, 1."""

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Recording:
    """One file of speech."""

    name: str
    pcm: bytes
    """16 kHz mono s16, whole frames, cut after the last sound: the moment it ends is the moment the speech ends."""


def load(path: Path) -> Recording:
    """Read a sound file of any rate, width and number of channels.

    Raises:
        BadAudio: no such file, not sound, nothing but silence, or longer than `LONGEST_S`.
    """
    if not path.is_file():
        raise BadAudio(f"There is no file {path.name}.", "", "Check the path.")
    try:
        samples = _decode(path)
    except (av.FFmpegError, ValueError, StopIteration) as fault:
        raise BadAudio(
            f"{path.name} is not a sound file.", f"({fault})", "Give a WAV, FLAC, MP3 or Opus file."
        ) from fault
    frames = _frames(samples)
    loud = np.flatnonzero(loudness(frames) > FLOOR_DBFS)
    if loud.size == 0:
        raise BadAudio(f"There is nothing to hear in {path.name}.", "It is silent.", "Give a recording of speech.")
    return Recording(path.name, frames[: int(loud[-1]) + 1].tobytes())


def loudness(frames: Samples) -> npt.NDArray[np.float64]:
    """Root mean square of each row of `frames` in dB relative to full scale; digital silence is -120."""
    power = np.mean(np.square(frames.astype(np.float64) / 32768.0), axis=-1)
    level: npt.NDArray[np.float64] = 10.0 * np.log10(np.maximum(power, 1e-12))
    return level


def is_sound(pcm: bytes) -> bool:
    """Whether one piece of PCM is loud enough to hear."""
    return bool(loudness(np.frombuffer(pcm, np.int16)) > FLOOR_DBFS)


def write_stereo(path: Path, left: bytes, right: bytes) -> None:
    """Write two 16 kHz mono tracks as one WAV; the shorter one is filled with silence."""
    length = max(len(left), len(right))
    both = np.stack([np.frombuffer(track.ljust(length, b"\0"), np.int16) for track in (left, right)], axis=1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(both.tobytes())


def _decode(path: Path) -> Samples:
    resampler = av.AudioResampler("s16", "mono", SAMPLE_RATE_HZ)
    pieces: list[Samples] = []
    most = LONGEST_S * SAMPLE_RATE_HZ
    with av.open(str(path)) as container:
        stream = next(iter(container.streams.audio))
        for frame in container.decode(stream):
            pieces.extend(np.asarray(out.to_ndarray()[0], np.int16) for out in resampler.resample(frame))
            if sum(map(len, pieces)) > most:
                raise BadAudio(f"{path.name} is longer than {LONGEST_S} s.", "", "Cut it into turns.")
        pieces.extend(np.asarray(out.to_ndarray()[0], np.int16) for out in resampler.resample(None))
    return np.concatenate(pieces) if pieces else np.zeros(0, np.int16)


def _frames(samples: Samples) -> Samples:
    width = SAMPLE_RATE_HZ * FRAME_MS // 1000
    padded = np.pad(samples, (0, -len(samples) % width))
    assert padded.nbytes % FRAME_BYTES == 0
    return padded.reshape(-1, width)
