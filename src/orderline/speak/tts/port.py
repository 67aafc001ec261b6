"""The synthesiser port: one sentence in, sound out as soon as there is some."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from orderline.orders.identifiers import Language

OUTPUT_RATE_HZ = 16_000
"""Rate of everything the line says: the rate it hears at, so that bridging two people needs no resampling
(browser-calls, section D, trap 1)."""


class Synthesizer(Protocol):
    """An engine that speaks. One a process, shared by all calls."""

    name: str
    languages: frozenset[Language]

    async def start(self) -> None:
        """Load voices. Raises EngineUnavailable."""
        ...

    def speech(self, spoken: str, language: Language) -> AsyncIterator[bytes]:
        """Speak one sentence: chunks of 16 kHz mono s16, each a whole number of 20 ms frames but the last.

        Raises:
            EngineUnavailable: no such language, or the engine died; a next call starts it again.
            EngineBusy: no worker became free in time.
        """
        ...

    async def stop(self) -> None:
        """End workers. Never raises; may be called twice."""
        ...
