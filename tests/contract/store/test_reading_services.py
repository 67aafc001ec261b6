from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import insert, select, update

from orderline.act.policies import LivePolicies
from orderline.act.services import Services
from orderline.clock import VirtualClock
from orderline.errors import ConfigurationError
from orderline.events.decision import IdentifyCaller, ProposeCaller, TrackOrder
from orderline.events.outcome import (
    CallerProposed,
    CallerUnknown,
    Identified,
    MismatchReason,
    NotIdentified,
    Outcome,
    ServiceDown,
    Tracked,
)
from orderline.orders.identifiers import CustomerId, OrderId, ShopId
from orderline.orders.order import DelayReason, Lateness, OrderState, SalesChannel, Text, WarehouseStep
from orderline.store.models import Customer, KnownCaller, Order, Shop
from orderline.store.session import Database

pytestmark = pytest.mark.contract
EMMA = CustomerId("c-0001")
NO_SUCH_PAIR = NotIdentified(MismatchReason.NO_SUCH_PAIR)
LOCKED = NotIdentified(MismatchReason.LOCKED)


def said(
    *numbers: str, tails: tuple[str, ...] = (), codes: tuple[str, ...] = (), proposed: str | None = None
) -> IdentifyCaller:
    suffix = all(len(number) == 4 for number in numbers)
    return IdentifyCaller(numbers, suffix, tails, codes, CustomerId(proposed) if proposed else None)


def who(outcome: Outcome) -> tuple[str, tuple[str, ...]]:
    assert isinstance(outcome, Identified), outcome
    return outcome.customer_id, outcome.factors


@pytest.mark.parametrize(
    ("query", "factors"),
    [
        (said("204821", tails=("7350",)), ("order_number", "phone_tail")),
        (said("4821", tails=("7350",)), ("order_number", "phone_tail")),
        (said("204821", codes=("94107",)), ("order_number", "postcode")),
        (said("204821", codes=("94107-2201",)), ("order_number", "postcode")),
        (said("204821", tails=("7350",), codes=("94107",)), ("order_number", "phone_tail", "postcode")),
    ],
)
async def test_number_and_one_more_factor_name_the_caller_for_certain(
    services: Services, query: IdentifyCaller, factors: tuple[str, ...]
) -> None:
    outcome = await services.answer(query)
    assert who(outcome) == (EMMA, factors)
    assert isinstance(outcome, Identified)
    assert outcome.confidence == 1.0


async def test_a_later_reading_of_either_factor_is_worth_less(services: Services) -> None:
    number = await services.answer(said("904822", "204821", tails=("7350",)))
    tail = await services.answer(said("204821", tails=("7315", "7350")))
    assert who(number)[0] == who(tail)[0] == EMMA
    assert isinstance(number, Identified)
    assert isinstance(tail, Identified)
    assert number.confidence < 1.0
    assert tail.confidence < 1.0


@pytest.mark.parametrize("heard", ["204871", "20482", "2048211", "204281"[:3] + "4821"])
async def test_a_number_one_slip_away_is_taken_with_an_exact_factor_at_less_confidence(
    services: Services, heard: str
) -> None:
    outcome = await services.answer(said(heard, tails=("7350",)))
    if heard == "20482":
        assert outcome == NO_SUCH_PAIR  # five digits have too many neighbours
    else:
        assert who(outcome)[0] == EMMA
        assert isinstance(outcome, Identified)
        assert outcome.confidence < 0.8


@pytest.mark.parametrize(
    "query",
    [
        said("204821"),
        said("204821", tails=("7351",)),
        said("204871", tails=("7351",)),
        said("204821", codes=("94108",)),
        said("214871", tails=("7350",)),
        said("4822", tails=("7350",)),
        said("999999", tails=("7350",)),
        said("", tails=("7350",)),
        said(tails=("7350",)),
        said("204821", tails=("",), codes=("",)),
        said("'; --", tails=("%",)),
    ],
)
async def test_everything_else_is_the_same_no(services: Services, query: IdentifyCaller) -> None:
    assert await services.answer(query) == NO_SUCH_PAIR


