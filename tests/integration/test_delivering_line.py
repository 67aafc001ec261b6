"""A real line over its API: a change is made, the systems that answer are told, one that is down stops nobody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from tests.line import line_process
from tests.postgres import throwaway_postgres

from orderline.clock import SystemClock
from orderline.orders.identifiers import ShopId
from orderline.store.repositories.api_keys import Scope, create_key
from orderline.store.session import Database

pytestmark = [pytest.mark.integration, pytest.mark.timeout(240)]
SHOP = ShopId("demo")
PATIENCE_S = 30.0


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'orderline.db'}"
        return
    with throwaway_postgres() as address:
        with psycopg.connect(address.format(name="template1"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE line")
        yield address.format(name="line")


async def key_for(url: str) -> str:
    database = Database(url)
    try:
        async with database.writing() as session:
            return (await create_key(session, SHOP, "tests", list(Scope), 600, SystemClock().now())).token
    finally:
        await database.close()


def delivery_of(http: httpx.Client) -> dict[str, Any]:
    ready = http.get("/readyz")
    assert ready.status_code == 200, ready.text
    told: dict[str, Any] = ready.json()["delivery"]
    return told


def test_a_change_is_made_and_told_while_one_system_is_down(url: str, tmp_path: Path) -> None:
    settings = {
        "ORDERLINE_STORE__URL": url,
        "ORDERLINE_SYSTEMS__ERP_URL": "http://127.0.0.1:9",
        "ORDERLINE_SYSTEMS__SECRET": "whsec-of-the-tests",
    }
    with line_process(tmp_path, settings) as address:
        headers = {"authorization": f"Bearer {asyncio.run(key_for(url))}"}
        with httpx.Client(base_url=address, headers=headers, trust_env=False, timeout=20) as http:
            assert delivery_of(http) == {"running": True, "waiting": 0, "given_up": 0}
            wish = {"customer": "c-0006", "action": "cancel_order", "reason": "no_longer_needed"}
            quote = http.post("/v1/orders/730164/quotes", json=wish)
            assert quote.status_code == 201, quote.text
            yes = {"customer": "c-0006", "level": 2, "verified": ["shop_login"]}
            done = http.post(
                f"/v1/quotes/{quote.json()['id']}/confirm", json=yes, headers={"idempotency-key": "cancel-0001"}
            )
            assert done.is_success, done.text
            give_up = time.monotonic() + PATIENCE_S
            while (now := delivery_of(http))["waiting"] != 1:
                assert time.monotonic() < give_up, now
                time.sleep(0.1)
            assert now == {"running": True, "waiting": 1, "given_up": 0}, "the order book alone has not heard of it"
