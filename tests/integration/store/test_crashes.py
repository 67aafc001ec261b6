"""The process is killed in the middle of changes, and between them and outside calls: nothing is lost, nothing doubled.

Tries every point around outside calls and answers, and every twentieth around SQL statements and commits;
`ORDERLINE_CRASH_EVERY=1` tries them all, about 2,600.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, update

from orderline.store.demo import create_demo_shop
from orderline.store.migrate import sync_engine
from orderline.store.models import Address, Base, PaymentMethod, Sku

pytestmark = [pytest.mark.integration, pytest.mark.timeout(3600)]
ROOT = Path(__file__).parents[3]
WORKERS = 2
ENOUGH = 200
KEPT = [f"o-{number:06d}" for number in range(1, 9)]
"""The documented orders of the demo shop: enough, and quick to copy and compare."""


def shop_at(path: Path) -> None:
    create_demo_shop(f"sqlite:///{path}", date(2026, 11, 21))
    engine = sync_engine(f"sqlite:///{path}")
    shop = {"shop_id": "demo"}
    gift = {"id": "m-gift", "customer_id": "c-0002", "position": 8, "kind": "gift_card", "balance": 1_000_000}
    card = {"id": "m-card", "customer_id": "c-0006", "position": 8, "kind": "credit_card"}
    place = {"recipient": "A", "line1": "1 Road", "city": "Town", "postcode": "1"}
    with engine.begin() as connection:
        connection.execute(insert(PaymentMethod).values(**shop, **gift))
        connection.execute(insert(PaymentMethod).values(**shop, **card))
        connection.execute(insert(Address).values(**shop, id="adr-new", customer_id="c-0006", **place))
        connection.execute(update(Sku).values(on_hand=50))
        for table in reversed(Base.metadata.sorted_tables):
            order = table.c.id if table.name == "orders" else table.c.get("order_id")
            if order is not None:
                connection.execute(delete(table).where(order.not_in(KEPT)))
    engine.dispose()


def test_killed_anywhere_nothing_is_lost_and_nothing_is_done_twice(tmp_path: Path) -> None:
    shop_at(tmp_path / "step-0.db")
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.integration.store.crashing", str(tmp_path), str(worker), str(WORKERS)],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": paths}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for worker in range(WORKERS)
    ]  # fmt: skip
    results = []
    for worker in workers:
        out, err = worker.communicate()
        assert worker.returncode == 0, err.decode()[-2000:]
        results.append(json.loads(out))
    assert [wrong for result in results for wrong in result["wrong"]] == []
    assert sum(result["points"] for result in results) >= ENOUGH
