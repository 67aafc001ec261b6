"""The same with DBOS delivering for real, in a process of its own. One eighth of 216 points; `ORDERLINE_CRASH_EVERY=1`
runs them all, about five minutes of one core."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session
from tests.postgres import throwaway_postgres

from orderline.store.demo import create_demo_shop
from orderline.store.migrate import sync_engine
from orderline.store.models import Sku

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]
POINTS = 216
"""Points on SQLite, spread over a whole life of the shop. Lives differ by some steps, for threads take them."""
SHARDS = 8
WORKERS = 3
POSTGRES_POINTS = 16
SCRIPT = Path(__file__).with_name("delivery_crashing.py")


def make_template(url: str) -> None:
    """A demo shop with stock for everything the script orders, and delivery's own tables."""
    create_demo_shop(url, datetime.now(UTC).date())
    engine = sync_engine(url)
    with Session(engine) as session, session.begin():
        session.execute(update(Sku).where(Sku.id.in_(("tea-01", "teapot-02"))).values(on_hand=50))
    engine.dispose()
    prepare = f"import runpy; runpy.run_path({str(SCRIPT)!r})['prepare']({url!r})"
    subprocess.run([sys.executable, "-c", prepare], check=True)


def run(url: str, points: list[int]) -> list[dict[str, Any]]:
    """Try every point, some processes side by side: a life waits more than it works."""
    workers = [
        subprocess.Popen(
            [sys.executable, str(SCRIPT), url, *map(str, own)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for first in range(WORKERS)
        if (own := points[first::WORKERS])
    ]
    said = [worker.communicate() for worker in workers]
    reports = [json.loads(line) for out, _ in said for line in out.splitlines()]
    assert len(reports) == len(points), "".join(err for _, err in said)[-2000:]
    return reports


@pytest.fixture(scope="module")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("crashes")
    make_template(f"sqlite:///{folder}/template.db")
    for name in ("template.db", "template.db.delivery"):
        connection = sqlite3.connect(folder / name)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    return f"sqlite:///{folder}/{{point}}.db"


@pytest.fixture(scope="module")
def steps(sqlite_url: str) -> int:
    (whole,) = run(sqlite_url, [0])
    assert whole["problems"] == []
    return int(whole["steps"])


@pytest.mark.parametrize("shard", range(SHARDS if os.environ.get("ORDERLINE_CRASH_EVERY") == "1" else 1))
def test_no_action_is_lost_or_doubled_wherever_the_process_is_killed(sqlite_url: str, steps: int, shard: int) -> None:
    points = sorted({1 + point * (steps - 1) // POINTS for point in range(POINTS)})
    reports = run(sqlite_url, points[shard::SHARDS])
    assert [report for report in reports if report["problems"]] == []
    assert sum(report["killed"] for report in reports) >= 200 // SHARDS


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with throwaway_postgres() as address:
        make_template(address.format(name="postgres"))
        yield address


def test_the_same_on_postgresql(postgres: str) -> None:
    with psycopg.connect(postgres.format(name="template1"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE crash_0 TEMPLATE postgres")
    (whole,) = run(postgres.replace("{name}", "crash_{point}"), [0])
    assert whole["problems"] == []
    points = sorted({1 + point * (int(whole["steps"]) - 1) // POSTGRES_POINTS for point in range(POSTGRES_POINTS)})
    with psycopg.connect(postgres.format(name="template1"), autocommit=True) as connection:
        for point in points:
            connection.execute(f"CREATE DATABASE crash_{point} TEMPLATE postgres")
    reports = run(postgres.replace("{name}", "crash_{point}"), points)
    assert [report for report in reports if report["problems"]] == []
