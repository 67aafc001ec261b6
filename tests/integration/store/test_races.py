"""Fifty callers at once on the same five orders and the same last piece: each thing happens once, and nobody waits for
ever.
"""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from tests.books import Books, Rows, lines_of, net, rows_of
from tests.postgres import throwaway_postgres
from tests.property.small_shop import CURRENCY, CUSTOMER, NOW, Shop

from orderline.act.policies import LivePolicies
from orderline.act.services.add_line import AddLine
from orderline.act.services.cancel_order import CancelOrder
from orderline.act.services.change_item import ChangeItem
from orderline.act.services.change_quantity import ChangeQuantity
from orderline.act.services.changes import Changes, Wish
from orderline.act.services.expedite import Expedite
from orderline.act.services.merge_orders import MergeOrders
from orderline.act.services.split_order import SplitOrder
from orderline.act.services.wishes import action_of, read_wish
from orderline.act.services.writer import Writer
from orderline.clock import VirtualClock
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CustomerId, ShopId
from orderline.orders.quote import ActionId, Quote, Receipt
from orderline.store.audit import Broken, verify
from orderline.store.migrate import sync_engine, upgrade
from orderline.store.session import Database

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]
CALLERS = 50
ORDERS = tuple(f"o-{number}" for number in range(1, 6))
BOUND_S = 60.0
"""Fifty callers take some seconds; a deadlock takes for ever."""
SHOPS, ACTIONS = itertools.count(1), itertools.count(1)


def five_orders() -> Shop:
    """A customer with five open orders paid by card, and a shop with one piece of `a-2` left."""
    shop = Shop()
    shop.add("shops", name_en="Small", name_zh="小铺", timezone="UTC", hash_key=b"k")
    shop.add("customers", id=CUSTOMER, name="Ann", language="en", created_at=NOW)
    shop.add("addresses", id="adr-0", customer_id=CUSTOMER, is_default=True, line1="1 Road", city="Town")
    shop.add("payment_methods", id="card", customer_id=CUSTOMER, position=0, kind="credit_card")
    shop.add("products", id="a", name_en="Thing", name_zh="东西", tags=[], aliases=[])
    for sku, stock in (("a-1", 5), ("a-2", 1)):
        own = {"product_id": "a", "options": {"size": sku}, "sellable": True, "on_hand": stock, "reserved": 0}
        shop.add("skus", id=sku, **own)
        shop.add("prices", sku_id=sku, currency=CURRENCY, amount=1000)
    for order in ORDERS:
        number = f"10{order[2:]}"
        shop.add(
            "orders", id=order, number=number, number_digits=number, number_tail=number, customer_id=CUSTOMER,
            address_id="adr-0", channel="web", state="preparing", placed_at=NOW - timedelta(days=1), shipping=599,
            currency=CURRENCY, jurisdiction="US", version=1,
        )  # fmt: skip
        shop.add(
            "order_lines", order_id=order, line_no=1, product_id="a", sku_id="a-1", name_en="Thing", name_zh="东西",
            options={}, unit_price=1000, quantity=2, discount=0, policy_set="us_demo@1",
        )  # fmt: skip
        paid = {"kind": "payment", "method_id": "card", "amount": 2599, "currency": CURRENCY, "status": "done"}
        shop.add("payments", id=f"p-{order}", order_id=order, customer_id=CUSTOMER, seq=1, at=NOW, **paid)
    return shop


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path_factory.mktemp('races') / 'orderline.db'}"
        upgrade(address)
        yield address
        return
    with throwaway_postgres() as server:
        upgrade(server.format(name="postgres"))
        yield server.format(name="postgres")


@pytest.fixture(scope="module")
def policies() -> LivePolicies:
    return LivePolicies()


class Race:
    """A shop of its own, and callers of it."""

    def __init__(self, database: Database, engine: Engine, policies: LivePolicies) -> None:
        self.shop = ShopId(f"race-{next(SHOPS)}")
        five_orders().insert(engine, self.shop)
        self.engine, self.database = engine, database
        clock = VirtualClock(NOW)
        writer = Writer(database, self.shop, clock)
        self.changes = Changes(database, self.shop, clock, policies, writer, read_wish)
        self.books = Books(self.rows())

    def rows(self) -> Rows:
        return rows_of(self.engine, self.shop)

    async def call(self, wish: Wish) -> tuple[Quote, Receipt] | None:
        """One caller: asks, and says yes, twice."""
        quote = await self.changes.quote(action_of(wish), wish, CustomerId(CUSTOMER))
        if not isinstance(quote, Quote):
            return None
        action = ActionId(f"{self.shop}-{next(ACTIONS)}")
        authority = Authority("line", CustomerId(CUSTOMER), ("order_number", "phone_tail", "code"), 2)
        writes = (self.changes.write(quote.quote_id, action, authority) for _ in range(2))
        first, second = await asyncio.gather(*writes)
        assert first == second or not isinstance(first, Receipt) or not isinstance(second, Receipt)
        receipt = first if isinstance(first, Receipt) else second
        return (quote, receipt) if isinstance(receipt, Receipt) else None

    async def all_call(self, wishes: Sequence[Wish]) -> list[Receipt]:
        async with asyncio.timeout(BOUND_S):
            ended = [done for done in await asyncio.gather(*(self.call(wish) for wish in wishes)) if done is not None]
        after = self.rows()
        order = {row["action_id"]: row["seq"] for row in after["audit"]}
        for quote, receipt in sorted(ended, key=lambda done: order[done[1].action_id]):
            self.books.note(quote, receipt, after)
        self.books.check(after)
        assert len(after["actions"]) == len(ended)
        async with self.database.reading() as session:
            assert not isinstance(await verify(session, self.shop), Broken)
        return [receipt for _, receipt in ended]


@pytest.fixture
async def race(url: str, policies: LivePolicies) -> AsyncIterator[Race]:
    database, engine = Database(url, 50_000), sync_engine(url)
    yield Race(database, engine, policies)
    await database.close()
    engine.dispose()


async def test_the_last_piece_is_sold_once(race: Race) -> None:
    receipts = await race.all_call([AddLine(ORDERS[caller % 5], "a-2") for caller in range(CALLERS)])
    assert len(receipts) == 1
    pieces = [line["quantity"] for order in ORDERS for line in lines_of(race.rows(), order) if line["sku_id"] == "a-2"]
    assert pieces == [1]


async def test_an_order_is_cancelled_and_refunded_once(race: Race) -> None:
    receipts = await race.all_call([CancelOrder(ORDERS[caller % 5]) for caller in range(CALLERS)])
    assert sorted(receipt.order_id for receipt in receipts) == list(ORDERS)
    rows = race.rows()
    assert [net(rows, order) for order in ORDERS] == [0] * 5
    assert next(sku["on_hand"] for sku in rows["skus"] if sku["id"] == "a-1") == 15


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_fifty_callers_want_at_once_the_books_balance(race: Race, seed: int) -> None:
    rng = random.Random(seed)

    def anything() -> Wish:
        order, other = rng.sample(ORDERS, 2)
        return rng.choice(
            (
                AddLine(order, rng.choice(("a-1", "a-2"))),
                CancelOrder(order),
                ChangeItem(order, ((1, "a-2"),)),
                ChangeQuantity(order, ((1, rng.randint(1, 3)),)),
                Expedite(order),
                MergeOrders(order, other),
                SplitOrder(order, ((1, 1),)),
            )
        )

    assert await race.all_call([anything() for _ in range(CALLERS)])
