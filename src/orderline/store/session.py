"""One engine a process: short transactions, each with a deadline, each fault told as `StoreUnavailable`."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from orderline.errors import StoreUnavailable
from orderline.store.address import async_url, make_folder, shown
from orderline.store.one_trip import in_one_trip

POOL_SIZE = 8
"""Connections kept open. SQLite has one writer at a time; the rest read beside it."""
GRACE_MS = 1000
"""What a transaction may take on top of its wait for a lock before it is given up."""
WRITES = "orderline_writes"


class Database:
    """The database of this process, shared by every call."""

    def __init__(self, url: str, lock_timeout_ms: int = 2000) -> None:
        """Nothing is opened yet. `lock_timeout_ms`: longest wait for a lock (`store.lock_timeout_ms`)."""
        self.name = shown(url)
        self.deadline_ms = lock_timeout_ms + GRACE_MS
        """Longest a transaction may take, in milliseconds."""
        make_folder(url)
        self.engine = _engine(url, lock_timeout_ms, self.deadline_ms)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False, autoflush=False)
        one_writer = self.backend == "sqlite"
        self._turn: AbstractAsyncContextManager[object] = asyncio.Lock() if one_writer else nullcontext()
        """SQLite lets one connection write at a time and is unfair to those who wait: here they queue in order."""

    @property
    def backend(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A transaction that changes nothing. Raises StoreUnavailable."""
        async with self._session(writes=False) as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A transaction that is committed at the end of the block, or leaves no trace. Raises StoreUnavailable.

        On SQLite it takes the one writer's place at its start, so that it never has to give up half-way.
        """
        async with self._session(writes=True) as session:
            yield session

    @asynccontextmanager
    async def _session(self, writes: bool) -> AsyncIterator[AsyncSession]:
        try:
            async with (
                asyncio.timeout(self.deadline_ms / 1000),
                self._turn if writes else nullcontext(),
                self._sessions.begin() as session,
            ):
                await session.connection(execution_options={WRITES: writes})
                yield session
        except (OperationalError, InterfaceError, ProgrammingError, PoolTimeout, TimeoutError, OSError) as error:
            raise self._unavailable(error) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise self._unavailable(error) from error
            raise

    def _unavailable(self, error: BaseException) -> StoreUnavailable:
        cause = error.orig if isinstance(error, DBAPIError) else error
        return StoreUnavailable(
            f"The database {self.name} did not answer ({type(cause).__name__}).",
            "Nothing was written.",
            "See that it runs, that `orderline db upgrade` was run on it, and that no other program holds it locked.",
        )

    async def close(self) -> None:
        """Close every connection. May be called twice."""
        await self.engine.dispose()


LOST = frozenset({"40001", "40P01"})
"""SQLSTATEs of PostgreSQL: serialization failure, deadlock. The transaction was undone and may be tried again."""


def lost_to_another(fault: StoreUnavailable) -> bool:
    """Whether the transaction only lost to another one, so that trying again makes sense."""
    cause = fault.__cause__
    return isinstance(cause, DBAPIError) and getattr(cause.orig, "sqlstate", None) in LOST


def _engine(url: str, lock_timeout_ms: int, deadline_ms: int) -> AsyncEngine:
    parsed = async_url(url)
    options: dict[str, Any] = {"pool_size": POOL_SIZE, "pool_timeout": deadline_ms / 1000, "hide_parameters": True}
    if parsed.get_backend_name() == "sqlite":
        engine = create_async_engine(parsed, connect_args={"timeout": lock_timeout_ms / 1000}, **options)
        in_one_trip(engine.sync_engine)
        listen_sqlite(engine.sync_engine, lock_timeout_ms)
        return engine
    limits = f"-c lock_timeout={lock_timeout_ms} -c statement_timeout={deadline_ms}"
    connect = {"options": limits, "connect_timeout": max(2, deadline_ms // 1000), "prepare_threshold": 2}
    return create_async_engine(parsed, connect_args=connect, pool_pre_ping=True, **options)


def _write_ahead(cursor: sqlite3.Cursor, lock_timeout_ms: int) -> None:
    """Switch a new file to the write-ahead log, once in its life.

    SQLite waits for no lock while it switches (`busy_timeout` does not count there), so two processes that open a new
    file at once have to try again themselves. An older file is in that mode already, and nothing waits.
    """
    until = time.monotonic() + lock_timeout_ms / 1000
    while _mode(cursor, "PRAGMA journal_mode") != "wal":
        try:
            if _mode(cursor, "PRAGMA journal_mode=WAL") != "wal":
                return  # a database in memory has no log
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)


def _mode(cursor: sqlite3.Cursor, pragma: str) -> str:
    cursor.execute(pragma)  # the asynchronous driver's cursor gives nothing back here
    return str(cursor.fetchone()[0])


def listen_sqlite(engine: Any, lock_timeout_ms: int) -> None:
    """Make a SQLite engine keep foreign keys, a write-ahead log and honest transactions."""

    @event.listens_for(engine, "connect")
    def connected(dbapi: sqlite3.Connection, _: object) -> None:
        dbapi.isolation_level = None  # transactions are begun by `begun`, never by the driver
        cursor = dbapi.cursor()
        cursor.execute(f"PRAGMA busy_timeout={lock_timeout_ms}")
        _write_ahead(cursor, lock_timeout_ms)
        for pragma in (
            "foreign_keys=ON",
            "synchronous=FULL",  # a receipt that was spoken survives a power cut
            "cache_size=-16384",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
