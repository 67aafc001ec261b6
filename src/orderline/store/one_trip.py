"""SQLite statements in one trip to their connection's thread.

SQLAlchemy's adapter for aiosqlite makes four: open a cursor, execute, fetch, close. Each costs a switch to the thread
and one back, which together are more than half of what a quote or a write takes.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Engine, event
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, AsyncAdapt_aiosqlite_cursor
from sqlalchemy.util import await_only


class Answered(NamedTuple):
    """What a statement came to, with its cursor closed."""

    description: Any = None
    rowcount: int = -1
    lastrowid: Any = None
    rows: Any = ()


class OneTripCursor(AsyncAdapt_aiosqlite_cursor):
    """Executes, fetches every row and closes at once; holds no cursor of the driver."""

    __slots__ = ("_answered", "arraysize")

    def __init__(self, adapt_connection: AsyncAdapt_aiosqlite_connection) -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._rows = deque()
        self._answered = Answered()
        self.arraysize = 1

    @property
    def description(self) -> Any:
        return self._answered.description

    @property
    def rowcount(self) -> int:
        return self._answered.rowcount

    @property
    def lastrowid(self) -> Any:
        return self._answered.lastrowid

    def execute(self, operation: Any, parameters: Any = None) -> None:
        self._go(lambda cursor: cursor.execute(operation, parameters or ()))

    def executemany(self, operation: Any, seq_of_parameters: Any) -> None:
        self._go(lambda cursor: cursor.executemany(operation, seq_of_parameters))

    def close(self) -> None:
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """Nothing is open."""

    def _go(self, work: Callable[[sqlite3.Cursor], object]) -> None:
        try:
            self._answered = await_only(self._connection._execute(_answer, self._connection._conn, work))
        except Exception as error:  # noqa: BLE001 - as the adapter does: it raises, in the driver's words
            self._adapt_connection._handle_exception(error)
        self._rows = deque(self._answered.rows)


class OneTripConnection(AsyncAdapt_aiosqlite_connection):
    """A connection whose cursors make one trip, and that has nothing to undo after a commit."""

    __slots__ = ()

    _cursor_cls = OneTripCursor  # type: ignore[assignment]  # ours answers by sqlite3's own cursor

    def rollback(self) -> None:
        if self._connection._connection and self._connection.in_transaction:
            super().rollback()


def in_one_trip(engine: Engine) -> None:
    """Let every connection of an aiosqlite engine work so."""

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Any, _record: object, arguments: Any, named: Any) -> OneTripConnection:
        opened = dialect.connect(*arguments, **named)
        return OneTripConnection(opened.dbapi, opened._connection)


def _answer(connection: sqlite3.Connection, work: Callable[[sqlite3.Cursor], object]) -> Answered:
    """Runs in the connection's thread."""
    cursor = connection.cursor()
    try:
        work(cursor)
        rows = cursor.fetchall() if cursor.description else ()
        return Answered(cursor.description, cursor.rowcount, cursor.lastrowid, rows)
    finally:
        cursor.close()