async def test_several_customers_are_told_apart_by_the_proposed_one_only(
    services: Services, database: Database
) -> None:
    async with database.writing() as session:
        twin = {"number": "114821", "number_digits": "114821", "number_tail": "4821", "phone_tail": "7350"}
        await session.execute(update(Order).where(Order.number == "730164").values(twin))
    query = said("4821", tails=("7350",))
    assert await services.answer(query) == NotIdentified(MismatchReason.AMBIGUOUS)
    assert who(await services.answer(said("4821", tails=("7350",), proposed=EMMA)))[0] == EMMA
    stranger = await services.answer(said("4821", tails=("7350",), proposed="c-0099"))
    assert stranger == NotIdentified(MismatchReason.AMBIGUOUS)


async def test_a_near_number_that_fits_two_orders_is_ambiguous(services: Services, database: Database) -> None:
    async with database.writing() as session:
        twin = {"number": "204831", "number_digits": "204831", "number_tail": "4831", "phone_tail": "7350"}
        await session.execute(update(Order).where(Order.number == "730164").values(twin))
    assert await services.answer(said("204841", tails=("7350",))) == NotIdentified(MismatchReason.AMBIGUOUS)


async def test_five_different_wrong_guesses_close_a_number_until_tomorrow(
    services: Services, clock: VirtualClock
) -> None:
    right = said("204821", tails=("7350",))
    for tail in ("0001", "0002", "0002", "0003", "0004"):
        assert await services.answer(said("204821", tails=(tail,))) == NO_SUCH_PAIR
    assert who(await services.answer(right))[0] == EMMA
    assert await services.answer(said("204821", tails=("0005",))) == NO_SUCH_PAIR
    assert await services.answer(said("204821", tails=("0006",))) == LOCKED
    assert await services.answer(right) == LOCKED
    assert await services.answer(said("4821", tails=("7350",))) == LOCKED
    assert await services.answer(said("204822", tails=("7350",))) == LOCKED
    assert who(await services.answer(said("615902", tails=("2718",))))[0] == "c-0005"
    clock.advance(13 * 3600 * 1000)
    assert who(await services.answer(right))[0] == EMMA


async def test_speculative_questions_are_not_counted(services: Services) -> None:
    for tail in range(10):
        await services.answer(said("204821", tails=(f"000{tail}",)), speculative=True)
    assert who(await services.answer(said("204821", tails=("7350",))))[0] == EMMA


@pytest.mark.parametrize("hint", ["4155557350", "+1 415 555 7350", "(415) 555-7350"])
async def test_a_known_number_proposes_its_customer(services: Services, hint: str) -> None:
    assert await services.answer(ProposeCaller(hint)) == CallerProposed(EMMA)


async def test_a_chinese_number_is_known_with_and_without_country_code(services: Services) -> None:
    expected = CallerProposed(CustomerId("c-0004"))
    assert [await services.answer(ProposeCaller(hint)) for hint in ("13800138866", "+8613800138866")] == [expected] * 2


async def test_an_unknown_or_shared_number_proposes_nobody(services: Services, database: Database) -> None:
    assert await services.answer(ProposeCaller("0000000000")) == CallerUnknown()
    assert await services.answer(ProposeCaller("")) == CallerUnknown()
    async with database.writing() as session:
        hashed = await session.scalar(select(KnownCaller.hint_hash).where(KnownCaller.customer_id == EMMA))
        await session.execute(insert(KnownCaller).values(shop_id="demo", hint_hash=hashed, customer_id="c-0002"))
    assert await services.answer(ProposeCaller("4155557350")) == CallerUnknown()


