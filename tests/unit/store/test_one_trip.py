from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from orderline.store.session import Database

pytestmark = pytest.mark.unit


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[AsyncConnection]:
    database = Database(f"sqlite:///{tmp_path / 'one.db'}")
    async with database.engine.connect() as opened:
        await opened.execute(text("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)"))
        yield opened
    await database.close()


async def test_a_statement_makes_one_trip_and_gives_every_row(
    connection: AsyncConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    await connection.execute(text("INSERT INTO t VALUES (:a, :b)"), [{"a": n, "b": str(n)} for n in range(3)])
    driver: Any = (await connection.get_raw_connection()).driver_connection
    trips: list[object] = []
    real = driver._execute

    async def counted(work: object, *arguments: object) -> object:
        trips.append(work)
        return await real(work, *arguments)

    monkeypatch.setattr(driver, "_execute", counted)
    rows = (await connection.execute(text("SELECT a, b FROM t ORDER BY a"))).all()
    assert [tuple(row) for row in rows] == [(0, "0"), (1, "1"), (2, "2")]
    assert len(trips) == 1


async def test_counts_columns_and_returned_rows_are_the_drivers(connection: AsyncConnection) -> None:
    added = await connection.execute(text("INSERT INTO t VALUES (7, 'x') RETURNING a AS key"))
    assert added.one()._asdict() == {"key": 7}
    assert (await connection.execute(text("UPDATE t SET b = 'y' WHERE a = 7"))).rowcount == 1
    assert (await connection.execute(text("UPDATE t SET b = 'y' WHERE a = 8"))).rowcount == 0
    found = await connection.execute(text("SELECT a, b FROM t WHERE a = 8"))
    assert list(found.keys()) == ["a", "b"]
    assert found.all() == []


async def test_a_fault_is_the_drivers_and_the_connection_goes_on(connection: AsyncConnection) -> None:
    await connection.execute(text("INSERT INTO t VALUES (1, 'a')"))
    with pytest.raises(IntegrityError, match="UNIQUE"):
        await connection.execute(text("INSERT INTO t VALUES (1, 'b')"))
    with pytest.raises(OperationalError, match="no such table"):
        await connection.execute(text("SELECT * FROM missing"))
    assert await connection.scalar(text("SELECT b FROM t")) == "a"


async def test_what_was_not_committed_is_undone(connection: AsyncConnection) -> None:
    await connection.commit()
    await connection.execute(text("INSERT INTO t VALUES (1, 'a')"))
    await connection.rollback()
    assert await connection.scalar(text("SELECT count(*) FROM t")) == 0
