from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, text, update
from tests.contract.store.changing import Caller, changes_of

from orderline.act.policies import LivePolicies
from orderline.act.services import Services
from orderline.act.services.cancel_order import CancelOrder
from orderline.act.services.return_item import ReturnItem
from orderline.clock import VirtualClock
from orderline.events.answer import (
    DelayExplained,
    DifferingFact,
    FoundOrders,
    HeldBy,
    HistoryKind,
    ListedOrders,
    NoSuchOrder,
    OrderTimeline,
    Refunds,
    RefundStage,
)
from orderline.events.outcome import ServiceDown
from orderline.events.reading import (
    Described,
    ExplainDelay,
    FindOrder,
    ListOrders,
    OrderHistory,
    RefundStatus,
    SearchOrders,
)
from orderline.orders.identifiers import CustomerId, OrderId, ShopId
from orderline.orders.order import DelayReason, OrderState, SalesChannel
from orderline.orders.quote import Receipt
from orderline.store.models import Order, OrderLine, Payment, Product, SoldLine
from orderline.store.session import Database

pytestmark = pytest.mark.contract
EMMA, NOAH, CHEN_WEI, HENRY = (CustomerId(f"c-000{n}") for n in (1, 2, 4, 5))
MANY = CustomerId("c-0050")


async def found(services: Services, customer: CustomerId | None, described: Described) -> FoundOrders:
    query = SearchOrders(described) if customer is None else FindOrder(customer, described)
    answer = await services.read(query)
    assert isinstance(answer, FoundOrders)
    return answer


def numbers(answer: FoundOrders) -> list[str]:
    return [candidate.order.number for candidate in answer.candidates]


async def set_up(database: Database, **orders: dict[str, object]) -> None:
    """Give the demo orders of these numbers to Emma, with other values besides."""
    async with database.writing() as session:
        for number, values in orders.items():
            query = update(Order).where(Order.number == number.removeprefix("n")).values(customer_id=EMMA, **values)
            await session.execute(query)


@pytest.mark.parametrize(
    "described",
    [
        Described("the kettle"),
        Described("那个水壶"),
        Described("kettle", first_day=date(2026, 11, 17)),
        Described("kettle", ("blue",), date(2026, 11, 16), date(2026, 11, 18), SalesChannel.WEB, ("4821",)),
        Described(number_tails=("4821",)),
        Described(newest=True),
    ],
)
async def test_a_callers_order_is_found_by_what_they_say(services: Services, described: Described) -> None:
    answer = await found(services, EMMA, described)
    assert numbers(answer) == ["204821"]
    assert (answer.contenders, answer.ambiguous, answer.difference) == (1, False, None)
    assert answer.candidates[0].score == 1.0


async def test_a_wrong_detail_still_finds_it_with_a_lower_score(services: Services) -> None:
    answer = await found(services, EMMA, Described("kettle", ("red",), first_day=date(2026, 11, 17)))
    assert [(one.order.number, one.score) for one in answer.candidates] == [("204821", 0.3)]


async def test_nothing_is_found_by_a_thing_the_caller_never_bought(services: Services) -> None:
    assert await found(services, EMMA, Described("aquarium")) == FoundOrders((), 0, None)
    assert await found(services, CustomerId("nobody"), Described("kettle")) == FoundOrders((), 0, None)


async def test_the_product_tells_two_orders_apart_when_nothing_was_said(services: Services, database: Database) -> None:
    await set_up(database, n317745={})
    answer = await found(services, EMMA, Described())
    assert (numbers(answer), answer.contenders) == (["204821", "317745"], 2)
    assert answer.difference is not None
    assert answer.difference.fact is DifferingFact.PRODUCT
    assert [name.en for name in answer.difference.products] == ["electric kettle", "rain jacket"]


async def test_the_option_tells_two_of_a_kind_apart_and_the_day_where_they_are_alike(
    services: Services, database: Database
) -> None:
    await set_up(database, n730164={})
    async with database.writing() as session:
        order = await session.scalar(select(Order.id).where(Order.number == "730164"))
        kettle = {"product_id": "kettle", "name_en": "electric kettle", "name_zh": "电热水壶"}
        own = (OrderLine.order_id == order, OrderLine.line_no == 1)
        red = {"color": "red", "capacity": "1 l"}
        await session.execute(update(OrderLine).where(*own).values(**kettle, options=red))
    answer = await found(services, EMMA, Described("kettle"))
    assert answer.contenders == 2
    assert answer.difference is not None
    assert (answer.difference.fact, sorted(str(day) for day in answer.difference.days)) == (
        DifferingFact.DAY,
        ["2026-11-17", "2026-11-19"],
    )
    assert numbers(await found(services, EMMA, Described("kettle", ("red",))))[0] == "730164"
    assert numbers(await found(services, EMMA, Described("kettle", newest=True)))[0] == "730164"
    assert (await found(services, EMMA, Described("kettle", newest=True))).contenders == 1
    await set_up(database, n730164={"placed_at": (await _head(database, "204821")).placed_at})
    answer = await found(services, EMMA, Described("kettle"))
    assert answer.difference is not None
    assert (answer.difference.fact, answer.difference.option) == (DifferingFact.OPTION, "color")
    assert sorted(answer.difference.words) == ["blue", "red"]


