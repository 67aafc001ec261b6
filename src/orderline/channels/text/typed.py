"""Lines typed by a person or a program: read without holding up the event loop, and bounded whatever comes."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass
from itertools import chain

LINE_CHARS = 2_000
"""Longest line taken, in characters; the rest is cut off. A choice: over two minutes of fluent speech."""
_KEPT = (LINE_CHARS + 1) * 4
"""Bytes kept of one line: one character over the longest, so that the cut is noticed; UTF-8 takes at most four each."""
_READ_BYTES = 65_536
_WAITING = 16
"""Lines read ahead; then the reader waits, and with it whoever writes."""


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One line as it is taken."""

    text: str
    """Without its end, control characters and surrounding blanks."""
    problems: tuple[str, ...] = ()
    """What was done to it, one sentence each; empty for a line taken as it came."""
    blank: bool = False
    """Nothing was typed: the caller says nothing. False where there was something, but nothing readable."""


def typed_line(raw: bytes) -> TypedLine:
    """Take one line, given without its end. Whatever the bytes are, there is a line."""
    problems = []
    text = raw.decode("utf-8", errors="replace")
    if "\ufffd" in text:
        problems.append("Bytes that are no UTF-8 were replaced.")
    clean = "".join(char if char.isprintable() else " " for char in text if char not in "\0\ufeff").strip()
    if "\0" in text:
        problems.append("NUL bytes were left out.")
    if len(clean) > LINE_CHARS:
        clean = clean[:LINE_CHARS]
        problems.append(f"The line was cut at {LINE_CHARS} characters.")
    return TypedLine(clean, tuple(problems), blank=not raw.strip())


async def typed_lines(descriptor: int) -> AsyncIterator[TypedLine]:
    """Every line of a file descriptor until its end; a last line without an end counts.

    A thread of its own reads, since a file, a pipe and a terminal can all be read that way; it ends with the input or
    with the process.
    """
    waiting: asyncio.Queue[bytes | None] = asyncio.Queue(_WAITING)
    loop = asyncio.get_running_loop()
    threading.Thread(target=_read, args=(descriptor, waiting, loop), name="typed-lines", daemon=True).start()
    while (raw := await waiting.get()) is not None:
        yield typed_line(raw)


def _read(descriptor: int, waiting: asyncio.Queue[bytes | None], loop: asyncio.AbstractEventLoop) -> None:
    """Hand over line after line, then None. Runs in its thread."""
    for line in chain(_raw_lines(descriptor), (None,)):
        handing = waiting.put(line)
        try:
            asyncio.run_coroutine_threadsafe(handing, loop).result()
        except (RuntimeError, CancelledError):
            # The loop is closed: the call is over, and nobody reads on.
            handing.close()
            return


def _raw_lines(descriptor: int) -> Iterator[bytes]:
    """Lines without their ends, each kept to `_KEPT` bytes, so that an endless line needs no memory."""
    line = b""
    while block := _block(descriptor):
        *ended, rest = block.split(b"\n")
        for part in ended:
            yield (line + part)[:_KEPT]
            line = b""
        line = (line + rest)[:_KEPT]
    if line:
        yield line


def _block(descriptor: int) -> bytes:
    """What can be read now; empty at the end, and where the terminal went away."""
    try:
        return os.read(descriptor, _READ_BYTES)
    except OSError:
        return b""
