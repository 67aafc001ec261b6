"""A shop imported once, and copied for each task; and which rows of a copy a task has changed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection

from orderline.store.migrate import sync_engine, upgrade
from orderline.store.models import Base

Changed = dict[str, list[dict[str, object]]]
"""Table → its rows that are new, gone or different, as they are now or were."""


class FreshShop:
    """An imported shop on disk, from which every task gets an untouched copy."""

    def __init__(self, folder: Path, write: Callable[[Connection], None]) -> None:
        """Create the tables and let `write` import the shop."""
        self._folder = folder
        self._template = folder / "template.db"
        upgrade(f"sqlite:///{self._template}")
        engine = sync_engine(f"sqlite:///{self._template}")
        with engine.begin() as connection:
            write(connection)
        engine.dispose()
        with closing(sqlite3.connect(self._template)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def copy(self) -> Iterator[Path]:
        """A copy for one task, gone afterwards."""
        path = self._folder / "task.db"
        shutil.copyfile(self._template, path)
        try:
            yield path
        finally:
            for left in self._folder.glob("task.db*"):
                left.unlink()

    def changed(self, copy: Path) -> Changed:
        """Every row of every table that differs between the copy and the untouched shop."""
        found: Changed = {}
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("ATTACH DATABASE ? AS untouched", (str(self._template),))
            for table in Base.metadata.sorted_tables:
                rows = [*_only_in(connection, "main", "untouched", table.name),
                        *_only_in(connection, "untouched", "main", table.name)]  # fmt: skip
                if rows:
                    found[table.name] = rows
        return found


def _only_in(connection: sqlite3.Connection, here: str, there: str, table: str) -> list[dict[str, object]]:
    # Names of our own tables and of the two databases attached above: nothing from outside gets into this statement.
    cursor = connection.execute(f'SELECT * FROM {here}."{table}" EXCEPT SELECT * FROM {there}."{table}"')
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]
