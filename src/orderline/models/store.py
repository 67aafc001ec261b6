"""The model files of this machine: which are there, and whether they are whole."""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from orderline.models import listing, lock
from orderline.models.listing import ModelFile
from orderline.settings import ModelSettings

CACHE = ".checksums.json"
"""Checksums of files as they were when last read: hashing 75 MB takes 0.2 s, a look at size and time none."""
_BLOCK = 1 << 20


class FileState(StrEnum):
    """How one file stands."""

    WHOLE = "whole"
    """Its checksum is the one in models.txt or in the lock."""
    UNVERIFIED = "unverified"
    """There, but neither models.txt nor the lock knows its checksum: put there by hand."""
    MISSING = "missing"
    PARTIAL = "partial"
    """A pull was broken off; the next one goes on from there."""
    CHANGED = "changed"
    """Not the file that models.txt or the lock describes."""


USABLE = frozenset({FileState.WHOLE, FileState.UNVERIFIED})


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file of the list, and how it stands."""

    file: ModelFile
    state: FileState
    size: int | None
    """Bytes on disk; None where it is missing."""


class ModelStore:
    """The models folder, seen through models.txt."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings

    @functools.cached_property
    def files(self) -> tuple[ModelFile, ...]:
        """The list. Raises ConfigurationError when it cannot be read."""
        return listing.read(self._settings.list_file)

    @property
    def folder(self) -> Path:
        """Where all models lie."""
        return self._settings.dir

    def path(self, file: ModelFile) -> Path:
        """Where `file` lies, or would."""
        return self.folder / file.role / file.name

    def roles(self) -> tuple[str, ...]:
        """Every role of the list, in its order."""
        return tuple(dict.fromkeys(file.role for file in self.files))

    def of(self, role: str) -> tuple[ModelFile, ...]:
        """The files of `role`; empty where models.txt does not name it."""
        return tuple(file for file in self.files if file.role == role)

    def find(self, role: str) -> Path | None:
        """The folder of `role` when every file of it is there and as it should be; else None, also without a list.

        Blocking: it hashes what has changed since the last look, about 0.3 s per 100 MB.
        """
        if not self._settings.list_file.is_file():
            return None
        reports = [self.report(file) for file in self.of(role)]
        if reports and all(report.state in USABLE for report in reports):
            return self.folder / role
        return None

    def reports(self) -> tuple[FileReport, ...]:
        """Every file of the list."""
        return tuple(self.report(file) for file in self.files)

    def report(self, file: ModelFile) -> FileReport:
        """How one file stands."""
        path = self.path(file)
        if not path.is_file():
            part = path.with_name(path.name + ".part")
            partial = part.is_file()
            return FileReport(
                file,
                FileState.PARTIAL if partial else FileState.MISSING,
                part.stat().st_size if partial else None,
            )
        size = path.stat().st_size
        return FileReport(file, self._judge(file, path, size), size)

    def _judge(self, file: ModelFile, path: Path, size: int) -> FileState:
        locked = lock.read(self.folder).get(file.key)
        known_size = file.size if file.size is not None else (locked.size if locked else None)
        known_sha256 = file.sha256 or (locked.sha256 if locked else None)
        if size == 0 or (known_size is not None and size != known_size):
            return FileState.CHANGED
        if known_sha256 is None:
            return FileState.UNVERIFIED
        return FileState.WHOLE if self._checksum(file.key, path) == known_sha256 else FileState.CHANGED

    def _checksum(self, key: str, path: Path) -> str:
        """The file's checksum, read anew only when its size or time has changed."""
        stat = path.stat()
        stamp = [stat.st_size, stat.st_mtime_ns]
        cache = self._cached()
        known = cache.get(key)
        if known is not None and known[:2] == stamp:
            return str(known[2])
        value = checksum(path)
        self._keep({**cache, key: [*stamp, value]})
        return value

    def _cached(self) -> dict[str, list[int | str]]:
        try:
            cache = json.loads((self.folder / CACHE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return cache if isinstance(cache, dict) else {}

    def _keep(self, cache: dict[str, list[int | str]]) -> None:
        draft = self.folder / f"{CACHE}.part"
        try:
            draft.write_text(json.dumps(cache), encoding="utf-8")
            draft.replace(self.folder / CACHE)
        except OSError:
            return  # a read-only models folder is hashed anew each time


def checksum(path: Path) -> str:
    """SHA-256 of a file, lower-case hex."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
