"""`models.txt`: one line a file. The format is written down at the top of that file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from orderline.errors import ConfigurationError

_COLUMNS = 7
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SAFE = re.compile(r"[A-Za-z0-9][\w.\-]*")
"""Roles and names become folders and files: no slashes, no leading dots."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of one model."""

    role: str
    """What settings call the model; its folder."""
    name: str
    revision: str
    size: int | None
    """Bytes; None where nobody has seen it."""
    sha256: str | None
    """64 lower-case hex digits; None where nobody has seen it."""
    licence: str
    source: str
    """`owner/repository[/folder…]` on the hub."""

    def url(self, hub: str) -> str:
        """Where the file is on `hub`."""
        owner, repository, *folders = self.source.split("/")
        return "/".join([hub.rstrip("/"), owner, repository, "resolve", self.revision, *folders, self.name])

    @property
    def key(self) -> str:
        """`role/name`: the file's name in messages and in the lock."""
        return f"{self.role}/{self.name}"


def read(path: Path) -> tuple[ModelFile, ...]:
    """Read the list.

    Raises:
        ConfigurationError: the file is missing, or a line is not as its head describes.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as fault:
        raise ConfigurationError(
            f"The list of model files {path.name} cannot be read.", "", "Set models.list_file, or restore the file."
        ) from fault
    lines = enumerate(text.splitlines(), 1)
    files = tuple(_parse(line, f"{path.name}:{number}") for number, line in lines if line.split("#")[0].strip())
    keys = [file.key for file in files]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise ConfigurationError(f"{path.name} names a file twice: {', '.join(sorted(twice))}.")
    return files


def _parse(line: str, where: str) -> ModelFile:
    columns = line.split("#")[0].split()
    if len(columns) != _COLUMNS:
        raise ConfigurationError(f"{where} has {len(columns)} columns, not {_COLUMNS}.")
    role, name, revision, size, sha256, licence, source = columns
    if not _SAFE.fullmatch(role) or not _SAFE.fullmatch(name):
        raise ConfigurationError(f"{where} names a role or file that cannot be a file name.")
    if size != "-" and not size.isdecimal():
        raise ConfigurationError(f"{where} gives a size that is neither a number nor `-`.")
    if sha256 != "-" and not _SHA256.fullmatch(sha256):
        raise ConfigurationError(f"{where} gives a checksum that is neither 64 hex digits nor `-`.")
    if source.count("/") < 1:
        raise ConfigurationError(f"{where} gives a source that is not `owner/repository`.")
    return ModelFile(
        role,
        name,
        revision,
        None if size == "-" else int(size),
        None if sha256 == "-" else sha256,
        licence,
        source,
    )
