"""One sentence being synthesised, heard by as many as ask for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager

from orderline.errors import EngineUnavailable


class Synthesis:
    """Reads an engine's sound as fast as it comes, in an asyncio task of its own, for any number of listeners.

    Every listener hears it from the beginning. The last one to leave ends it. Waits are bounded by the engine, which
    gives each chunk or raises before its deadline.

    Attributes:
        task: The asyncio task that reads; whoever makes a `Synthesis` sees to its end.
    """

    def __init__(self, sound: AsyncIterator[bytes], ended: Callable[[], None]) -> None:
        """Begin at once. `ended` is called once, as soon as nobody can join any more."""
        self._chunks: list[bytes] = []
        self._more = asyncio.Event()
        self._fault: Exception | None = None
        self._complete = False
        self._open = True
        self._ended = ended
        self._listeners = 0
        self.task = asyncio.create_task(self._read(sound), name="synthesis of one sentence")

    @property
    def whole(self) -> tuple[bytes, ...]:
        """All chunks, once the sentence is complete; empty before, and after a fault."""
        return tuple(self._chunks) if self._complete else ()

    @asynccontextmanager
    async def heard(self) -> AsyncIterator[AsyncIterator[bytes]]:
        """Listen: the chunks from the first on. Raises what the engine raised, after the chunks it gave before."""
        self._listeners += 1
        try:
            async with aclosing(self._from_the_beginning()) as sound:
                yield sound
        finally:
            self._listeners -= 1
            if not self._listeners:
                self.task.cancel()
                self._close()

    def end(self) -> None:
        """Cancel it; listeners get EngineUnavailable."""
        if self._open:
            self.task.cancel()
            self._fault = EngineUnavailable("The line stopped speaking.")
            self._close()

    async def _from_the_beginning(self) -> AsyncGenerator[bytes, None]:
        heard = 0
        while True:
            while heard < len(self._chunks):
                heard += 1
                yield self._chunks[heard - 1]
            if not self._open:
                break
            await self._more.wait()
        if self._fault is not None:
            raise self._fault

    async def _read(self, sound: AsyncIterator[bytes]) -> None:
        try:
            async for chunk in sound:
                self._chunks.append(chunk)
                self._more.set()
                self._more = asyncio.Event()
            self._complete = True
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is the listeners' to hear
            self._fault = fault
        self._close()

    def _close(self) -> None:
        if self._open:
            self._open = False
            self._more.set()
            self._ended()
