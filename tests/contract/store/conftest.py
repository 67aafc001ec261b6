"""Each test of this folder runs on SQLite and on PostgreSQL, on a database of its own with the demo shop in it."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from tests.postgres import throwaway_postgres

from orderline.act.policies import LivePolicies
from orderline.act.services import Services
from orderline.clock import VirtualClock
from orderline.orders.identifiers import ShopId
from orderline.store.demo import create_demo_shop
from orderline.store.session import Database

TODAY = date(2026, 11, 21)
COUNT = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with throwaway_postgres() as address:
        create_demo_shop(address.format(name="postgres"), TODAY)
        yield address


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "orderline.db"
    create_demo_shop(f"sqlite:///{path}", TODAY)
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of this test's own, with the demo shop as it stood on TODAY."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "orderline.db")
        return f"sqlite:///{tmp_path / 'orderline.db'}"
    address: str = request.getfixturevalue("postgres")
    name = f"test_{next(COUNT)}"
    with psycopg.connect(address.format(name="template1"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE postgres")
    return address.format(name=name)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    address: str = request.getfixturevalue("postgres")
    name = f"empty_{next(COUNT)}"
    with psycopg.connect(address.format(name="template1"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    return address.format(name=name)


@pytest.fixture
async def open_database() -> AsyncIterator[Callable[..., Database]]:
    """Opens databases and closes them after the test."""
    opened: list[Database] = []

    def open_one(url: str, lock_timeout_ms: int = 2000) -> Database:
        opened.append(Database(url, lock_timeout_ms))
        return opened[-1]

    yield open_one
    for database in opened:
        await database.close()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(datetime(2026, 11, 21, 12, 0, tzinfo=UTC))


@pytest.fixture
def database(url: str, open_database: Callable[..., Database]) -> Database:
    return open_database(url, 20_000)


@pytest.fixture
def services(database: Database, clock: VirtualClock) -> Services:
    return Services(database, ShopId("demo"), clock, LivePolicies())
