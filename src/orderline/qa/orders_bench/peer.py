"""The same rows by plain `sqlite3`, in the same run: what the machine gives just now, whatever else it is doing."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from orderline.clock import Clock
from orderline.qa.orders_bench.shop import SHOP

READ = (
    "SELECT * FROM orders WHERE shop_id = ? AND id = ?",
    "SELECT * FROM order_lines WHERE shop_id = ? AND order_id = ? ORDER BY line_no",
    "SELECT * FROM payments WHERE shop_id = ? AND order_id = ? ORDER BY seq",
    "SELECT * FROM order_coupons WHERE shop_id = ? AND order_id = ?",
    "SELECT * FROM after_sales WHERE shop_id = ? AND order_id = ?",
)
"""What a quote has to know of an order."""
WRITE = "UPDATE orders SET position = position + 1 WHERE shop_id = ? AND id = ?"


def plain_reads(path: Path, orders: Sequence[str], clock: Clock) -> list[float]:
    """Milliseconds to read each of these orders."""
    connection = sqlite3.connect(path)
    try:
        return [_timed(connection, READ, order, clock) for order in orders]
    finally:
        connection.close()


def plain_writes(path: Path, orders: Sequence[str], clock: Clock) -> list[float]:
    """Milliseconds to read each of these orders, change one row of it and commit, kept through a power cut."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=FULL")
    try:
        return [_timed(connection, (*READ, WRITE), order, clock) for order in orders]
    finally:
        connection.close()


def _timed(connection: sqlite3.Connection, statements: Sequence[str], order: str, clock: Clock) -> float:
    start = clock.monotonic_ms()
    for statement in statements:
        connection.execute(statement, (SHOP, order)).fetchall()
    connection.commit()
    return clock.monotonic_ms() - start