async def _head(database: Database, number: str) -> Order:
    async with database.reading() as session:
        return (await session.scalars(select(Order).where(Order.number == number))).one()


async def test_a_whole_shop_is_searched_by_words_days_channel_and_digits(services: Services) -> None:
    assert (await found(services, None, Described(number_tails=("4821",)))).candidates[0].order.number == "204821"
    kettles = await found(services, None, Described("水壶", ("blue",), first_day=date(2026, 11, 17)))
    assert "204821" in numbers(kettles)
    cookers = await found(services, None, Described("电饭锅", channel=SalesChannel.DOUYIN))
    assert cookers.candidates
    for one in cookers.candidates:
        assert one.item is not None
        assert (one.order.channel, one.order.items[one.item].name.en) == (SalesChannel.DOUYIN, "rice cooker")
    assert not (await found(services, None, Described("aquarium"))).candidates
    assert len((await found(services, None, Described(channel=SalesChannel.DOUYIN))).candidates) == 5


async def test_a_day_off_by_a_few_is_searched_around_and_no_further(services: Services, database: Database) -> None:
    async with database.writing() as session:
        await session.execute(update(Order).values(placed_at=datetime(2025, 1, 1, tzinfo=UTC)))
    assert (await found(services, None, Described("mug", first_day=date(2025, 1, 3)))).candidates[0].score == 0.5
    assert not (await found(services, None, Described("mug", first_day=date(2025, 1, 10)))).candidates


async def test_an_order_or_a_name_changed_a_moment_ago_is_found(services: Services, database: Database) -> None:
    assert not (await found(services, None, Described("aquarium"))).candidates
    async with database.writing() as session:
        await session.execute(update(Product).where(Product.id == "lamp").values(aliases=["aquarium", "鱼缸"]))
    assert numbers(await found(services, CustomerId("c-0003"), Described("鱼缸"))) == ["408213"]
    answer = await found(services, None, Described("aquarium", first_day=date(2026, 11, 12)))
    assert "408213" in numbers(answer)


async def test_the_database_keeps_the_lines_by_product_itself(database: Database) -> None:
    async def kept_equals_sold() -> bool:
        sold = select(OrderLine.product_id, Order.placed_at, OrderLine.order_id, OrderLine.line_no).join(
            Order, (Order.shop_id == OrderLine.shop_id) & (Order.id == OrderLine.order_id)
        )
        kept = select(SoldLine.product_id, SoldLine.placed_at, SoldLine.order_id, SoldLine.line_no)
        async with database.reading() as session:
            return set(await session.execute(sold)) == set(await session.execute(kept))

    assert await kept_equals_sold()
    one = await _head(database, "204821")
    mug = (OrderLine.order_id == one.id, OrderLine.line_no == 2)
    for statement in (
        update(OrderLine).where(*mug).values(product_id="lamp"),
        update(OrderLine).where(*mug).values(line_no=9),
        update(Order).where(Order.id == one.id).values(placed_at=one.promised_on and one.placed_at.replace(year=2025)),
        delete(OrderLine).where(OrderLine.order_id == one.id, OrderLine.line_no == 9),
    ):
        async with database.writing() as session:
            await session.execute(statement)
        assert await kept_equals_sold()


async def test_another_shops_orders_are_not_searched(database: Database, clock: VirtualClock) -> None:
    async with database.writing() as session:
        await session.execute(
            text(
                "INSERT INTO shops (id, name_en, name_zh, timezone, hash_key)"
                " SELECT 'other', 'o', 'o', 'UTC', hash_key FROM shops"
            )
        )
    other = Services(database, ShopId("other"), clock, LivePolicies())
    assert not (await found(other, None, Described("kettle"))).candidates
    assert not (await found(other, None, Described())).candidates
    assert await other.read(ListOrders(EMMA)) == ListedOrders((), 0, ())


async def test_orders_of_all_channels_stand_in_one_list(services: Services, database: Database) -> None:
    await set_up(database, n317745={}, n526630={})
    answer = await services.read(ListOrders(EMMA))
    assert isinstance(answer, ListedOrders)
    assert [order.number for order in answer.orders] == ["526630", "204821", "317745"]
    assert (answer.total, dict(answer.channels)) == (3, dict.fromkeys(SalesChannel, 1))
    one = await services.read(ListOrders(EMMA, open_only=True, channel=SalesChannel.APP, most=0))
    assert isinstance(one, ListedOrders)
    assert [order.number for order in one.orders] == ["317745"]
    henrys = await services.read(ListOrders(HENRY, open_only=True))
    assert henrys == ListedOrders((), 0, ())


