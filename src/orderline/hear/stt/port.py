"""The recogniser port: sound in while the caller still speaks, a transcript whenever one is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from orderline.events.speech import Expect, Transcript
from orderline.orders.identifiers import Language


@dataclass(frozen=True, slots=True)
class RecognitionHints:
    """What is known before the caller speaks."""

    language: Language
    expect: Expect
    digits: int | None = None
    """How many digits make the answer complete, where known."""


class Recognition(Protocol):
    """One utterance being heard."""

    def feed(self, pcm: bytes) -> None:
        """Take more sound: 16 kHz mono s16, any whole number of samples. Never blocks, never raises.

        At most 60 s are kept; what comes after is dropped and the transcript covers the first 60 s.
        """
        ...

    async def transcript(self) -> Transcript:
        """Decode everything fed so far, as if the utterance ended here.

        May be called again after more sound was fed; costs nothing where nothing was fed since.

        Raises:
            EngineBusy: no worker became free in time. EngineUnavailable: the engine died; a next call starts it again.
        """
        ...

    async def close(self) -> None:
        """Give the worker back. Always called once, also after an error; never raises."""
        ...


class Recognizer(Protocol):
    """An engine that hears words. One a process, shared by all calls."""

    name: str
    languages: frozenset[Language]

    async def start(self) -> None:
        """Load everything and warm up. Raises EngineUnavailable."""
        ...

    def recognition(self, hints: RecognitionHints) -> Recognition:
        """Open an utterance. Never blocks: waiting for a worker happens in `transcript`."""
        ...

    async def stop(self) -> None:
        """End workers and free memory. Never raises; may be called twice."""
        ...
