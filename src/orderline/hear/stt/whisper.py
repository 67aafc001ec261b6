"""faster-whisper behind the recogniser port: any CTranslate2 Whisper, many languages, one model for all calls.

    feed ......... kept; Whisper cannot decode a stream
    transcript ... all of it decoded on a pool of `hear.workers` threads: 340…450 ms for tiny, 780 ms for base, whatever
                   the length up to 30 s (Source: reference/browser-calls section E)

Each decode runs on one thread, for two help encoding and hurt decoding. The model lets go of the interpreter lock:
the longest stop seen in the event loop was 4 ms (same source).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from orderline.errors import EngineBusy, EngineUnavailable
from orderline.events.speech import SAMPLE_RATE_HZ, Transcript
from orderline.hear.stt import whisper_confidence
from orderline.hear.stt.port import RecognitionHints
from orderline.hear.stt.utterance import Sound
from orderline.orders.identifiers import LANGUAGES, Language
from orderline.settings import HearSettings

FILES = ("config.json", "model.bin", "tokenizer.json")
"""What a model folder must hold; the vocabulary's name differs between conversions."""
MAX_HOTWORDS = 60
"""Catalogue words shown to the decoder: they share its 448 tokens with the transcript."""
TOKENS_AT_LEAST = 32
TOKENS_PER_S = 24
"""Room for tokens per second of sound: a model that repeats itself stops here. CTranslate2 decodes half of what it is
given room for (Source: reference/browser-calls section E): 12 a second, twice what the fastest talker needs. Chosen,
not measured: no real weights were at hand."""
TOKENS_AT_MOST = 300
"""From here on Whisper's own bound holds: with the hotwords it is about as near."""
SHORTEST_S = 0.1
"""Less sound than this holds no word and is not decoded."""