@pytest.mark.parametrize(
    ("customer", "number", "expected"),
    [
        (NOAH, "317745", (HeldBy.WAREHOUSE, 2, DelayReason.OUT_OF_STOCK, date(2026, 11, 24), 3)),
        (CustomerId("c-0003"), "408213", (HeldBy.CARRIER, 3, None, None, 5)),
        (EMMA, "204821", (HeldBy.CARRIER, 0, None, None, 1)),
        (HENRY, "615902", (HeldBy.NOBODY, 0, None, None, None)),
    ],
)
async def test_a_delay_is_explained_from_rows_alone(
    services: Services, database: Database, customer: CustomerId, number: str, expected: tuple[object, ...]
) -> None:
    order = OrderId((await _head(database, number)).id)
    answer = await services.read(ExplainDelay(customer, order))
    assert isinstance(answer, DelayExplained)
    facts = (answer.held_by, answer.days_late, answer.reason, answer.restock_on, answer.quiet_days)
    assert facts == expected
    assert await services.read(ExplainDelay(CustomerId("c-0099"), order)) == NoSuchOrder()


async def test_the_history_tells_money_warehouse_and_carrier_in_time_order(
    services: Services, database: Database
) -> None:
    order = OrderId((await _head(database, "204821")).id)
    answer = await services.read(OrderHistory(EMMA, order))
    assert isinstance(answer, OrderTimeline)
    kinds = [event.kind for event in answer.events]
    assert kinds == [
        HistoryKind.PLACED, HistoryKind.PAID, HistoryKind.WAREHOUSE, HistoryKind.HANDED_OVER,
        HistoryKind.SCANNED, HistoryKind.SCANNED,
    ]  # fmt: skip
    assert [event.at for event in answer.events] == sorted(event.at for event in answer.events)
    assert answer.events[-1].place is not None
    assert (answer.events[0].code, answer.events[-1].place.en) == ("web", "Oakland")
    assert await services.read(OrderHistory(NOAH, order)) == NoSuchOrder()
    assert await services.read(OrderHistory(EMMA, OrderId("none"))) == NoSuchOrder()


async def test_a_refund_is_followed_from_the_cancellation_to_the_bank(
    services: Services, database: Database, clock: VirtualClock
) -> None:
    assert await services.read(RefundStatus(NOAH)) == Refunds(())
    order = await _head(database, "317745")
    receipt = await Caller(changes_of(database, clock), NOAH).gets(CancelOrder(order.id, "no_longer_needed"))
    assert isinstance(receipt, Receipt)
    answer = await services.read(RefundStatus(NOAH, OrderId(order.id)))
    assert isinstance(answer, Refunds)
    (refund,) = answer.refunds
    assert (refund.stage, refund.number, refund.currency) == (RefundStage.ON_ITS_WAY, "317745", "USD")
    assert (refund.amount, refund.days) == (receipt.moves[0].amount.minor_units, receipt.moves[0].days)
    for status, stage in (("done", RefundStage.PAID_BACK), ("declined", RefundStage.FAILED)):
        async with database.writing() as session:
            await session.execute(update(Payment).where(Payment.kind == "refund").values(status=status))
        later = await services.read(RefundStatus(NOAH))
        assert isinstance(later, Refunds)
        assert later.refunds == (replace(refund, stage=stage, days=()),)
    assert await services.read(RefundStatus(EMMA, OrderId(order.id))) == Refunds(())
    timeline = await services.read(OrderHistory(NOAH, OrderId(order.id)))
    assert isinstance(timeline, OrderTimeline)
    assert timeline.state is OrderState.CANCELLED
    assert {HistoryKind.CHANGED, HistoryKind.DECLINED} <= {event.kind for event in timeline.events}


async def test_a_refund_that_waits_for_the_goods_says_so(
    services: Services, database: Database, clock: VirtualClock
) -> None:
    order = await _head(database, "615902")
    receipt = await Caller(changes_of(database, clock), HENRY).gets(
        ReturnItem(order.id, ((2, 1),), None, "no_longer_needed", "unopened")
    )
    assert isinstance(receipt, Receipt), receipt
    answer = await services.read(RefundStatus(HENRY))
    assert isinstance(answer, Refunds)
    (refund,) = answer.refunds
    at_once = receipt.moves[0].at_once
    assert refund.stage is (RefundStage.ON_ITS_WAY if at_once else RefundStage.WAITING_FOR_GOODS)
    assert refund.amount == receipt.moves[0].amount.minor_units
    timeline = await services.read(OrderHistory(HENRY, OrderId(order.id)))
    assert isinstance(timeline, OrderTimeline)
    assert timeline.events[-1].kind in (HistoryKind.RETURN_ASKED, HistoryKind.REFUNDED)


async def test_a_database_without_tables_is_a_service_that_is_down(
    empty_url: str, clock: VirtualClock, open_database: Callable[[str], Database]
) -> None:
    services = Services(open_database(empty_url), ShopId("demo"), clock, LivePolicies())
    assert await services.read(ListOrders(EMMA)) == ServiceDown("list_orders")
    assert await services.read(SearchOrders(Described("kettle"))) == ServiceDown("search_orders")
