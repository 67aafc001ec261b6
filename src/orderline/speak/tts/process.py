"""One synthesis worker, seen from the line: started, spoken through, cancelled, and ended whatever it is doing."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from pathlib import Path

from loguru import logger

import orderline
from orderline.errors import EngineUnavailable
from orderline.privacy import mask_text
from orderline.speak.tts.wire import HEADER, Kind, Message, OutOfStep, decode_header, encode, speak

_START_S = 20.0
"""Longest load of a voice: a 60 MB model from a cold disk takes seconds."""
_CANCEL_S = 1.0
"""Longest wait for a worker to notice that a sentence is not wanted; then it is killed. Piper cannot stop inside
one piece of text, which takes it up to 0.4 s (reference/browser-calls E)."""
_STOP_S = 1.0
_READ_AHEAD_BYTES = 1 << 20
"""Sound taken from the pipe before anyone listens to it: about 30 s."""
_LOG_CHARS = 300
_LAST_WORDS_S = 0.2
"""Longest wait for what a worker that is gone has said on stderr."""
_PACKAGE_ROOT = Path(orderline.__file__).parents[1]


class WorkerDied(Exception):
    """The worker is gone, or was killed because it did not answer."""


class WorkerProcess:
    """A worker that can be started again and again. Used by one sentence at a time."""

    def __init__(self, arguments: Sequence[str]) -> None:
        """`arguments`: what follows `python -m orderline.speak.tts.worker`."""
        self._arguments = tuple(arguments)
        self._process: asyncio.subprocess.Process | None = None
        self._log: asyncio.Task[None] | None = None
        self._request = 0
        self._speaking = False

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._process.pid if self._process is not None else None

    @property
    def ready(self) -> bool:
        """Whether it runs, as far as is known, and no sentence is under way in it."""
        return self._process is not None and self._process.returncode is None and not self._speaking

    async def start(self) -> None:
        """Start it and wait until its voices are loaded. Raises EngineUnavailable."""
        await self.end()
        # The package is found through the working folder, so that nothing in the environment has to be right.
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "orderline.speak.tts.worker",
            *self._arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=_PACKAGE_ROOT,
            limit=_READ_AHEAD_BYTES,
        )
        self._process, self._speaking = process, False
        self._log = asyncio.create_task(self._pass_on_stderr(process), name="synthesis worker stderr")
        try:
            async with asyncio.timeout(_START_S):
                message = await self._receive()
        except (TimeoutError, WorkerDied):
            message = Message(Kind.FAILED, 0, b"it ended or hung before its voices were loaded")
        except BaseException:
            self._kill()
            raise
        if message.kind is not Kind.READY:
            await self.end()
            raise EngineUnavailable(
                f"The synthesis worker ({self._arguments[0]}) did not start: {mask_text(message.payload.decode())}.",
                "The line cannot speak with this engine.",
                "Run `orderline doctor`.",
            )

    async def speak(self, text: str, language: str, first_by: float, next_s: float) -> AsyncGenerator[bytes, None]:
        """The sound of `text`, in whole frames. First chunk before loop time `first_by`, each next within `next_s`.

        Raises:
            WorkerDied: it ended or did not keep a deadline. EngineUnavailable: it cannot speak this text.
        """
        loop = asyncio.get_running_loop()
        try:
            request = encode(speak(self._request + 1, text, language))
        except OutOfStep as fault:
            raise EngineUnavailable(f"The text is too long to be spoken: {fault}.") from fault
        self._request += 1
        self._speaking = True
        await self._send(request, first_by)
        by = first_by
        while True:
            message = await self._receive_by(by)
            by = loop.time() + next_s
            if message.request != self._request:
                continue
            if message.kind is Kind.SOUND:
                yield message.payload
                by = loop.time() + next_s
                continue
            self._speaking = False
            if message.kind is Kind.END:
                return
            raise EngineUnavailable(f"The engine could not speak a sentence: {mask_text(message.payload.decode())}.")

    async def settle(self) -> None:
        """Cancel the sentence under way, if any. Afterwards the worker is `ready`, or ended. Never raises."""
        if not self._speaking:
            return
        by = asyncio.get_running_loop().time() + _CANCEL_S
        try:
            await self._send(encode(Message(Kind.CANCEL, self._request)), by)
            while (await self._receive_by(by)).kind not in (Kind.END, Kind.FAILED):
                pass
            self._speaking = False
        except WorkerDied:
            await self.end()

    async def end(self) -> None:
        """End it, gently where it listens, and wait until it is gone. Never raises; may be called twice."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            if not await _gone(process, _STOP_S):
                process.kill()
                await _gone(process, _STOP_S)
        finally:
            if process.returncode is None:
                process.kill()
            await self._end_log()

    async def _end_log(self) -> None:
        log, self._log = self._log, None
        if log is not None:
            await asyncio.wait({log}, timeout=_LAST_WORDS_S)
            log.cancel()
            await asyncio.gather(log, return_exceptions=True)

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def _send(self, message: bytes, by: float) -> None:
        if self._process is None or self._process.stdin is None:
            raise WorkerDied("not running")
        try:
            self._process.stdin.write(message)
            async with asyncio.timeout_at(by):
                await self._process.stdin.drain()
        except (OSError, TimeoutError) as fault:
            self._kill()
            raise WorkerDied(type(fault).__name__) from fault

    async def _receive_by(self, by: float) -> Message:
        try:
            async with asyncio.timeout_at(by):
                return await self._receive()
        except TimeoutError as fault:
            self._kill()
            raise WorkerDied("no answer in time") from fault

    async def _receive(self) -> Message:
        if self._process is None or self._process.stdout is None:
            raise WorkerDied("not running")
        try:
            kind, request, length = decode_header(await self._process.stdout.readexactly(HEADER.size))
            return Message(kind, request, await self._process.stdout.readexactly(length))
        except (asyncio.IncompleteReadError, OSError, OutOfStep) as fault:
            self._kill()
            raise WorkerDied(type(fault).__name__) from fault

    async def _pass_on_stderr(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        while chunk := await process.stderr.read(4096):
            line = mask_text(chunk.decode(errors="replace").strip())[-_LOG_CHARS:]
            logger.debug("synthesis worker {}: {}", process.pid, line)


async def _gone(process: asyncio.subprocess.Process, within_s: float) -> bool:
    """Whether `process` ends in time. Its sound is read meanwhile: `wait` needs the pipes to be at their end."""
    try:
        async with asyncio.timeout(within_s):
            await asyncio.gather(process.wait(), _read_to_the_end(process))
    except TimeoutError:
        return False
    return True


async def _read_to_the_end(process: asyncio.subprocess.Process) -> None:
    assert process.stdout is not None
    with suppress(RuntimeError):  # a sentence still reads, and will find the end itself
        while await process.stdout.read(_READ_AHEAD_BYTES):
            pass
