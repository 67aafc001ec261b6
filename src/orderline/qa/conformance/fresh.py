"""A shop imported once, made new again for each task; and which of its rows a task has changed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, Table

from orderline.store.migrate import sync_engine, upgrade
from orderline.store.models import Base

Changed = dict[str, list[dict[str, object]]]
"""Table → its rows that are new or different, as they are now, and those that are gone, as they were."""


def numbered_keys() -> Callable[[str], str]:
    """Fresh keys that are the same in every run."""
    numbers = count(1)
    return lambda prefix: f"{prefix}-{next(numbers)}"


class FreshShop:
    """A shop on disk, and a working copy that can be made untouched again within milliseconds."""

    def __init__(self, untouched: Path) -> None:
        """`untouched`: the shop's SQLite file, which nobody has open; the working copy is made beside it."""
        self._untouched = untouched
        self.working = untouched.with_name("working.db")
        """The copy that tasks run on."""
        with closing(sqlite3.connect(untouched)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(untouched, self.working)

    @classmethod
    def imported(cls, folder: Path, write: Callable[[Connection], None]) -> FreshShop:
        """Create the tables below `folder` and let `write` import the shop."""
        untouched = folder / "untouched.db"
        upgrade(f"sqlite:///{untouched}")
        engine = sync_engine(f"sqlite:///{untouched}")
        with engine.begin() as connection:
            write(connection)
        engine.dispose()
        return cls(untouched)

    def renew(self) -> None:
        """Make the working copy untouched again; connections to it stay open, with no transaction of theirs."""
        with closing(sqlite3.connect(self._untouched)) as source, closing(sqlite3.connect(self.working)) as target:
            source.backup(target)

    def changed(self) -> Changed:
        """Every row of every table in which the working copy differs from the untouched shop."""
        found: Changed = {}
        with closing(sqlite3.connect(self.working)) as connection:
            connection.execute("ATTACH DATABASE ? AS untouched", (str(self._untouched),))
            for table in Base.metadata.sorted_tables:
                rows = _differing(connection, table, "main", "untouched")
                if rows or _count(connection, "main", table) != _count(connection, "untouched", table):
                    found[table.name] = [*rows, *_differing(connection, table, "untouched", "main", gone=True)]
        return found


# The statements below hold names of our own tables and columns and of two databases: nothing from outside.


def _differing(
    connection: sqlite3.Connection, table: Table, here: str, there: str, gone: bool = False
) -> list[dict[str, object]]:
    """Rows of `here` that `there` has not, or (unless only those `gone` are wanted) has otherwise."""
    key = [column.name for column in table.primary_key]
    rest = [column.name for column in table.columns if column.name not in key]
    same = " AND ".join(f't."{name}" = h."{name}"' for name in key)
    other = "" if gone else "".join(f' OR t."{name}" IS NOT h."{name}"' for name in rest)
    cursor = connection.execute(
        f'SELECT h.* FROM {here}."{table.name}" h LEFT JOIN {there}."{table.name}" t ON {same} '
        f'WHERE t."{key[0]}" IS NULL{other}'
    )
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]


def _count(connection: sqlite3.Connection, database: str, table: Table) -> int:
    return int(connection.execute(f'SELECT count(*) FROM {database}."{table.name}"').fetchone()[0])
