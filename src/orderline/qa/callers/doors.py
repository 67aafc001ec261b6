"""The two doors a caller's words can come in by: the text door in this process, or the program `orderline chat`."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from orderline.channels.text.door import TextDoor
from orderline.channels.text.messages import answer_json
from orderline.channels.text.typed import typed_line
from orderline.errors import OrderlineError
from orderline.orders.identifiers import CallId
from orderline.qa.callers.line_turn import LineTurn

ANSWER_S = 30.0
"""Longest wait for the program's answer, its start included. Source: own choice; a start trains in seconds."""


class InProcess:
    """The text door, with the lines going through the same reading as typed ones."""

    def __init__(self, door: TextDoor, call_id: CallId) -> None:
        self._door = door
        self._call_id = call_id

    async def open(self, caller: str | None = None) -> LineTurn:
        return LineTurn.of(answer_json(await self._door.open(caller), self._call_id))

    async def say(self, text: str) -> LineTurn:
        return LineTurn.of(answer_json(await self._door.take(typed_line(text.encode())), self._call_id))


class ChatProcess:
    """`orderline chat --json` as another program drives it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def open(self, caller: str | None = None) -> LineTurn:
        """The program was told its caller when it was started."""
        return await self._read()

    async def say(self, text: str) -> LineTurn:
        assert self._process.stdin is not None
        self._process.stdin.write(" ".join(text.split()).encode() + b"\n")
        await self._process.stdin.drain()
        return await self._read()

    async def _read(self) -> LineTurn:
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), ANSWER_S)
        if not line:
            raise OrderlineError("`orderline chat` ended without an answer.")
        return LineTurn.of(json.loads(line))


@asynccontextmanager
async def chat_process(url: str, language: str, environment: Mapping[str, str]) -> AsyncIterator[ChatProcess]:
    """Start `orderline chat` on the database `url`; it is ended with the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "orderline", "chat", "--json", "--lang", language, "--database", url,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env=dict(environment), limit=2**20,
    )  # fmt: skip
    try:
        yield ChatProcess(process)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
