"""`orderline say` and the sentence cache, over the real espeak-ng worker."""

from __future__ import annotations

import asyncio
import wave
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orderline.cli import app
from orderline.errors import BadAudio, ConfigurationError
from orderline.speak.tts.cache import CachedSynthesizer
from orderline.speak.tts.espeak import EspeakSynthesizer

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def _espeak(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ORDERLINE_SPEAK__ENGINE", "espeak")


@pytest.mark.parametrize(
    ("lang", "text"), [("en", "Your order is on its way."), ("zh", "您的订单正在路上。")], ids=["en", "zh"]
)
def test_say_writes_a_wav_that_holds_the_sentence(tmp_path: Path, lang: str, text: str) -> None:
    result = CliRunner().invoke(app, ["say", text, "--lang", lang, "--out", "out.wav"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "espeak" in result.stdout
    with wave.open(str(tmp_path / "out.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 2)
        assert 1.0 < file.getnframes() / 16_000 < 5.0


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["say", "Hello.", "--lang", "fr"], ConfigurationError),
        (["say", "🎉"], BadAudio),
        (["say", "Hello.", "--out", "no/such/folder/out.wav"], BadAudio),
    ],
)
def test_say_tells_what_is_wrong(arguments: list[str], fault: type[Exception]) -> None:
    with pytest.raises(fault):
        CliRunner().invoke(app, arguments, catch_exceptions=False)


async def test_twenty_calls_that_say_the_same_share_one_synthesis_and_a_repeat_costs_nothing() -> None:
    cache = CachedSynthesizer(EspeakSynthesizer(workers=1, deadline_ms=20_000), 1 << 20)
    await cache.start()

    async def heard() -> bytes:
        return b"".join([chunk async for chunk in cache.speech("Thank you for calling.", "en")])

    sounds = await asyncio.gather(*(heard() for _ in range(20)))
    again = await heard()
    kept = cache.kept_bytes
    await cache.stop()
    assert set(sounds) == {again}
    assert kept == len(again) > 16_000
