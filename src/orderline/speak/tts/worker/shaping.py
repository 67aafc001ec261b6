"""From an engine's raw sound to the line's: 16 kHz, one loudness, no click at either end, a breath after it."""

from __future__ import annotations

import numpy as np
import soxr

from orderline.events.speech import FRAME_BYTES, SAMPLE_RATE_HZ
from orderline.speak.tts.worker.engine import Samples

TARGET_RMS = 0.1
"""Loudness of everything said: -20 dBFS over the spoken part, about what espeak-ng gives by itself
(-19 to -21 dBFS over 12 sentences in two languages, measured)."""
PEAK = 0.89
"""Loudest sample: -1 dBFS. A sound that would pass it is turned down whole, never cut, so nothing is distorted."""
FADE_MS = 5
LEAD_MS = 10
"""Quiet kept before the first sound: soft beginnings like "f" stay whole, and the caller does not wait for silence."""
TAIL_MS = 30
PAUSE_MS = 140
"""Silence after a sentence, so that the next one does not run into it."""
_AUDIBLE = 0.01
"""Share of the peak under which sound counts as silence: -40 dB."""
_GATE = 0.03
"""Share of the loudest 20 ms under which a stretch is a pause and does not count for loudness: -30 dB."""


def shape(sound: Samples, rate_hz: int) -> bytes:
    """16 kHz mono s16 in whole 20 ms frames, loud as everything else said; empty where `sound` is silence."""
    if rate_hz != SAMPLE_RATE_HZ and sound.size:
        sound = soxr.resample(sound, rate_hz, SAMPLE_RATE_HZ, quality="HQ")
    sound = _trimmed(sound)
    if not sound.size:
        return b""
    sound = _faded(sound * _gain(sound))
    pause = np.zeros(_samples(PAUSE_MS), dtype=np.float32)
    pcm = (np.concatenate([sound, pause]) * 32767.0).round().astype("<i2").tobytes()
    return pcm + bytes(-len(pcm) % FRAME_BYTES)


def _samples(ms: int) -> int:
    return SAMPLE_RATE_HZ * ms // 1000


def _trimmed(sound: Samples) -> Samples:
    peak = float(np.abs(sound).max()) if sound.size else 0.0
    if peak < 1e-4:  # under one step of 16 bit: silence
        return sound[:0]
    audible = np.flatnonzero(np.abs(sound) > peak * _AUDIBLE)
    return sound[max(0, int(audible[0]) - _samples(LEAD_MS)) : int(audible[-1]) + _samples(TAIL_MS)]


def _gain(sound: Samples) -> float:
    frame = _samples(20)
    whole = sound[: sound.size // frame * frame]
    frames = whole.reshape(-1, frame) if whole.size else sound.reshape(1, -1)
    powers = (frames.astype(np.float64) ** 2).mean(axis=1)
    spoken = powers[powers >= powers.max() * _GATE**2]
    return min(TARGET_RMS / float(np.sqrt(spoken.mean())), PEAK / float(np.abs(sound).max()))


def _faded(sound: Samples) -> Samples:
    length = min(_samples(FADE_MS), sound.size // 2)
    ramp = np.linspace(0.0, 1.0, length, endpoint=False, dtype=np.float32)
    sound[:length] *= ramp
    sound[sound.size - length :] *= ramp[::-1]
    return sound
