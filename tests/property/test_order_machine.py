"""Any small shop, any sequence of changes through quote and write: money and stock sum, the chain holds, refusals
change nothing.

Runs `ORDERLINE_EXAMPLES` sequences on SQLite (default 40) and a sixth of that on PostgreSQL; 2000 takes some minutes:
`ORDERLINE_EXAMPLES=2000 python -m pytest tests/property --timeout 3600`.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, update
from tests.books import Books, Rows, by_method, net, rows_of, without_quotes
from tests.postgres import throwaway_postgres
from tests.property.small_shop import CUSTOMER, NOW, small_shop, wish_for

from orderline.act.policies import LivePolicies
from orderline.act.services.changes import Changes, Wish
from orderline.act.services.merge_orders import MergeOrders
from orderline.act.services.split_order import SplitOrder
from orderline.act.services.wishes import action_of, read_wish
from orderline.act.services.writer import Writer
from orderline.clock import VirtualClock
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CustomerId, ShopId
from orderline.orders.quote import ActionId, Quote, Receipt, Refusal, Refused
from orderline.store.audit import Broken, verify
from orderline.store.migrate import sync_engine, upgrade
from orderline.store.models import Order
from orderline.store.session import Database

pytestmark = [pytest.mark.property, pytest.mark.timeout(3600)]
EXAMPLES = int(os.environ.get("ORDERLINE_EXAMPLES", "40"))
STEPS = 12
PHASES = (Phase.generate, Phase.shrink)
MINUTE_MS = 60_000
OPEN = ("awaiting_payment", "paid", "preparing")
T = TypeVar("T")
SEEDS = st.integers(0, 2**32)


class Bench:
    """One database for all examples: each has a shop of its own in it."""

    def __init__(self, url: str) -> None:
        self.runner = asyncio.Runner()
        self.database = Database(url, 20_000)
        self.engine: Engine = sync_engine(url)
        self.policies = LivePolicies()
        self.shops = itertools.count(1)

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def close(self) -> None:
        self.wait(self.database.close())
        self.engine.dispose()
        self.runner.close()


class OrderMachine(RuleBasedStateMachine):
    bench: ClassVar[Bench]

    @initialize(seed=SEEDS)
    def opens(self, seed: int) -> None:
        shop = small_shop(random.Random(seed))
        self.opened_with, self.turns = seed, itertools.count()
        self.shop = ShopId(f"s-{next(self.bench.shops)}")
        shop.insert(self.bench.engine, self.shop)
        self.clock = VirtualClock(NOW)
        writer = Writer(self.bench.database, self.shop, self.clock)
        self.changes = Changes(self.bench.database, self.shop, self.clock, self.bench.policies, writer, read_wish)
        self.books = Books(self.look())
        self.offers: list[tuple[Quote, Rows]] = []
        self.actions = itertools.count(1)

    def look(self) -> Rows:
        """Read every row; `seen` keeps what was read last."""
        self.seen = rows_of(self.bench.engine, self.shop)
        return self.seen

    def ask(self, wish: Wish) -> Quote | None:
        before = self.seen
        quote = self.bench.wait(self.changes.quote(action_of(wish), wish, CustomerId(CUSTOMER)))
        after = self.look()
        assert without_quotes(after) == without_quotes(before), "asking changed something"
        if isinstance(quote, Quote):
            return quote
        assert after == before, "an offer was kept that was never made"
        return None

    def write(self, quote: Quote) -> Receipt | Refused:
        before, action = self.seen, ActionId(f"{self.shop}-{next(self.actions)}")
        receipt = self.say_yes(quote, action)
        after = self.look()
        if isinstance(receipt, Refused):
            assert after == before, f"{receipt.code} left a trace"
            return receipt
        assert receipt.moves == quote.moves
        self.books.note(quote, receipt, before)
        assert self.say_yes(quote, action) == receipt
        again = self.say_yes(quote, ActionId(f"{action}-again"))
        assert isinstance(again, Refused)
        assert again.code is Refusal.STALE_QUOTE
        assert self.look() == after, "the second yes changed something"
        return receipt

    def say_yes(self, quote: Quote, action: ActionId) -> Receipt | Refused:
        authority = Authority("line", CustomerId(CUSTOMER), ("order_number", "phone_tail", "code"), 2)
        return self.bench.wait(self.changes.write(quote.quote_id, action, authority))

    def wish(self, seed: int) -> Wish:
        """Another one each time, even where hypothesis tries a seed again."""
        return wish_for(random.Random(f"{self.opened_with} {seed} {next(self.turns)}"), self.seen)

    @rule(seed=SEEDS, wishes=st.integers(1, 6))
    def changes_something(self, seed: int, wishes: int) -> None:
        for _ in range(wishes):
            quote = self.ask(self.wish(seed))
            if quote is not None:
                self.write(quote)
                self.the_books_balance()

    @rule(seed=SEEDS)
    def asks_and_thinks_it_over(self, seed: int) -> None:
        quote = self.ask(self.wish(seed))
        if quote is not None:
            self.offers.append((quote, self.seen))

    @precondition(lambda self: self.offers)
    @rule(seed=SEEDS)
    def says_yes_late(self, seed: int) -> None:
        quote, then = self.offers.pop(seed % len(self.offers))
        wish = next(row["payload"]["wish"] for row in then["quotes"] if row["id"] == quote.quote_id)
        orders = {wish.get("order_id"), wish.get("other_id")}
        stale = _versions(then, orders) != _versions(self.seen, orders) or self.clock.now() >= quote.expires_at
        receipt = self.write(quote)
        if stale:
            assert isinstance(receipt, Refused), "a stale offer was carried out"
            assert receipt.code is Refusal.STALE_QUOTE

    @rule(seed=SEEDS)
    def splits_and_merges_again(self, seed: int) -> None:
        rows, rng = self.seen, random.Random(seed)
        orders = [order["id"] for order in rows["orders"] if order["state"] in OPEN]
        order = rng.choice(orders or ["o-none"])
        lines = [line["line_no"] for line in rows["order_lines"] if line["order_id"] == order]
        quote = self.ask(SplitOrder(order, tuple((line, rng.randint(0, 2)) for line in lines[:2])))
        split = self.write(quote) if quote is not None else None
        if not isinstance(split, Receipt):
            return
        known = {row["id"] for row in rows["orders"]}
        child = next(row["id"] for row in self.seen["orders"] if row["id"] not in known)
        quote = self.ask(MergeOrders(order, child))
        assert quote is not None
        assert isinstance(self.write(quote), Receipt)
        after = self.seen
        assert +by_method(after, order) == +by_method(rows, order), "split and merged, the money is another"
        assert net(after, child) == 0
        assert _pieces(after, order) == _pieces(rows, order)

    @rule(minutes=st.integers(1, 20))
    def time_passes(self, minutes: int) -> None:
        self.clock.advance(minutes * MINUTE_MS)

    @rule(seed=SEEDS)
    def the_carrier_delivers(self, seed: int) -> None:
        order = random.Random(seed).choice(self.seen["orders"])
        if order["state"] not in ("paid", "preparing", "packed", "shipped"):
            return
        own = (Order.shop_id == self.shop, Order.id == order["id"])
        arrived = {"state": "delivered", "delivered_at": self.clock.now(), "version": Order.version + 1}
        with self.bench.engine.begin() as connection:
            connection.execute(update(Order).where(*own).values(**arrived))
        self.look()

    @invariant()
    def the_books_balance(self) -> None:
        self.books.check(self.seen)
        assert not isinstance(self.bench.wait(self._verified()), Broken)

    async def _verified(self) -> object:
        async with self.bench.database.reading() as session:
            return await verify(session, self.shop)


def _versions(rows: Rows, orders: set[object]) -> list[tuple[str, int]]:
    return [(order["id"], order["version"]) for order in rows["orders"] if order["id"] in orders]


def _pieces(rows: Rows, order: str) -> dict[str, int]:
    pieces: dict[str, int] = {}
    for line in rows["order_lines"]:
        if line["order_id"] == order:
            pieces[line["sku_id"]] = pieces.get(line["sku_id"], 0) + line["quantity"]
    return pieces


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with throwaway_postgres() as address:
        yield address.format(name="postgres")


def try_everything(url: str, examples: int) -> None:
    upgrade(url)
    bench = Bench(url)
    machine = type("Machine", (OrderMachine,), {"bench": bench})
    profile = settings(
        max_examples=examples, stateful_step_count=STEPS, deadline=None, derandomize="CI" in os.environ, database=None,
        suppress_health_check=list(HealthCheck), phases=PHASES,
    )  # fmt: skip
    try:
        run_state_machine_as_test(machine, settings=profile)
    finally:
        bench.close()


def test_on_sqlite_money_and_stock_always_sum(tmp_path: Path) -> None:
    try_everything(f"sqlite:///{tmp_path / 'orderline.db'}", EXAMPLES)


def test_on_postgresql_money_and_stock_always_sum(server: str) -> None:
    try_everything(server, max(1, EXAMPLES // 6))
