from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from orderline.events.speech import FRAME_BYTES, SAMPLE_RATE_HZ
from orderline.speak.tts.worker.shaping import PAUSE_MS, PEAK, TARGET_RMS, shape

pytestmark = pytest.mark.unit


def tone(seconds: float, rate_hz: int, loudness: float) -> NDArray[np.float32]:
    time = np.arange(int(seconds * rate_hz)) / rate_hz
    return (loudness * np.sin(2 * np.pi * 300 * time)).astype(np.float32)


def samples(pcm: bytes) -> NDArray[np.float64]:
    return np.frombuffer(pcm, dtype="<i2").astype(np.float64) / 32767


def rms(sound: NDArray[np.float64]) -> float:
    return float(np.sqrt((sound**2).mean()))


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 44_100])
def test_every_rate_becomes_sixteen_kilohertz_in_whole_frames(rate_hz: int) -> None:
    pcm = shape(tone(1.0, rate_hz, 0.3), rate_hz)
    assert len(pcm) % FRAME_BYTES == 0
    assert len(pcm) / 2 / SAMPLE_RATE_HZ == pytest.approx(1.0 + PAUSE_MS / 1000, abs=0.05)


@pytest.mark.parametrize("loudness", [0.01, 0.1, 0.9])
def test_quiet_and_loud_come_out_alike(loudness: float) -> None:
    sound = samples(shape(tone(1.0, 16_000, loudness), 16_000))
    assert rms(sound[1600:14_400]) == pytest.approx(TARGET_RMS, rel=0.05)


def test_a_pause_inside_does_not_make_the_rest_louder() -> None:
    part = tone(0.5, 16_000, 0.3)
    sound = samples(shape(np.concatenate([part, np.zeros(16_000, np.float32), part]), 16_000))
    assert rms(sound[1600:6400]) == pytest.approx(TARGET_RMS, rel=0.05)


def test_a_sharp_peak_turns_the_whole_down_and_is_not_cut() -> None:
    sound = tone(1.0, 16_000, 0.02)
    sound[8000] = 1.0
    assert np.abs(samples(shape(sound, 16_000))).max() == pytest.approx(PEAK, abs=0.01)


def test_it_starts_and_ends_at_nothing() -> None:
    sound = samples(shape(np.full(16_000, 0.5, np.float32), 16_000))
    assert sound[0] == 0
    assert np.abs(np.diff(sound)).max() < 0.01
    assert sound[-1] == 0


@pytest.mark.parametrize("silence", [np.zeros(0, np.float32), np.zeros(8000, np.float32)])
def test_silence_is_no_sound(silence: NDArray[np.float32]) -> None:
    assert shape(silence, 22_050) == b""


def test_silence_around_the_sound_is_cut() -> None:
    quiet = np.zeros(16_000, np.float32)
    assert len(shape(np.concatenate([quiet, tone(0.5, 16_000, 0.3), quiet]), 16_000)) / 32_000 < 0.8


@pytest.mark.parametrize("length", [1, 7, 319])
def test_a_scrap_of_sound_is_shaped_too(length: int) -> None:
    assert len(shape(np.full(length, 0.5, np.float32), 16_000)) % FRAME_BYTES == 0
