"""Policies that follow their files: an edit holds from the next call on, without a restart."""

from __future__ import annotations

import asyncio
import functools
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from loguru import logger

from orderline.act.policies.shelf import PolicyShelf, load_policy_sets
from orderline.errors import ConfigurationError

Marks = tuple[tuple[str, int, int], ...]
SHIPPED_SETS = Path(__file__).parent / "sets"
"""The sets that come with orderline."""


@functools.lru_cache(maxsize=4)
def _as_they_are(folder: Path, _marks: Marks) -> PolicyShelf:
    """The sets of a folder, read once a process while no file of it changes: reading and checking takes a second."""
    return load_policy_sets(folder)


class LivePolicies:
    """The shelf, read again whenever a file of its folder was changed.

    Looking costs one `stat` a file; reading happens only after an edit. A broken edit changes nothing: the last good
    sets stay in force, and `problem` says what is wrong until it is put right.
    """

    def __init__(self, folder: Path = SHIPPED_SETS, archive: Path | None = None) -> None:
        """Read everything once. Raises ConfigurationError."""
        self._folder = folder
        self._archive = archive
        self._reading = asyncio.Lock()
        self._seen = self._marks()
        self._shelf = _as_they_are(folder, self._seen) if archive is None else load_policy_sets(folder, archive)
        self.problem: ConfigurationError | None = None
        """Why the files as they are now are not in force; None where they are."""

    async def current(self) -> PolicyShelf:
        """The sets as they are in force now; an edit is read beside the event loop. Never raises."""
        marks = self._marks()
        async with self._reading:
            if marks != self._seen:
                with ThreadPoolExecutor(1, "policies") as reader:
                    await asyncio.get_running_loop().run_in_executor(reader, self._read, marks)
        return self._shelf

    def shelf(self) -> PolicyShelf:
        """The same for callers without an event loop: an edit is read at once, which takes a second. Never raises."""
        marks = self._marks()
        if marks != self._seen:
            self._read(marks)
        return self._shelf

    def _read(self, marks: Marks) -> None:
        self._seen = marks
        try:
            fresh = load_policy_sets(self._folder, self._archive)
            self._shelf = PolicyShelf(fresh.current, {**self._shelf.kept, **fresh.kept})
            self.problem = None
        except ConfigurationError as error:
            self.problem = error
            logger.error("policies: {} The sets in force stay as they were.", error)

    def _marks(self) -> Marks:
        """Name, time and size of every file: what an edit changes."""
        return tuple(
            (path.name, stat.st_mtime_ns, stat.st_size)
            for path in sorted(self._folder.glob("*.yaml"))
            if (stat := path.stat())
        )
