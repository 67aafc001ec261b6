"""`<models.dir>/models.lock`: what the first pull of each file gave, so that a later change does not pass unseen.

It lies beside the files, not in the project: it says what this machine has fetched. One line a file: checksum, bytes,
`role/name`, revision.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from orderline.errors import ConfigurationError

NAME = "models.lock"


@dataclass(frozen=True, slots=True)
class Locked:
    """One file as it was first pulled."""

    sha256: str
    size: int
    """Bytes."""
    revision: str


def read(folder: Path) -> dict[str, Locked]:
    """The lock of `folder` by `role/name`; empty where nothing has been pulled.

    Raises:
        ConfigurationError: the file is not as orderline writes it.
    """
    path = folder / NAME
    if not path.is_file():
        return {}
    found: dict[str, Locked] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            sha256, size, key, revision = line.split()
            found[key] = Locked(sha256, int(size), revision)
        except ValueError as fault:
            raise ConfigurationError(
                f"{NAME} has a line that orderline did not write.", "", "Delete it and pull the models again."
            ) from fault
    return found


def record(folder: Path, key: str, locked: Locked) -> None:
    """Add or replace one file's line, atomically."""
    entries = {**read(folder), key: locked}
    text = "".join(f"{entry.sha256} {entry.size} {name} {entry.revision}\n" for name, entry in sorted(entries.items()))
    draft = folder / f"{NAME}.part"
    draft.write_text(text, encoding="utf-8")
    draft.replace(folder / NAME)
