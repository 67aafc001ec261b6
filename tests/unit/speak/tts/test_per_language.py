from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import pytest

from orderline.errors import EngineUnavailable
from orderline.orders.identifiers import Language
from orderline.speak.tts.per_language import PerLanguage

pytestmark = pytest.mark.unit


class NamedSynthesizer:
    """Speaks its own name; may refuse to start."""

    def __init__(self, name: str, *languages: Language, starts: bool = True) -> None:
        self.name = name
        self.languages = frozenset(languages)
        self.starts = starts
        self.log: list[str] = []

    async def start(self) -> None:
        if not self.starts:
            raise EngineUnavailable("no voice data")
        await asyncio.sleep(0)
        self.log.append("start")

    async def speech(self, spoken: str, language: Language) -> AsyncIterator[bytes]:
        yield self.name.encode()

    async def stop(self) -> None:
        self.log.append("stop")


async def test_each_language_is_spoken_by_its_own_engine() -> None:
    synthesizer = PerLanguage({"en": NamedSynthesizer("piper", "en"), "zh": NamedSynthesizer("espeak", "zh")})
    assert [chunk async for chunk in synthesizer.speech("Hello.", "en")] == [b"piper"]
    assert [chunk async for chunk in synthesizer.speech("您好。", "zh")] == [b"espeak"]
    assert synthesizer.name == "espeak+piper"
    assert synthesizer.languages == frozenset({"en", "zh"})


async def test_an_engine_of_two_languages_is_started_and_stopped_once() -> None:
    both = NamedSynthesizer("espeak", "en", "zh")
    synthesizer = PerLanguage({"en": both, "zh": both})
    await synthesizer.start()
    await synthesizer.stop()
    assert both.log == ["start", "stop"]


async def test_where_one_engine_cannot_start_none_is_left_running() -> None:
    good, bad = NamedSynthesizer("espeak", "zh"), NamedSynthesizer("piper", "en", starts=False)
    with pytest.raises(EngineUnavailable):
        await PerLanguage({"en": bad, "zh": good}).start()
    assert good.log == ["start", "stop"]


async def test_a_language_without_an_engine_is_a_fault() -> None:
    synthesizer = PerLanguage({"en": NamedSynthesizer("espeak", "en")})
    with pytest.raises(EngineUnavailable):
        await anext(synthesizer.speech("Bonjour.", cast(Language, "fr")))
