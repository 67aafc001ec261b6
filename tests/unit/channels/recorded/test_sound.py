"""Sound files of any kind become 16 kHz mono; what is no sound is told in words."""

import wave
from pathlib import Path

import numpy as np
import pytest

from orderline.channels.recorded.sound import is_sound, load, write_stereo
from orderline.errors import BadAudio
from orderline.events.speech import FRAME_BYTES, SAMPLE_RATE_HZ

pytestmark = pytest.mark.unit


def wav(path: Path, samples: np.ndarray, *, rate: int, channels: int = 1) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype(np.int16).tobytes())
    return path


def tone(seconds: float, rate: int) -> np.ndarray:
    return np.sin(np.arange(int(seconds * rate)) * 2 * np.pi * 440 / rate) * 9000


@pytest.mark.parametrize("rate", [8000, 16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_any_rate_and_both_mono_and_stereo_are_read(tmp_path: Path, rate: int, channels: int) -> None:
    samples = np.repeat(tone(0.5, rate), channels)
    recording = load(wav(tmp_path / "tone.wav", samples, rate=rate, channels=channels))
    assert len(recording.pcm) % FRAME_BYTES == 0
    assert abs(len(recording.pcm) / 2 / SAMPLE_RATE_HZ - 0.5) < 0.05


def test_silence_after_the_speech_is_cut_so_that_its_end_is_the_end(tmp_path: Path) -> None:
    samples = np.concatenate([tone(0.4, 16_000), np.zeros(32_000)])
    recording = load(wav(tmp_path / "tone.wav", samples, rate=16_000))
    assert len(recording.pcm) / 2 / SAMPLE_RATE_HZ < 0.45


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadAudio, match=r"no file nothing\.wav"):
        load(tmp_path / "nothing.wav")


@pytest.mark.parametrize("content", [b"", b"hello, this is no sound at all", b"RIFF\x00\x00\x00\x00WAVE", b"\0" * 5000])
def test_a_wav_that_is_no_wav_is_told_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "fake.wav"
    path.write_bytes(content)
    with pytest.raises(BadAudio, match=r"fake\.wav"):
        load(path)


def test_a_truncated_wav_gives_what_it_has(tmp_path: Path) -> None:
    path = wav(tmp_path / "cut.wav", tone(1.0, 16_000), rate=16_000)
    path.write_bytes(path.read_bytes()[:5000])
    assert 0 < len(load(path).pcm) < 16_000


def test_pure_silence_is_refused_for_it_is_no_turn(tmp_path: Path) -> None:
    with pytest.raises(BadAudio, match="nothing to hear"):
        load(wav(tmp_path / "silence.wav", np.zeros(16_000), rate=16_000))


def test_a_call_is_written_caller_left_line_right(tmp_path: Path) -> None:
    left, right = tone(0.2, 16_000).astype(np.int16).tobytes(), bytes(FRAME_BYTES)
    write_stereo(tmp_path / "call.wav", left, right)
    with wave.open(str(tmp_path / "call.wav")) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, SAMPLE_RATE_HZ)
        both = np.frombuffer(file.readframes(file.getnframes()), np.int16).reshape(-1, 2)
    assert np.abs(both[:, 0]).max() > 5000
    assert np.abs(both[:, 1]).max() == 0


def test_what_can_be_heard_is_told_from_what_cannot() -> None:
    assert is_sound(tone(0.02, 16_000).astype(np.int16).tobytes())
    assert not is_sound(bytes(FRAME_BYTES))
    assert not is_sound(np.full(320, 20, np.int16).tobytes())
