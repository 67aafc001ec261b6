from __future__ import annotations

import asyncio
import runpy
import sqlite3
import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError

from orderline.errors import StoreUnavailable
from orderline.store import migrate
from orderline.store.demo import create_demo_shop
from orderline.store.migrate import sync_engine, upgrade
from orderline.store.models import Attempt, Base, Customer, Order, Shop
from orderline.store.session import Database

pytestmark = pytest.mark.contract
TODAY = date(2026, 11, 21)


def test_migrations_make_exactly_the_tables_of_the_models(empty_url: str) -> None:
    revision = upgrade(empty_url)
    engine = sync_engine(empty_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == revision
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_no_later_migration_loses_a_trigger(empty_url: str) -> None:
    """SQLite drops the triggers of a table that a migration makes anew (`batch_alter_table`)."""
    migrations = Path(migrate.__file__).parent / "migrations" / "versions"
    searching = runpy.run_path(str(migrations / "0008_search.py"))
    upgrade(empty_url)
    catalogue = "sqlite_master WHERE type = 'trigger'" if "sqlite" in empty_url else "pg_trigger WHERE NOT tgisinternal"
    column = "name" if "sqlite" in empty_url else "tgname"
    engine = sync_engine(empty_url)
    with engine.connect() as connection:
        kept = set(connection.scalars(text(f"SELECT {column} FROM {catalogue}")))
    engine.dispose()
    assert kept == {name for name, *_ in searching["TRIGGERS"]}


async def test_two_processes_may_upgrade_at_once(empty_url: str) -> None:
    starting = (asyncio.to_thread(upgrade, empty_url) for _ in range(6))
    assert len(set(await asyncio.gather(*starting))) == 1


def test_a_fresh_file_that_another_process_is_writing_is_waited_for(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "fresh.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.05, other.execute, ["COMMIT"])
    release.start()
    engine = sync_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    engine.dispose()
    release.join()
    other.close()


async def test_what_is_written_is_read_and_a_failed_block_leaves_no_trace(database: Database) -> None:
    async def attempts() -> int:
        async with database.reading() as session:
            return await session.scalar(select(func.count()).select_from(Attempt)) or 0

    async def fails_half_way() -> None:
        async with database.writing() as session:
            await session.execute(insert(Attempt).values({**row, "guess_hash": "h"}))
            raise ZeroDivisionError

    row = {"shop_id": "demo", "day": TODAY, "number_hash": "n", "guess_hash": "g"}
    async with database.writing() as session:
        await session.execute(insert(Attempt).values(row))
    assert await attempts() == 1
    with pytest.raises(ZeroDivisionError):
        await fails_half_way()
    assert await attempts() == 1


async def test_a_row_cannot_point_at_another_shops_row(database: Database) -> None:
    async with database.writing() as session:
        await session.execute(insert(Shop).values(id="other", name_en="o", name_zh="o", timezone="UTC", hash_key=b"k"))
    async with database.reading() as session:
        order = (await session.scalars(select(Order).where(Order.number == "204821"))).one()
    copied = {column.name: getattr(order, column.name) for column in Order.__table__.columns}

    async def steal() -> None:
        async with database.writing() as session:
            await session.execute(insert(Order).values({**copied, "shop_id": "other", "id": "stolen"}))

    with pytest.raises(IntegrityError):
        await steal()


async def test_instants_come_back_in_utc(database: Database) -> None:
    async with database.reading() as session:
        placed = await session.scalar(select(Order.placed_at).where(Order.number == "204821"))
    assert placed is not None
    assert placed.utcoffset() == timedelta(0)


async def test_a_locked_database_is_a_fault_in_time_and_recovers(
    url: str, open_database: Callable[..., Database]
) -> None:
    database = open_database(url, 100)
    row = {"shop_id": "demo", "day": TODAY, "number_hash": "n", "guess_hash": "g"}

    async def write() -> None:
        async with database.writing() as session:
            await session.execute(insert(Attempt).values(row))

    with _held(url), pytest.raises(StoreUnavailable) as fault:
        async with asyncio.timeout(10):
            await write()
    assert "Nothing was written" in str(fault.value)
    await write()


def test_a_database_that_is_not_there_is_a_fault(tmp_path_factory: pytest.TempPathFactory) -> None:
    nowhere = tmp_path_factory.mktemp("nowhere")
    with pytest.raises(StoreUnavailable):
        upgrade(f"postgresql://nobody:secret@/none?host={nowhere}")


def test_the_demo_shop_is_made_once_a_day(url: str) -> None:
    assert create_demo_shop(url, TODAY) is False
    assert create_demo_shop(url, TODAY + timedelta(days=1)) is True
    engine = sync_engine(url)
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Customer)) == 300
        assert connection.scalar(select(func.count()).select_from(Order)) == 1200
        promised = connection.scalar(select(Order.promised_on).where(Order.number == "730164"))
    engine.dispose()
    assert promised == TODAY + timedelta(days=1)


class _held:
    """Another program holding the table of failed attempts."""

    def __init__(self, url: str) -> None:
        self._connection: sqlite3.Connection | psycopg.Connection[tuple[object, ...]]
        if url.startswith("sqlite"):
            self._connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
            self._connection.execute("BEGIN EXCLUSIVE")
        else:
            self._connection = psycopg.connect(url)
            self._connection.execute("LOCK TABLE attempts IN ACCESS EXCLUSIVE MODE")

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        self._connection.rollback()
        self._connection.close()
