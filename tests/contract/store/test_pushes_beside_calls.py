"""A big push does not hold up the event loop that everybody's audio is paced on."""

from __future__ import annotations

import asyncio
import gc
import json
import time

import pytest
from tests.contract.store.api_client import an_order, api_of, key_for, refused

from orderline.channels.api.fields import MOST_ROWS
from orderline.clock import VirtualClock
from orderline.store.session import Database

pytestmark = pytest.mark.contract
MOST_S = 0.020
"""Longest step of the loop. Source: the project's rule; a packet of sound leaves every 20 ms."""


async def test_a_thousand_rows_are_read_without_holding_up_the_loop(
    database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, token = await key_for(database, clock)
    rows = [an_order(f"X9{number:05d}") for number in range(MOST_ROWS)]
    rows[700]["lines"][0]["quantity"] = -1
    body, slowest = json.dumps(rows).encode(), 0.0
    run = asyncio.Handle._run

    def timed(handle: asyncio.Handle) -> None:
        nonlocal slowest
        began = time.thread_time()
        run(handle)
        slowest = max(slowest, time.thread_time() - began)

    async with api_of(database, clock) as http:
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        await http.post("/push/orders", content=b"[]", headers=headers)
        gc.collect()
        gc.disable()
        try:
            with monkeypatch.context() as patch:
                patch.setattr(asyncio.Handle, "_run", timed)
                answer = await http.post("/push/orders", content=body, headers=headers)
        finally:
            gc.enable()
    error = refused(answer, 422, "bad_rows")
    assert [(row["index"], row["field"]) for row in error["rows"]] == [(700, "lines[0].quantity")]
    assert slowest < MOST_S, f"{slowest * 1000:.0f} ms"
