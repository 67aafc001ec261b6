"""Sound that is there before it is asked for: one synthesis a sentence, whoever asks, kept while there is room.

speech   ─┐                              ┌─ kept: frames at once
prefetch ─┼─ (engine, language, spoken) ─┼─ under way: listens in
warm     ─┘                              └─ neither: one synthesis, heard by all who ask meanwhile
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Sequence

from loguru import logger

from orderline.errors import OrderlineError
from orderline.orders.identifiers import Language
from orderline.speak.tts.port import Synthesizer
from orderline.speak.tts.synthesis import Synthesis

Key = tuple[str, Language, str]
"""Engine, language, spoken text."""

PREFETCH_WAITING = 32
"""Sentences that may wait to be fetched: about ten replies."""


class CachedSynthesizer:
    """Fulfils `Synthesizer` over another one, with a memory.

    - Kept sound is bounded by `max_bytes`; the least recently spoken goes first. A sentence longer than that is spoken
      and not kept.
    - A sentence whose last listener leaves is cancelled in the engine and nothing of it is kept: a live sentence never
      waits behind one that nobody wants. Since sound is read ahead of the listener, most are whole by then, and kept.
    - What is under way is bounded by the listeners: one sentence each, and `prefetch_at_once`, and one for `warm`.
    """

    def __init__(self, inner: Synthesizer, max_bytes: int, *, prefetch_at_once: int = 2) -> None:
        """`max_bytes` (≥ 0) of sound are kept; `prefetch_at_once` (≥ 1) sentences are fetched ahead at a time."""
        self.name = inner.name
        self.languages = inner.languages
        self._inner = inner
        self._max_bytes = max_bytes
        self._prefetch_at_once = prefetch_at_once
        self._kept: OrderedDict[Key, tuple[bytes, ...]] = OrderedDict()
        self._kept_bytes = 0
        self._under_way: dict[Key, Synthesis] = {}
        self._waiting: deque[Key] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._fetching = 0
        self._running = False

    @property
    def kept_bytes(self) -> int:
        """Bytes of sound kept now."""
        return self._kept_bytes

    def holds(self, spoken: str, language: Language) -> bool:
        """Whether the whole sentence would be heard at once."""
        return (self.name, language, spoken) in self._kept

    async def start(self) -> None:
        await self._inner.start()
        self._running = True

    async def speech(self, spoken: str, language: Language) -> AsyncIterator[bytes]:
        key = (self.name, language, spoken)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            for chunk in kept:
                yield chunk
            return
        synthesis = self._under_way.get(key)
        if synthesis is None:
            synthesis = self._under_way[key] = Synthesis(self._inner.speech(spoken, language), lambda: self._ended(key))
            self._own(synthesis.task)
        async with synthesis.heard() as sound:
            async for chunk in sound:
                yield chunk

    def prefetch(self, spoken: str, language: Language) -> None:
        """Fetch a sentence that is likely to be spoken soon. Returns at once, never raises; a fault is met by `speech`.

        At most `prefetch_at_once` are fetched at a time and `PREFETCH_WAITING` wait. Overflow rule: the one that has
        waited longest is dropped, since the newest guess is the likeliest. Does nothing before `start` or after `stop`.
        """
        key = (self.name, language, spoken)
        if not self._running or key in self._kept or key in self._under_way or key in self._waiting:
            return
        if len(self._waiting) == PREFETCH_WAITING:
            self._waiting.popleft()
        self._waiting.append(key)
        self._fetch_more()

    def warm(self, sentences: Sequence[tuple[str, Language]], deadline_s: float = 120.0) -> None:
        """Render fixed prompts in the background, one at a time, in order; what is not done by the deadline is left.

        Returns at once, never raises. `stop` ends it. Does nothing before `start`.
        """
        if self._running:
            self._own(asyncio.create_task(self._warm(tuple(sentences), deadline_s), name="warm the sentence cache"))

    async def stop(self) -> None:
        self._running = False
        self._waiting.clear()
        for synthesis in tuple(self._under_way.values()):
            synthesis.end()
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._kept.clear()
        self._kept_bytes = 0
        await self._inner.stop()

    def _fetch_more(self) -> None:
        while self._waiting and self._fetching < self._prefetch_at_once:
            _, language, spoken = self._waiting.popleft()
            self._fetching += 1
            task = asyncio.create_task(self._fetch(spoken, language), name="prefetch a sentence")
            self._own(task)
            task.add_done_callback(self._fetched)

    def _fetched(self, _: asyncio.Task[None]) -> None:
        self._fetching -= 1
        self._fetch_more()

    async def _fetch(self, spoken: str, language: Language) -> None:
        """Hear a sentence to its end, so that it is kept."""
        try:
            async for _ in self.speech(spoken, language):
                pass
        except OrderlineError as fault:
            logger.debug("a sentence was not fetched ahead: {}", fault.what)

    async def _warm(self, sentences: tuple[tuple[str, Language], ...], deadline_s: float) -> None:
        try:
            async with asyncio.timeout(deadline_s):
                for spoken, language in sentences:
                    await self._fetch(spoken, language)
        except TimeoutError:
            done = sum(self.holds(*sentence) for sentence in sentences)
            logger.warning("{} of {} fixed prompts were rendered in {:.0f} s", done, len(sentences), deadline_s)

    def _own(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _ended(self, key: Key) -> None:
        """Take a synthesis off the list; keep its sound where it is whole, not empty, and not too long."""
        chunks = self._under_way.pop(key).whole
        size = sum(map(len, chunks))
        if not 0 < size <= self._max_bytes:
            return
        self._kept[key] = chunks
        self._kept_bytes += size
        while self._kept_bytes > self._max_bytes:
            _, oldest = self._kept.popitem(last=False)
            self._kept_bytes -= sum(map(len, oldest))
