"""`orderline bench orders`: build shops of several sizes, measure each, and tell how the times grow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from orderline.clock import Clock
from orderline.errors import ConfigurationError
from orderline.qa.figures import Figure, Measured, percentile
from orderline.qa.orders_bench.measure import Times, measure
from orderline.qa.orders_bench.shop import BATCH, SHOP, batches, open_shop
from orderline.store.bulk import import_batches
from orderline.store.migrate import sync_engine, upgrade
from orderline.store.session import Database

FIND_MS, QUOTE_MS, WRITE_MS, IMPORT_A_S = 15.0, 10.0, 25.0, 5000.0
"""Goals at the 95th percentile, and of the import. Source: issue 3, "Speed"."""
SMALLEST, LARGEST = 100, 5_000_000


@dataclass(frozen=True, slots=True)
class ShopMeasured:
    """What one size of shop came to."""

    orders: int
    import_s: float
    """Seconds spent writing, without making up the orders."""
    megabytes: float
    """Of the database."""
    times: Times


def sizes(text: str) -> tuple[int, ...]:
    """The numbers of orders in a list like "1000,100000", smallest first. Raises ConfigurationError."""
    parts = [part.strip().replace("_", "") for part in text.split(",")]
    if not all(part.isdecimal() and SMALLEST <= int(part) <= LARGEST for part in parts):
        raise ConfigurationError(
            f"`--orders {text}` is not a list of shop sizes.",
            do=f"Write numbers from {SMALLEST} to {LARGEST} with commas between them, e.g. `--orders 1000,100000`.",
        )
    return tuple(sorted({int(part) for part in parts}))


def steps(orders: Sequence[int], asks: int) -> int:
    """How often `progress` is called at most."""
    return sum(-(-count // BATCH) + 2 * asks for count in orders)


def run(orders: Sequence[int], asks: int, clock: Clock, progress: Callable[[], None]) -> Measured:
    """Measure shops of these sizes, one after the other, each in a temporary SQLite file. 1,000,000 take minutes."""
    found = [_one(count, asks, clock, progress) for count in orders]
    figures = [figure for shop in found for figure in _figures(shop)]
    if len(found) > 1:
        figures += _growth(found[0], found[-1])
    details = {"orders": list(orders), "asks": asks, "megabytes": {str(one.orders): one.megabytes for one in found}}
    return Measured("orderline bench orders", clock.now(), {"database": "sqlite"}, figures, details)


def _one(orders: int, asks: int, clock: Clock, progress: Callable[[], None]) -> ShopMeasured:
    today = clock.now().date()
    with TemporaryDirectory(prefix="orderline-bench-") as folder:
        path = Path(folder) / "shop.db"
        seconds = _build(f"sqlite:///{path}", orders, today, clock, progress)
        times = asyncio.run(_asked(f"sqlite:///{path}", asks, clock, progress))
        return ShopMeasured(orders, seconds, round(path.stat().st_size / 2**20, 1), times)


def _build(url: str, orders: int, today: date, clock: Clock, progress: Callable[[], None]) -> float:
    upgrade(url)
    engine = sync_engine(url)
    spent = 0.0
    try:
        open_shop(engine, orders, today)
        for batch in batches(orders, today):
            start = clock.monotonic_ms()
            (loaded,) = import_batches(engine, SHOP, (batch,))
            spent += clock.monotonic_ms() - start
            if loaded.problems:
                raise ConfigurationError("The bench's own orders were refused.", str(loaded.problems[0]))
            progress()
    finally:
        engine.dispose()
    return spent / 1000


async def _asked(url: str, asks: int, clock: Clock, progress: Callable[[], None]) -> Times:
    database = Database(url)
    try:
        return await measure(database, clock, asks, progress)
    finally:
        await database.close()


def _figures(shop: ShopMeasured) -> list[Figure]:
    times, among = shop.times, f"{shop.orders:,} orders"
    asked = (
        ("find one's own order", times.find, FIND_MS),
        ("find in the whole shop", times.search, FIND_MS),
        ("quote", times.quote, QUOTE_MS),
        ("write", times.write, WRITE_MS),
    )
    figures = [
        Figure(f"bulk import, {among}", round(shop.orders / shop.import_s), "orders/s", shop.orders, IMPORT_A_S, True)
    ]
    for name, values, goal in asked:
        figures.append(Figure(f"{name}, {among}, p50", percentile(values, 0.5), "ms", len(values)))
        figures.append(Figure(f"{name}, {among}, p95", percentile(values, 0.95), "ms", len(values), goal))
    for name, spent, plain in (
        ("quote", times.quote_cpu, times.plain_read),
        ("write", times.write_cpu, times.plain_write),
    ):
        peer = {"sqlite3, the same rows": percentile(plain, 0.5) or 0.0}
        figures.append(
            Figure(f"{name}, {among}, processor time, p50", percentile(spent, 0.5), "ms", len(spent), peer=peer)
        )
    finds, writes = len(times.find), len(times.write)
    figures.append(Figure(f"described order found, {among}", times.found, "orders", finds, finds, at_least=True))
    figures.append(Figure(f"writes with a receipt, {among}", times.written, "writes", writes, writes, at_least=True))
    return figures


def _growth(small: ShopMeasured, large: ShopMeasured) -> list[Figure]:
    """Times in the largest shop over times in the smallest, at the median: 1 is flat."""
    over = f"{small.orders:,} to {large.orders:,} orders"
    pairs = (
        ("find one's own order", small.times.find, large.times.find),
        ("find in the whole shop", small.times.search, large.times.search),
        ("quote", small.times.quote, large.times.quote),
        ("write", small.times.write, large.times.write),
    )
    return [
        Figure(f"{name}, growth of p50 from {over}", _ratio(few, many), "times", min(len(few), len(many)))
        for name, few, many in pairs
    ]


def _ratio(few: list[float], many: list[float]) -> float | None:
    before, after = percentile(few, 0.5), percentile(many, 0.5)
    return round(after / before, 2) if before and after is not None else None
