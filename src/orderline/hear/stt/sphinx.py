"""The embedded recogniser: pocketsphinx, English only, with a language model made from the shop's own words.

It is there after `pip install`, and good enough to try the line: clear US English on the line's own subjects. It is
poor in noise, on telephone band and with accents, and has no Chinese (Source: reference/speech-and-nlu section 0).

    feed ......... sent to a worker at once, decoded while the caller speaks
    transcript ... only the end of the search is left: 20…70 ms
                   the worker goes to whoever waits for one
    feed again ... a free worker decodes everything anew (real-time factor 0.04)
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from loguru import logger

from orderline.errors import EngineUnavailable
from orderline.events.speech import Transcript
from orderline.hear.stt import domain, sphinx_confidence
from orderline.hear.stt.port import RecognitionHints
from orderline.hear.stt.sphinx_pool import SphinxPool
from orderline.hear.stt.sphinx_process import SphinxProcess
from orderline.hear.stt.utterance import Sound
from orderline.orders.identifiers import Language
from orderline.settings import HearSettings

RESUME_BYTES = 300 * 32
"""Sound after a transcript, 300 ms, from which on the caller is taken to go on and a worker is engaged anew; the
silence that ends a turn would otherwise have everything decoded twice. Chosen from the waits in EndpointingSettings."""
ATTEMPTS = 2
"""Workers tried for one transcript: a second one where the first dies over it."""


class SphinxRecognizer:
    """pocketsphinx behind the recogniser port."""

    name = "sphinx"
    languages: frozenset[Language] = frozenset({"en"})

    def __init__(self, settings: HearSettings, phrases: Sequence[str] = ()) -> None:
        self._settings = settings
        self._phrases = tuple(phrases)
        """English names from the catalogue."""
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._pool: SphinxPool | None = None

    async def start(self) -> None:
        """Build the domain, start and warm the workers."""
        if self._pool is not None:
            return
        self._folder = tempfile.TemporaryDirectory(prefix="orderline-sphinx-")
        folder = Path(self._folder.name)
        with ThreadPoolExecutor(1, thread_name_prefix="sphinx-domain") as builder:
            await asyncio.get_running_loop().run_in_executor(builder, self._build, folder)
        self._pool = SphinxPool(folder, domain.model_folder() / "en-us", self._settings.workers)
        try:
            await self._pool.start()
        except BaseException:
            await self.stop()
            raise

    def _build(self, folder: Path) -> None:
        built = domain.build(self._phrases)
        if built.unknown:
            logger.warning("no pronunciation for {} catalogue words; they cannot be heard", len(built.unknown))
        built.write(folder)

    def recognition(self, hints: RecognitionHints) -> SphinxRecognition:
        if self._pool is None:
            raise EngineUnavailable("The embedded recogniser has not been started.")
        search = domain.SEARCH_FOR[hints.expect] if hints.language in self.languages else None
        return SphinxRecognition(self._pool, search, self._settings.deadline_ms / 1000)

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the living workers."""
        return self._pool.pids if self._pool is not None else ()

    async def stop(self) -> None:
        pool, self._pool = self._pool, None
        folder, self._folder = self._folder, None
        if pool is not None:
            await pool.stop()
        if folder is not None:
            folder.cleanup()


class SphinxRecognition:
    """One utterance. It holds a worker from the first sound for which one is free until the transcript, or `close`."""

    def __init__(self, pool: SphinxPool, search: str | None, deadline_s: float) -> None:
        """`search` is None where the caller speaks a language that is not heard here."""
        self._pool = pool
        self._search = search
        self._deadline_s = deadline_s
        self._sound = Sound()
        self._sent = 0
        self._asked = 0
        """Sound there was when a transcript was last asked for, in bytes."""
        self._worker: SphinxProcess | None = None
        self._asking = asyncio.Lock()
        self._last: tuple[int, Transcript] | None = None
        self._closed = False

    def feed(self, pcm: bytes) -> None:
        if self._closed or self._search is None:
            return
        self._sound.add(pcm)
        if (self._worker is None or self._worker.dead) and self._wants_worker():
            self._engage(self._pool.take_now())
        self._send()

    def _wants_worker(self) -> bool:
        """Whether decoding ahead is worth it: not while a transcript is made, nor for the silence after one."""
        return not self._asking.locked() and (not self._asked or len(self._sound) - self._asked >= RESUME_BYTES)

    def _engage(self, worker: SphinxProcess | None) -> None:
        """Begin anew on `worker`: it has heard nothing yet."""
        self._worker, self._sent = worker, 0
        if worker is not None and self._search is not None:
            worker.begin(self._search)

    def _send(self) -> None:
        if self._worker is not None:
            new = self._sound.since(self._sent)
            if new:
                self._worker.feed(new)
                self._sent += len(new)

    async def transcript(self) -> Transcript:
        if self._search is None:
            raise EngineUnavailable(
                "The embedded recogniser hears English only.",
                "Chinese is not heard.",
                "Fetch a Whisper model with `orderline models pull`.",
            )
        async with self._asking:
            length = len(self._sound)
            if self._last is None or self._last[0] != length:
                self._last = length, await self._decode()
            return self._last[1]

    async def _decode(self) -> Transcript:
        loop = asyncio.get_running_loop()
        begun, audio_ms = loop.time(), self._sound.ms
        self._asked = len(self._sound)
        answer = await self._ask(begun + self._deadline_s)
        return sphinx_confidence.transcript(answer, audio_ms, (loop.time() - begun) * 1000)

    async def _ask(self, deadline: float) -> dict[str, Any]:
        """Have a worker answer by `deadline` (loop time); one that does not is thrown away."""
        fault = EngineUnavailable("The embedded recogniser did not answer.")
        for _ in range(ATTEMPTS):
            worker = await self._hand_over(deadline)
            try:
                async with asyncio.timeout_at(deadline):
                    return await worker.hear()
            except TimeoutError as late:
                self._pool.kill(worker)
                raise EngineUnavailable(
                    f"pocketsphinx did not answer within {self._deadline_s * 1000:.0f} ms.",
                    "What was said was not heard; the worker is replaced.",
                ) from late
            except EngineUnavailable as died:
                fault = died
            finally:
                self._pool.give_back(worker)
        raise fault

    async def _hand_over(self, deadline: float) -> SphinxProcess:
        """The worker with all the sound, no longer this utterance's; waits for one where none was free."""
        worker = self._worker
        if worker is None or worker.dead:
            self._engage(None)
            worker = await self._pool.take(max(0.0, deadline - asyncio.get_running_loop().time()))
            self._engage(worker)
        self._send()
        self._worker = None
        return worker

    async def close(self) -> None:
        worker, self._worker = self._worker, None
        self._closed = True
        if worker is not None:
            self._pool.give_back(worker)
