"""A numbered place at one database, held by one process at a time, and free again the moment that process is gone.

The lowest free number is taken: a process that starts after a crash gets the place of the one that died, and with it
whatever that one left half done.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from sqlalchemy import Connection, Engine, text

SLOTS = 64
"""Processes at one database. Source: own choice; more than one shop will ever run."""
LOCKS = 0x6F6C6E65
"""Class of our advisory locks in PostgreSQL: "olne"."""


class NoSlot(Exception):
    """All places are taken, or none can be."""


class Slot:
    """A place that was taken. `release` it in the process that took it."""

    def __init__(self, number: int, held: int | Connection) -> None:
        """`take_slot` makes one. `held`: what holds the place, an open file or a connection."""
        self.number = number
        """From 1."""
        self._held: int | Connection | None = held

    def release(self) -> None:
        """Leave the place to others. May be called twice."""
        held, self._held = self._held, None
        if isinstance(held, Connection):
            held.close()
        elif held is not None:
            os.close(held)


def take_slot(engine: Engine, name: str) -> Slot:
    """The lowest free place called `name` at the database of `engine`. Raises NoSlot."""
    if engine.dialect.name == "postgresql":
        return _in_postgres(engine, name)
    return _beside_the_file(Path(engine.url.database or "orderline.db"), name)


def _beside_the_file(database: Path, name: str) -> Slot:
    """The operating system frees a file's lock when the process ends, however it ends."""
    for number in range(1, SLOTS + 1):
        path = database.with_name(f"{database.name}.{name}-{number}.lock")
        try:
            file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise NoSlot(f"{path} cannot be written") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            continue
        return Slot(number, file)
    raise NoSlot(f"all {SLOTS} places called {name} are taken")


def _in_postgres(engine: Engine, name: str) -> Slot:
    """A session's advisory lock ends with its connection, which is kept for nothing else."""
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    for number in range(1, SLOTS + 1):
        lock = text("SELECT pg_try_advisory_lock(:locks, hashtext(:name))")
        if connection.execute(lock, {"locks": LOCKS, "name": f"{name}-{number}"}).scalar():
            connection.detach()
            return Slot(number, connection)
    connection.close()
    raise NoSlot(f"all {SLOTS} places called {name} are taken")
