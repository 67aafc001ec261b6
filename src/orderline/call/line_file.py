"""Files written line by line behind the caller's back: one thread for the whole process, nothing waits for the disk.

Each file keeps at most `MOST_WAITING` lines in memory. While a disk is slower than that, new lines are dropped, and the
first line written after them says how many. A file that cannot be written says so once in the log and drops its lines:
a call never ends, and never waits, because of it.
"""

from __future__ import annotations

import atexit
import json
import threading
from collections import deque
from functools import cache
from io import TextIOWrapper
from pathlib import Path
from queue import SimpleQueue

from loguru import logger

MOST_WAITING = 2_000
"""Lines one file may have waiting. A choice: several minutes of the busiest call."""
EXIT_DEADLINE_S = 2.0
"""How long the end of the process waits for what is not written yet. A choice: a healthy disk needs milliseconds."""


def delete(path: Path) -> None:
    """Delete a file that may not be there, and its folder where nothing else is in it. Raises OSError."""
    path.unlink(missing_ok=True)
    if path.parent.is_dir() and not any(path.parent.iterdir()):
        path.parent.rmdir()


class LineFile:
    """One file. Every method but `_write` returns at once, on any thread."""

    def __init__(self, path: Path, writer: LineWriter) -> None:
        """Nothing is opened yet; folder and file are made with the first line, readable by their owner only."""
        self.path = path
        self._writer = writer
        self._queued = False
        self._lines: deque[str] = deque()
        self._dropped = 0
        self._closing = False
        self._keep = True
        self._file: TextIOWrapper | None = None
        self._broken = False
        self.written = threading.Event()
        """Set once the file is closed and everything in it is on its way to the disk."""
        writer.add(self)

    def append(self, line: str) -> None:
        """Write `line` (without its end) after those before it. Does nothing after `close`."""
        if self._closing:
            return
        if len(self._lines) >= MOST_WAITING:
            self._dropped += 1
            return
        if self._dropped:
            self._lines.append(json.dumps({"dropped": self._dropped}))
            self._dropped = 0
        self._lines.append(line)
        self._wake()

    def close(self, *, keep: bool = True) -> None:
        """Write what is waiting, then close the file; delete it where `keep` is False. May be called twice."""
        if not self._closing:
            self._keep = keep
            self._closing = True
            self._wake()

    def _wake(self) -> None:
        """Have the writer come by, unless it is on its way: so its queue holds each file once at most."""
        if not self._queued:
            self._queued = True
            self._writer.queue.put(self)

    def _write(self) -> bool:
        """Write what is waiting; on the writer's thread only. True once the file is closed for good."""
        self._queued = False
        if self.written.is_set():
            # Closed while its last lines were being written, it was put into the queue once more.
            return True
        closing = self._closing
        try:
            self._write_waiting()
            if closing:
                self._end()
        except OSError as fault:
            self._lines.clear()
            if not self._broken:
                logger.warning("A call's journal cannot be written: {}. The call goes on without it.", fault.strerror)
            self._broken = True
        if closing:
            self.written.set()
        return closing

    def _write_waiting(self) -> None:
        if self._broken or not self._lines:
            self._lines.clear()
            return
        if self._file is None:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path.touch(mode=0o600)
            # A lone surrogate, should one ever come, is then what JSON writes for it.
            self._file = self.path.open("a", encoding="utf-8", errors="backslashreplace")
        while self._lines:
            self._file.write(self._lines.popleft() + "\n")
        self._file.flush()

    def _end(self) -> None:
        if self._file is not None:
            with self._file:
                if self._dropped:
                    self._file.write(json.dumps({"dropped": self._dropped}) + "\n")
        if not self._keep:
            delete(self.path)


class LineWriter:
    """The thread that writes. It lives as long as the process, and is started by the first file."""

    def __init__(self) -> None:
        self.queue: SimpleQueue[LineFile] = SimpleQueue()
        """Files with something to write. Putting one never waits, not even for a lock that the thread holds."""
        self._files: set[LineFile] = set()
        self._thread: threading.Thread | None = None

    def add(self, file: LineFile) -> None:
        """Write `file` from now on, until it is closed."""
        self._files.add(file)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="journals", daemon=True)
            self._thread.start()

    def finish(self, deadline_s: float) -> bool:
        """Close every file, and wait until all is written or the deadline is over. True: all is written."""
        files = tuple(self._files)
        for file in files:
            file.close()
        return all(file.written.wait(deadline_s) for file in files)

    def _run(self) -> None:
        while True:
            file = self.queue.get()
            if file._write():
                self._files.discard(file)


@cache
def process_writer() -> LineWriter:
    """The writer of this process. Its end waits for it, up to `EXIT_DEADLINE_S`."""
    writer = LineWriter()
    atexit.register(writer.finish, EXIT_DEADLINE_S)
    return writer