class WhisperRecognizer:
    """faster-whisper behind the recogniser port."""

    name = "whisper"
    languages: frozenset[Language] = frozenset(LANGUAGES)

    def __init__(
        self, settings: HearSettings, folder: Path, hotwords: Mapping[Language, Sequence[str]] | None = None
    ) -> None:
        """Take a model.

        Args:
            settings: Workers and deadline.
            folder: A CTranslate2 Whisper.
            hotwords: Words from catalogue and grammar that are likelier here than elsewhere, by language.
        """
        self._settings = settings
        self._folder = folder
        self._hotwords = {language: " ".join(words[:MAX_HOTWORDS]) for language, words in (hotwords or {}).items()}
        self._model: Any = None
        self._pool: ThreadPoolExecutor | None = None
        self._free = asyncio.Semaphore(settings.workers)

    async def start(self) -> None:
        """Load the model and decode half a second of silence, so that the first caller does not wait for it."""
        if self._pool is not None:
            return
        missing = [name for name in FILES if not (self._folder / name).is_file()]
        if missing:
            raise _unusable(self._folder, f"{', '.join(missing)} missing")
        self._pool = ThreadPoolExecutor(self._settings.workers, thread_name_prefix="whisper")
        self._free = asyncio.Semaphore(self._settings.workers)
        try:
            await asyncio.get_running_loop().run_in_executor(self._pool, self._load)
        except Exception as fault:
            await self.stop()
            raise _unusable(self._folder, f"{type(fault).__name__}: {fault}") from fault

    def _load(self) -> None:
        from faster_whisper import WhisperModel  # here: it takes seconds, and a line on sphinx never needs it

        self._model = WhisperModel(
            str(self._folder),
            device="cpu",
            compute_type="int8",
            cpu_threads=1,
            num_workers=self._settings.workers,
            local_files_only=True,
        )
        if not self._model.model.is_multilingual:
            self.languages = frozenset({"en"})
        self.decode(bytes(SAMPLE_RATE_HZ), "en")

    def recognition(self, hints: RecognitionHints) -> WhisperRecognition:
        if self._pool is None:
            raise EngineUnavailable("The Whisper recogniser has not been started.")
        return WhisperRecognition(self, hints.language)

    def _check(self, language: Language) -> None:
        if language not in self.languages:
            raise EngineUnavailable(
                f"The Whisper model {self._folder.name} hears English only.",
                "Chinese is not heard.",
                "Use another model.",
            )

    async def transcribe(self, pcm: bytes, language: Language) -> Transcript:
        """Decode on the pool.

        Raises:
            EngineBusy: every thread was taken until the deadline.
            EngineUnavailable: the engine is stopped, failed, or did not finish by the deadline.
        """
        self._check(language)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._settings.deadline_ms / 1000
        try:
            async with asyncio.timeout_at(deadline):
                await self._free.acquire()
        except TimeoutError as late:
            raise EngineBusy(
                f"Every recognition thread was taken for {self._settings.deadline_ms} ms.",
                "This utterance was not heard.",
                "Raise hear.workers, or lower line.max_calls.",
            ) from late
        if self._pool is None:
            self._free.release()
            raise EngineUnavailable("The Whisper recogniser has been stopped.")
        decoding = loop.run_in_executor(self._pool, self.decode, pcm, language)
        decoding.add_done_callback(self._done)
        try:
            async with asyncio.timeout_at(deadline):
                return await asyncio.shield(decoding)
        except TimeoutError as late:
            raise EngineUnavailable(
                f"Whisper did not finish within {self._settings.deadline_ms} ms.",
                "What was said was not heard.",
                "Choose a smaller model, or raise hear.deadline_ms.",
            ) from late
        except RuntimeError as fault:
            raise EngineUnavailable(f"Whisper failed: {fault}.", "What was said was not heard.") from fault

    def _done(self, decoding: asyncio.Future[Transcript]) -> None:
        """A thread is free again, even where nobody waited for its result any more."""
        self._free.release()
        if not decoding.cancelled():
            decoding.exception()

    def decode(self, pcm: bytes, language: Language) -> Transcript:
        """The work itself, on a pool thread: the generator is drained here, for each step of it is decoding."""
        begun = time.perf_counter()
        samples = np.frombuffer(pcm, np.int16).astype(np.float32) / 32768.0
        seconds = len(samples) / SAMPLE_RATE_HZ
        segments: list[Any] = []
        model = self._model
        if model is None:
            raise RuntimeError("the recogniser has been stopped")
        if seconds >= SHORTEST_S:
            stream, _ = model.transcribe(
                samples,
                language=language,
                beam_size=1,
                best_of=1,
                temperature=0.0,
                condition_on_previous_text=False,
                without_timestamps=True,
                word_timestamps=False,
                vad_filter=False,
                no_speech_threshold=None,  # a segment is never dropped: it lowers the confidence instead
                log_prob_threshold=None,
                compression_ratio_threshold=None,
                max_new_tokens=_room(seconds),
                hotwords=self._hotwords.get(language) or None,
            )
            segments = list(stream)
        return whisper_confidence.transcript(
            segments, language, round(seconds * 1000), (time.perf_counter() - begun) * 1000
        )

    async def stop(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)
        self._model = None


class WhisperRecognition:
    """One utterance."""

    def __init__(self, recognizer: WhisperRecognizer, language: Language) -> None:
        self._recognizer = recognizer
        self._language = language
        self._sound = Sound()
        self._asking = asyncio.Lock()
        self._last: tuple[int, Transcript] | None = None

    def feed(self, pcm: bytes) -> None:
        self._sound.add(pcm)

    async def transcript(self) -> Transcript:
        async with self._asking:
            length = len(self._sound)
            if self._last is None or self._last[0] != length:
                self._last = length, await self._recognizer.transcribe(self._sound.since(0), self._language)
            return self._last[1]

    async def close(self) -> None:
        """Nothing is held: a decode that still runs gives its thread back by itself."""


def _room(seconds: float) -> int | None:
    """Tokens a decode may take; None where Whisper's own bound is as near."""
    tokens = TOKENS_AT_LEAST + round(seconds * TOKENS_PER_S)
    return tokens if tokens <= TOKENS_AT_MOST else None


def _unusable(folder: Path, why: str) -> EngineUnavailable:
    return EngineUnavailable(
        f"The Whisper model {folder.name} cannot be loaded ({why}).",
        "The line has no Whisper recogniser.",
        f"Fetch it again with `orderline models pull {folder.name}`, or set hear.engine to sphinx.",
    )
