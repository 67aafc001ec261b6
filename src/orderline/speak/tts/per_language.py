"""One synthesiser for each language, behind one port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping

from orderline.errors import EngineUnavailable
from orderline.orders.identifiers import Language
from orderline.speak.tts.port import Synthesizer


class PerLanguage:
    """Speaks each language with the engine that has a voice for it."""

    def __init__(self, engines: Mapping[Language, Synthesizer]) -> None:
        self._engines = dict(engines)
        self.languages: frozenset[Language] = frozenset(self._engines)
        self.name = "+".join(sorted({engine.name for engine in self._engines.values()}))

    async def start(self) -> None:
        try:
            started = await asyncio.gather(
                *(engine.start() for engine in set(self._engines.values())), return_exceptions=True
            )
            for fault in started:
                if fault is not None:  # all are waited for, so that none starts after it was stopped
                    raise fault
        except BaseException:
            await self.stop()
            raise

    def speech(self, spoken: str, language: Language) -> AsyncIterator[bytes]:
        if language not in self._engines:
            return _no_voice(language)
        return self._engines[language].speech(spoken, language)

    async def stop(self) -> None:
        await asyncio.gather(*(engine.stop() for engine in set(self._engines.values())))


async def _no_voice(language: Language) -> AsyncIterator[bytes]:
    raise EngineUnavailable(f"There is no voice for the language {language!r}.")
    yield b""  # makes this an iterator: the fault is met where the sound is, as with every engine
