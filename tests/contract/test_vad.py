"""What every voice activity detector promises: one body over the pair and over webrtcvad alone."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest
from tests.speech import frames, noise, silence, spoken

from orderline.events.speech import FRAME_BYTES
from orderline.hear.port import VoiceActivityDetector
from orderline.hear.vad import GatedVad, Silero, load_silero
from orderline.settings import HearSettings

pytestmark = pytest.mark.contract

SETTINGS = HearSettings()


def silero() -> Silero:
    loaded = load_silero()
    assert loaded is not None
    return loaded


@pytest.fixture(params=["pair", "webrtcvad"])
def detector(request: pytest.FixtureRequest) -> VoiceActivityDetector:
    return GatedVad(SETTINGS, silero() if request.param == "pair" else None)


def speech_ms(detector: VoiceActivityDetector, pcm: bytes) -> int:
    """Sound judged to be speech."""
    return 20 * sum(detector.speech_probability(frame) >= SETTINGS.speech_threshold for frame in frames(pcm))


def longest_ms(detector: VoiceActivityDetector, pcm: bytes) -> int:
    """The longest unbroken run of speech."""
    judged = (detector.speech_probability(frame) >= SETTINGS.speech_threshold for frame in frames(pcm))
    return max((20 * len(list(run)) for speech, run in itertools.groupby(judged) if speech), default=0)


@pytest.mark.parametrize("voice", ["slt", "rms", "awb"])
def test_speech_is_heard(detector: VoiceActivityDetector, voice: str) -> None:
    assert longest_ms(detector, spoken("where is my order", voice)) >= 300


def test_silence_is_not_speech(detector: VoiceActivityDetector) -> None:
    assert speech_ms(detector, silence(2000)) == 0


def test_faint_noise_is_not_speech(detector: VoiceActivityDetector) -> None:
    assert speech_ms(detector, noise(2000, rms=100.0)) == 0


def test_a_probability_is_one(detector: VoiceActivityDetector) -> None:
    judged = [detector.speech_probability(frame) for frame in frames(spoken("yes") + noise(500) + silence(500))]
    assert all(0.0 <= probability <= 1.0 for probability in judged)


@pytest.mark.parametrize("length", [0, FRAME_BYTES - 2, FRAME_BYTES + 2, 2 * FRAME_BYTES])
def test_a_frame_of_another_length_is_refused(detector: VoiceActivityDetector, length: int) -> None:
    with pytest.raises(ValueError, match="640 bytes"):
        detector.speech_probability(bytes(length))


def test_reset_forgets_everything_heard(detector: VoiceActivityDetector) -> None:
    pcm = spoken("goodbye")
    first = [detector.speech_probability(frame) for frame in frames(pcm)]
    for frame in frames(noise(700) + spoken("yes", "awb")):
        detector.speech_probability(frame)
    detector.reset()
    assert [detector.speech_probability(frame) for frame in frames(pcm)] == first


def test_two_calls_do_not_hear_each_other() -> None:
    pcm = spoken("where is my order")
    alone, first, second = (GatedVad(SETTINGS, silero()) for _ in range(3))
    expected = [alone.speech_probability(frame) for frame in frames(pcm)]
    heard = []
    for frame, other in zip(frames(pcm), frames(noise(4000)), strict=False):
        second.speech_probability(other)
        heard.append(first.speech_probability(frame))
    assert heard == expected


def test_the_pair_takes_less_noise_for_speech_than_webrtcvad_alone() -> None:
    tone = (np.sin(np.arange(32_000) * 0.05) * 8000 + np.random.default_rng(1).normal(0, 2000, 32_000)).astype(np.int16)
    sounds = (noise(2000, 3000.0), tone.tobytes(), noise(2000, 800.0, seed=3))
    pair = sum(speech_ms(GatedVad(SETTINGS, silero()), sound) for sound in sounds)
    alone = sum(speech_ms(GatedVad(SETTINGS, None), sound) for sound in sounds)
    assert pair < 200 < alone


def test_the_end_of_speech_is_noticed_within_a_tenth_of_a_second() -> None:
    pair = GatedVad(SETTINGS, silero())
    pcm = spoken("four eight two one", after_ms=0)
    speech_ms(pair, pcm)
    assert speech_ms(pair, silence(1000)) <= 100


def test_the_network_is_loaded_once() -> None:
    assert load_silero() is silero()


def test_a_frame_takes_under_a_millisecond_of_processor_time() -> None:
    pair = GatedVad(SETTINGS, silero())
    pcm = spoken("my order number is two zero four eight two one")
    begun = time.thread_time()
    count = sum(1 for frame in frames(pcm) if pair.speech_probability(frame) >= 0)
    assert (time.thread_time() - begun) / count < 0.001
