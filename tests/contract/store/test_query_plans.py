"""That reading stays flat as a shop grows: no statement may walk a table that grows with its orders."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, text
from tests.contract.store.changing import SHOP, Caller, changes_of

from orderline.act.intake.intake import Intake, Sender, Taken
from orderline.act.intake.rows import ArrivalRow
from orderline.act.policies import LivePolicies
from orderline.act.services import Services
from orderline.act.services.cancel_order import CancelOrder
from orderline.act.services.compensate_delay import CompensateDelay
from orderline.act.services.lapse_exchanges import lapse_exchanges
from orderline.act.services.return_item import ReturnItem
from orderline.act.services.step_up import check_code, send_code
from orderline.clock import VirtualClock
from orderline.events.reading import (
    Described,
    ExplainDelay,
    FindOrder,
    ListOrders,
    OrderHistory,
    Reading,
    RefundStatus,
    SearchOrders,
)
from orderline.orders.identifiers import CustomerId, OrderId
from orderline.orders.order import SalesChannel
from orderline.orders.quote import Receipt
from orderline.store.models import Base
from orderline.store.repositories.pages import changed_page
from orderline.store.session import Database

pytestmark = pytest.mark.contract
NOAH = CustomerId("c-0002")
EVERYTHING = Described(
    "the blue jacket", ("blue",), date(2026, 11, 13), date(2026, 11, 14), SalesChannel.APP, ("7745",), True
)
SMALL = {"shops", "products", "skus", "prices", "catalogue_marks", "pickup_slots", "audit_heads"}
"""What grows with the catalogue, not with orders."""
GROWING = {table.name for table in Base.metadata.sorted_tables} - SMALL


def walks(step: str) -> bool:
    """Whether a step of SQLite's plan reads all of a growing table, or all that one shop has in it."""
    how, table, *_ = *step.split(), ""
    if table not in GROWING:
        return "AUTOMATIC" in step
    return how == "SCAN" or "AUTOMATIC" in step or step.endswith("(shop_id=?)")


class Plans:
    """The statements that were run, and how SQLite would run them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._run: dict[str, Any] = {}
        event.listen(database.engine.sync_engine, "before_cursor_execute", self._keep)

    def _keep(self, _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")) and not many:
            self._run[statement] = parameters

    async def walks(self) -> list[str]:
        """Steps that walk a growing table from end to end."""
        assert self._run
        found: list[str] = []
        async with self._database.reading() as session:
            connection = await session.connection()
            for statement, parameters in list(self._run.items()):
                plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                steps = [str(step) for step in plan.scalars(3)]
                found += [f"{step}: {statement}" for step in steps if walks(step)]
        return found


@pytest.fixture
def url(sqlite_template: Any, tmp_path: Any) -> str:
    """SQLite alone: what PostgreSQL plans depends on how many rows it has counted."""
    (tmp_path / "orderline.db").write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{tmp_path / 'orderline.db'}"


async def test_no_question_walks_a_table_that_grows_with_the_shop(database: Database, services: Services) -> None:
    async with database.reading() as session:
        order = OrderId((await session.execute(text("SELECT id FROM orders WHERE number = '317745'"))).scalar_one())
    plans = Plans(database)
    questions: list[Reading] = [
        FindOrder(NOAH, EVERYTHING),
        SearchOrders(EVERYTHING),
        SearchOrders(Described("the jacket")),
        SearchOrders(Described("the jacket", first_day=date(2026, 11, 13), channel=SalesChannel.APP)),
        SearchOrders(Described("the jacket", channel=SalesChannel.DOUYIN)),
        SearchOrders(Described(first_day=date(2026, 11, 13))),
        SearchOrders(Described(channel=SalesChannel.DOUYIN)),
        SearchOrders(Described(first_day=date(2026, 11, 13), channel=SalesChannel.DOUYIN)),
        SearchOrders(Described(number_tails=("7745",))),
        ListOrders(NOAH, open_only=True, channel=SalesChannel.APP),
        RefundStatus(NOAH),
        RefundStatus(NOAH, order),
        OrderHistory(NOAH, order),
        ExplainDelay(NOAH, order),
    ]
    for question in questions:
        await services.read(question)
    assert await plans.walks() == []


async def test_no_change_walks_a_table_that_grows_with_the_shop(database: Database, clock: VirtualClock) -> None:
    async with database.reading() as session:
        order = (await session.execute(text("SELECT id FROM orders WHERE number = '317745'"))).scalar_one()
    plans = Plans(database)
    assert isinstance(await Caller(changes_of(database, clock), NOAH).gets(CancelOrder(order)), Receipt)
    assert await plans.walks() == []


async def test_no_other_service_walks_a_table_that_grows_with_the_shop(database: Database, clock: VirtualClock) -> None:
    noah, henry = (Caller(changes_of(database, clock), CustomerId(key)) for key in ("c-0002", "c-0005"))
    intake = Intake(database, clock, LivePolicies())
    plans = Plans(database)
    assert isinstance(await noah.gets(CompensateDelay("o-000002", "coupon")), Receipt)
    assert isinstance(await henry.gets(ReturnItem("o-000005", ((1, 0),), None, "faulty", "opened")), Receipt)
    assert await intake.take(SHOP, "arrivals", [ArrivalRow("615902", 1)], Sender("system:wms")) == Taken(1)
    await send_code(database, SHOP, clock, NOAH, "call-1")
    await check_code(database, SHOP, clock, NOAH, "call-1", ("000000",))
    await lapse_exchanges(database, SHOP, clock)
    async with database.writing() as session:
        await changed_page(session, SHOP, (clock.now(), ""), 10)
    assert await plans.walks() == []


def test_what_walks_a_table_is_recognised() -> None:
    assert walks("SCAN orders")
    assert walks("SCAN orders USING INDEX ix_orders_shop_id_placed_at")
    assert walks("SEARCH orders USING INDEX ix_orders_shop_id_placed_at (shop_id=?)")
    assert walks("SEARCH delays USING AUTOMATIC COVERING INDEX (order_id=?)")
    assert not walks("SEARCH orders USING INDEX uq_orders_number (shop_id=? AND number=?)")
    assert not walks("SEARCH products USING INDEX pk_products (shop_id=?)")
