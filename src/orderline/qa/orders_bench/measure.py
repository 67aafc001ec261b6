"""Timing of finding, quoting and writing in one shop, call by call, as a caller's turn would wait for it."""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select

from orderline.act.policies import LivePolicies
from orderline.act.services import Services
from orderline.act.services.cancel_order import CancelOrder
from orderline.act.services.changes import Changes
from orderline.act.services.wishes import read_wish
from orderline.act.services.writer import Writer
from orderline.clock import Clock
from orderline.events.reading import Described, FindOrder, SearchOrders
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CustomerId
from orderline.orders.order import OrderState
from orderline.orders.quote import ActionId, Quote, Receipt
from orderline.qa.orders_bench.peer import plain_reads, plain_writes
from orderline.qa.orders_bench.shop import SEED, SHOP, order_number
from orderline.store.demo.catalogue import BY_KEY, DemoProduct
from orderline.store.models import Order, OrderLine
from orderline.store.session import Database

T = TypeVar("T")
WARM_UP = 5
"""First asks of each kind that are not counted: statements are compiled and pages read."""


@dataclass(slots=True)
class Times:
    """Milliseconds of each ask, by what was asked, and how many were answered as they should be."""

    find: list[float] = field(default_factory=list)
    search: list[float] = field(default_factory=list)
    quote: list[float] = field(default_factory=list)
    write: list[float] = field(default_factory=list)
    quote_cpu: list[float] = field(default_factory=list)
    """Milliseconds of the processor, all threads of this process together: what a busy machine does not stretch."""
    write_cpu: list[float] = field(default_factory=list)
    plain_read: list[float] = field(default_factory=list)
    """What plain `sqlite3` takes for the rows of a quote."""
    plain_write: list[float] = field(default_factory=list)
    """And for one change of them, committed."""
    found: int = 0
    """Finds whose first candidates had the order that was described."""
    written: int = 0
    """Writes that gave a receipt."""


@dataclass(frozen=True, slots=True)
class Sample:
    """An order to describe, or to cancel."""

    order_id: str
    customer_id: CustomerId
    day: date
    product: DemoProduct
    options: tuple[str, ...]


async def measure(database: Database, clock: Clock, asks: int, progress: Callable[[], None]) -> Times:
    """Ask `asks` times of each kind, one after the other."""
    times = Times()
    rng = random.Random(SEED)
    policies = LivePolicies()
    services = Services(database, SHOP, clock, policies)
    for at, sample in enumerate(await _samples(database, rng, asks + WARM_UP)):
        described = _described(rng, sample)
        find = times.find if at >= WARM_UP else []
        answer = await _timed(clock, find, services.read(FindOrder(sample.customer_id, described)))
        hit = any(one.order.order_id == sample.order_id for one in getattr(answer, "candidates", ()))
        times.found += hit and at >= WARM_UP
        await _timed(clock, times.search if at >= WARM_UP else [], services.read(SearchOrders(described)))
        progress()
    changes = Changes(database, SHOP, clock, policies, Writer(database, SHOP, clock), read_wish)
    paid = await _samples(database, rng, asks + WARM_UP, OrderState.PAID)
    path, keys = Path(database.engine.url.database or ""), [sample.order_id for sample in paid]
    times.plain_read = plain_reads(path, keys, clock)[WARM_UP:]
    times.plain_write = plain_writes(path, keys, clock)[WARM_UP:]
    for at, sample in enumerate(paid):
        wish = CancelOrder(sample.order_id, "no_longer_needed")
        quotes, writes = (times.quote, times.write) if at >= WARM_UP else ([], [])
        cpu = time.process_time()
        offer = await _timed(clock, quotes, changes.quote("cancel_order", wish, sample.customer_id))
        (times.quote_cpu if at >= WARM_UP else []).append((time.process_time() - cpu) * 1000)
        if not isinstance(offer, Quote):
            continue
        authority = Authority("line", sample.customer_id, ("order_number", "phone_tail"), 2)
        cpu = time.process_time()
        done = await _timed(clock, writes, changes.write(offer.quote_id, ActionId(f"bench-{at}"), authority))
        (times.write_cpu if at >= WARM_UP else []).append((time.process_time() - cpu) * 1000)
        times.written += isinstance(done, Receipt) and at >= WARM_UP
        progress()
    return times


async def _timed(clock: Clock, times: list[float], asked: Awaitable[T]) -> T:
    start = clock.monotonic_ms()
    answer = await asked
    times.append(clock.monotonic_ms() - start)
    return answer


async def _samples(database: Database, rng: random.Random, count: int, state: OrderState | None = None) -> list[Sample]:
    """Random orders of the shop, or the newest ones in a state."""
    query = (
        select(Order.id, Order.customer_id, Order.placed_at, OrderLine.product_id, OrderLine.options)
        .join(OrderLine, (OrderLine.shop_id == Order.shop_id) & (OrderLine.order_id == Order.id))
        .where(Order.shop_id == SHOP, OrderLine.line_no == 1)
    )
    async with database.reading() as session:
        if state is None:
            orders = await session.scalar(select(func.count()).select_from(Order)) or 0
            keys = {order_number(rng.randrange(orders)) for _ in range(count)}
            query = query.where(Order.id.in_(keys))
        else:
            query = query.where(Order.state == state).order_by(Order.placed_at.desc()).limit(count)
        rows = (await session.execute(query)).all()
    return [
        Sample(key, CustomerId(customer), placed.date(), BY_KEY[product], tuple(options.values()))
        for key, customer, placed, product, options in rows
    ]


def _described(rng: random.Random, sample: Sample) -> Described:
    """The order as its buyer might say it: a name of the thing, often with a day or a colour."""
    name = rng.choice((sample.product.name.en, sample.product.name.zh, *sample.product.aliases))
    words = rng.choice(("the {}", "{} I bought", "我买的{}", "那个{}")).format(name)
    options = sample.options[:1] if rng.random() < 0.4 else ()
    return Described(words, options, sample.day if rng.random() < 0.6 else None)