async def test_everything_about_an_order_in_transit_is_answered_at_once(services: Services) -> None:
    outcome = await services.answer(TrackOrder(EMMA))
    assert isinstance(outcome, Tracked)
    (order,) = outcome.orders
    assert (order.number, order.state, order.channel) == ("204821", OrderState.SHIPPED, SalesChannel.WEB)
    assert [(item.name.en, item.quantity) for item in order.items] == [("electric kettle", 1), ("stoneware mug", 2)]
    assert order.items[0].options == (("color", "blue"), ("capacity", "1 l"))
    assert order.warehouse_step is WarehouseStep.LEFT
    assert order.carrier == Text("UPS", "UPS")
    assert order.last_scan is not None
    assert (order.last_scan.place.en, order.last_scan.at.date()) == ("Oakland", date(2026, 11, 20))
    assert (order.promised_on, order.expected_on) == (date(2026, 11, 22), date(2026, 11, 22))
    assert order.late is None


@pytest.mark.parametrize(
    ("customer", "late"),
    [
        ("c-0002", Lateness(2, DelayReason.OUT_OF_STOCK, date(2026, 11, 24))),
        ("c-0003", Lateness(3, None)),
        ("c-0005", None),
        ("c-0006", None),
    ],
)
async def test_lateness_is_told_with_its_recorded_reason_or_none(
    services: Services, customer: str, late: Lateness | None
) -> None:
    outcome = await services.answer(TrackOrder(CustomerId(customer)))
    assert isinstance(outcome, Tracked)
    assert [order.late for order in outcome.orders] == [late]


async def test_a_delivered_order_is_the_newest_where_none_is_open(services: Services) -> None:
    outcome = await services.answer(TrackOrder(CustomerId("c-0005")))
    assert isinstance(outcome, Tracked)
    assert [order.number for order in outcome.orders] == ["615902"]
    assert outcome.orders[0].delivered_at is not None


async def test_another_customers_order_is_not_there(services: Services, database: Database) -> None:
    async with database.reading() as session:
        emmas = await session.scalar(select(Order.id).where(Order.number == "204821"))
    assert emmas is not None
    assert await services.answer(TrackOrder(CustomerId("c-0002"), OrderId(emmas))) == Tracked(())
    assert await services.answer(TrackOrder(CustomerId("nobody"))) == Tracked(())


async def test_another_shops_callers_and_orders_are_not_there(database: Database, clock: VirtualClock) -> None:
    async with database.writing() as session:
        await session.execute(insert(Shop).values(id="other", name_en="o", name_zh="o", timezone="UTC", hash_key=b"k"))
    other = Services(database, ShopId("other"), clock, LivePolicies())
    assert await other.answer(said("204821", tails=("7350",))) == NO_SUCH_PAIR
    assert await other.answer(TrackOrder(EMMA)) == Tracked(())
    assert await other.answer(ProposeCaller("4155557350")) == CallerUnknown()


async def test_a_shop_that_does_not_exist_is_a_fault_that_says_what_to_do(
    database: Database, clock: VirtualClock
) -> None:
    with pytest.raises(ConfigurationError, match="create-demo"):
        await Services(database, ShopId("none"), clock, LivePolicies()).answer(TrackOrder(EMMA))


async def test_a_database_without_tables_is_a_service_that_is_down(
    empty_url: str, open_database: Callable[[str], Database], clock: VirtualClock
) -> None:
    outcome = await Services(open_database(empty_url), ShopId("demo"), clock, LivePolicies()).answer(TrackOrder(EMMA))
    assert outcome == ServiceDown("track_order")


async def test_names_and_phones_stand_in_their_own_columns_only(database: Database) -> None:
    async with database.reading() as session:
        assert await session.scalar(select(Customer.name).where(Customer.id == EMMA)) == "Emma Chen"
        order = (await session.scalars(select(Order).where(Order.number == "204821"))).one()
    shown = " ".join(str(getattr(order, column.name)) for column in Order.__table__.columns)
    assert not {"Emma", "4155557350", "Brannan"} & set(shown.split())
