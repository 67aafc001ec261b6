"""A recognition worker seen from the line: start it, send sound, await transcripts, notice that it died."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orderline
from orderline.errors import EngineUnavailable
from orderline.hear.stt import sphinx_wire as wire

START_S = 20.0
"""Longest start; 0.5 s is usual, more on a machine under load."""
_RUN = "from orderline.hear.stt.sphinx_worker import main; main()"


class SphinxProcess:
    """One worker. `dead` is final: a dead worker is thrown away, never started again."""

    def __init__(self, process: asyncio.subprocess.Process, on_death: Callable[[SphinxProcess], None]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._stdin = process.stdin
        self._stdout = process.stdout
        self._on_death = on_death
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._number = wire.READY
        self.dead = False
        """True once it has ended, or is being ended."""
        self._reader = asyncio.create_task(self._read(), name=f"sphinx-{process.pid}")

    @classmethod
    async def start(cls, folder: Path, hmm: Path, on_death: Callable[[SphinxProcess], None]) -> SphinxProcess:
        """Start a worker and wait until it is warm.

        Raises:
            EngineUnavailable: it ended at once, or was not ready within `START_S`.
        """
        source = str(Path(orderline.__file__).parents[1])
        path = os.pathsep.join(part for part in (source, os.environ.get("PYTHONPATH", "")) if part)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _RUN, str(folder), str(hmm)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"},
        )
        worker = cls(process, on_death)
        try:
            async with asyncio.timeout(START_S):
                await worker._reply(wire.READY)
        except (TimeoutError, EngineUnavailable) as fault:
            await worker.stop()
            raise EngineUnavailable(
                "A pocketsphinx worker did not start.",
                "The embedded recogniser cannot hear.",
                "Run `orderline doctor`.",
            ) from fault
        except asyncio.CancelledError:
            await worker.stop()
            raise
        return worker

    @property
    def pid(self) -> int:
        """The worker's process id."""
        return self._process.pid

    def begin(self, search: str) -> None:
        """Open an utterance; whatever was being heard is forgotten."""
        self._send(wire.START, search.encode())

    def feed(self, pcm: bytes) -> None:
        """Send sound. At most one utterance's 60 s (1.9 MB) can be waiting in the pipe's buffer."""
        self._send(wire.FEED, pcm)

    async def hear(self) -> dict[str, Any]:
        """The transcript of what was fed. Raises EngineUnavailable when the worker dies before it answers."""
        self._number += 1
        number = self._number
        self._send(wire.HEAR, str(number).encode())
        return await self._reply(number)

    def _send(self, kind: bytes, payload: bytes) -> None:
        if not self.dead and not self._stdin.is_closing():
            self._stdin.write(wire.message(kind, payload))

    async def _reply(self, number: int) -> dict[str, Any]:
        if self.dead:
            raise _died()
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        try:
            return await future
        finally:
            self._waiting.pop(number, None)

    async def _read(self) -> None:
        """Hand replies to those who wait; a reply nobody waits for any more is dropped."""
        try:
            while True:
                kind, length = wire.HEADER.unpack(await self._stdout.readexactly(wire.HEADER.size))
                if kind != wire.REPLY or length > wire.MAX_PAYLOAD:
                    break
                answer = json.loads(await self._stdout.readexactly(length))
                future = self._waiting.get(answer["number"])
                if future is not None and not future.done():
                    future.set_result(answer)
        except (asyncio.IncompleteReadError, ConnectionError, ValueError):
            pass
        finally:
            self.bury()

    def bury(self) -> None:
        """Count it as dead, and tell everybody who waits, and its owner, once; the owner stops it."""
        if self.dead:
            return
        self.dead = True
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(_died())
        self._on_death(self)

    async def stop(self) -> None:
        """Kill it and wait until it is gone. It holds nothing worth saving."""
        self.bury()
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)
        self._stdin.close()
        await self._process.wait()


def _died() -> EngineUnavailable:
    return EngineUnavailable("A pocketsphinx worker died.", "What it was hearing is lost; another one is started.")
