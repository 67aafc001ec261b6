"""Lines from a byte stream, read in a thread of its own so that Ctrl-C and the event loop never wait for it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from concurrent.futures import CancelledError
from typing import BinaryIO

LONGEST_LINE = 65_536
"""Bytes of one line that are kept; the rest of it is dropped. Source: own choice, well over 10,000 words."""


def read_line(source: BinaryIO) -> str | None:
    """The next line, stripped; None at the end of the input. Bytes that are not UTF-8 become U+FFFD."""
    line = rest = source.readline(LONGEST_LINE)
    if not line:
        return None
    while rest and not rest.endswith(b"\n"):
        rest = source.readline(LONGEST_LINE)
    return line.decode("utf-8", "replace").strip()


async def read_lines(source: BinaryIO) -> AsyncIterator[str]:
    """Every line of `source`. One line is read ahead at most: the reading thread waits until it is taken."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue(1)

    def pump() -> None:
        line: str | None = ""
        while line is not None:
            line = read_line(source)
            try:
                asyncio.run_coroutine_threadsafe(queue.put(line), loop).result()
            except (RuntimeError, CancelledError):  # the loop has ended: nobody reads any more
                return

    threading.Thread(target=pump, name="chat-input", daemon=True).start()
    while (line := await queue.get()) is not None:
        yield line
