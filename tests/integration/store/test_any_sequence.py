from __future__ import annotations

import asyncio
import shutil
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contract.store.changing import Caller, changes_of, everything, owed, the_books_balance

from orderline.act.services.add_line import AddLine
from orderline.act.services.cancel_order import CancelOrder
from orderline.act.services.change_item import ChangeItem
from orderline.act.services.change_payment import ChangePayment
from orderline.act.services.change_quantity import ChangeQuantity
from orderline.act.services.changes import Wish
from orderline.act.services.compensate_delay import CompensateDelay
from orderline.act.services.exchange_item import ExchangeItem
from orderline.act.services.merge_orders import MergeOrders
from orderline.act.services.refund_duplicate import RefundDuplicate
from orderline.act.services.remove_line import RemoveLine
from orderline.act.services.return_item import ReturnItem
from orderline.act.services.split_order import SplitOrder
from orderline.clock import VirtualClock
from orderline.orders.identifiers import CustomerId
from orderline.orders.quote import Receipt
from orderline.store.demo import create_demo_shop
from orderline.store.session import Database

pytestmark = pytest.mark.integration
TODAY = date(2026, 11, 21)
OWNERS = {"o-000002": "c-0002", "o-000005": "c-0005", "o-000006": "c-0006"}
"""One late and one timely order that are still here, and one that has arrived."""
ORDERS = st.sampled_from(sorted(OWNERS))
LINES = st.integers(1, 3)
PIECES = st.integers(-1, 4)
SKUS = st.sampled_from(["tea-01", "teapot-01", "teapot-02", "teapot-03", "jacket-01", "jacket-05", "earphones-01", "x"])
METHODS = st.sampled_from([None, "m-0006-1", "m-0002-1", "m-0005-1"])
REASONS = st.sampled_from(["no_longer_needed", "faulty", None])
CONDITIONS = st.sampled_from(["unopened", "worn", None])

WISHES: st.SearchStrategy[Wish] = st.one_of(
    st.builds(ChangeQuantity, ORDERS, st.tuples(st.tuples(LINES, PIECES)), METHODS),
    st.builds(AddLine, ORDERS, SKUS, PIECES, METHODS),
    st.builds(RemoveLine, ORDERS, st.tuples(LINES)),
    st.builds(SplitOrder, ORDERS, st.tuples(st.tuples(LINES, PIECES))),
    st.builds(MergeOrders, ORDERS, ORDERS),
    st.builds(ChangeItem, ORDERS, st.tuples(st.tuples(LINES, SKUS)), METHODS),
    st.builds(ChangePayment, ORDERS, METHODS.filter(bool)),
    st.builds(CancelOrder, ORDERS, REASONS),
    st.builds(ReturnItem, ORDERS, st.tuples(st.tuples(LINES, PIECES)), METHODS, REASONS, CONDITIONS),
    st.builds(ExchangeItem, ORDERS, st.tuples(st.tuples(LINES, SKUS)), METHODS, REASONS, CONDITIONS),
    st.builds(CompensateDelay, ORDERS, st.sampled_from(["coupon", "priority", "x"])),
    st.builds(RefundDuplicate, ORDERS),
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sequences") / "template.db"
    create_demo_shop(f"sqlite:///{path}", TODAY)
    return path


async def live_through(path: Path, wishes: list[Wish]) -> None:
    database = Database(f"sqlite:///{path}", 20_000)
    changes = changes_of(database, VirtualClock(datetime(2026, 11, 21, 12, tzinfo=UTC)))
    try:
        before = await everything(database)
        returned: set[str] = set()
        for wish in wishes:
            order = wish.order_id  # type: ignore[attr-defined]
            result = await Caller(changes, CustomerId(OWNERS[order])).gets(wish)
            if isinstance(result, Receipt):
                await the_books_balance(database)
                returned |= {order} if isinstance(wish, ReturnItem | ExchangeItem) else set()
                cost, paid = await owed(database, order)
                assert paid <= cost if order in returned else paid == cost, wish
                before = await everything(database)
            else:
                assert await everything(database) == before, wish
    finally:
        await database.close()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=st.lists(WISHES, min_size=1, max_size=6))
def test_whatever_is_asked_in_whatever_order_the_books_balance(template: Path, wishes: list[Wish]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        shutil.copy(template, path)
        asyncio.run(live_through(path, wishes))
