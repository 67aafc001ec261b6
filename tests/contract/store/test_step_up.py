"""Step-up codes: sent, kept from everyone but the customer, and right once; on both databases."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select, update
from tests.contract.store.changing import SHOP
from typer.testing import CliRunner

from orderline.act.delivery import TRIES as ATTEMPTS
from orderline.act.delivery import Delivery
from orderline.act.services.step_up import check_code, send_code, six_digits
from orderline.act.systems.port import SYSTEMS, Message, SystemDown
from orderline.act.systems.simulator import SimulatedSystem
from orderline.cli.app import app
from orderline.clock import VirtualClock
from orderline.errors import OrderlineError
from orderline.events.outcome import CodeRight, CodeSent, CodeWrong, WishRefused
from orderline.orders.identifiers import CustomerId
from orderline.orders.quote import Refusal
from orderline.store.audit import Broken, verify
from orderline.store.migrate import sync_engine
from orderline.store.models import Base, Customer, OutboxRow, Shop
from orderline.store.session import Database

pytestmark = pytest.mark.contract
EMMA, NOAH = CustomerId("c-0001"), CustomerId("c-0002")
CODE = "904417"


async def send(database: Database, clock: VirtualClock, code: str = CODE, call: str = "call-1") -> object:
    return await send_code(database, SHOP, clock, EMMA, call, lambda: code)


async def check(database: Database, clock: VirtualClock, *codes: str, call: str = "call-1") -> object:
    return await check_code(database, SHOP, clock, EMMA, call, codes)


async def where_it_stands(database: Database, code: str) -> set[str]:
    """Every column of every table that holds this code somewhere."""
    async with database.reading() as session:
        return {
            f"{table.name}.{name}"
            for table in Base.metadata.sorted_tables
            for row in (await session.execute(select(table))).mappings()
            for name, value in row.items()
            if not isinstance(value, bytes) and code in str(value)
        }


def deliver(url: str, clock: VirtualClock, errands: list[str]) -> None:
    engine = sync_engine(url)
    delivery = Delivery(url, {name: SimulatedSystem(engine, clock) for name in SYSTEMS}, clock, engine)
    for errand in errands:
        delivery.note("demo", errand, 0, delivery.tell("demo", errand))
    delivery.stop()


async def errands(database: Database) -> list[str]:
    async with database.reading() as session:
        return list(await session.scalars(select(OutboxRow.id).where(OutboxRow.operation == "send_code")))


async def test_a_code_read_back_is_right_once_in_its_own_call(database: Database, clock: VirtualClock) -> None:
    assert await check(database, clock, CODE) == CodeWrong(0)
    assert await send(database, clock) == CodeSent("7350")
    assert await check(database, clock, CODE, call="call-2") == CodeWrong(0)
    assert await check_code(database, SHOP, clock, NOAH, "call-1", (CODE,)) == CodeWrong(0)
    assert await check(database, clock, "904407", "904417") == CodeRight()
    assert await check(database, clock, CODE) == CodeWrong(0)
    async with database.reading() as session:
        assert not isinstance(await verify(session, SHOP), Broken)


async def test_three_wrong_ones_end_a_code_and_ten_minutes_do(database: Database, clock: VirtualClock) -> None:
    await send(database, clock)
    assert [await check(database, clock, "000000") for _ in range(3)] == [CodeWrong(2), CodeWrong(1), CodeWrong(0)]
    assert await check(database, clock, CODE) == CodeWrong(0)
    await send(database, clock, "111222")
    assert await check(database, clock, "000001", "000002", "000003", "111222") == CodeWrong(2)
    clock.advance(600_000)
    assert await check(database, clock, "111222") == CodeWrong(0)


async def test_a_newer_code_makes_the_one_before_worthless(database: Database, clock: VirtualClock) -> None:
    await send(database, clock)
    await send(database, clock, "111222")
    assert await check(database, clock, CODE) == CodeWrong(2)
    assert await check(database, clock, "111222") == CodeRight()


async def test_no_more_than_three_codes_an_hour_even_at_once(database: Database, clock: VirtualClock) -> None:
    sent = await asyncio.gather(*(send(database, clock, call=f"call-{n}") for n in range(8)))
    assert sum(isinstance(one, CodeSent) for one in sent) == 3
    refused = next(one for one in sent if isinstance(one, WishRefused))
    assert refused.refused.code is Refusal.PERSON_NEEDED
    assert refused.refused.because.zh
    assert len(await errands(database)) == 3
    clock.advance(3_600_000)
    assert isinstance(await send(database, clock), CodeSent)


async def test_nobody_to_send_it_to_is_a_refusal(database: Database, clock: VirtualClock) -> None:
    async with database.writing() as session:
        await session.execute(update(Customer).where(Customer.id == EMMA).values(phone=None))
    assert await send(database, clock) == CodeSent("")
    async with database.writing() as session:
        await session.execute(update(Customer).where(Customer.id == EMMA).values(email=None))
    assert isinstance(await send(database, clock), WishRefused)
    assert isinstance(await send_code(database, SHOP, clock, CustomerId("nobody"), "call-1"), WishRefused)


async def test_the_code_stands_in_its_errand_until_it_is_told_and_then_with_the_demo_phone_alone(
    database: Database, clock: VirtualClock, url: str
) -> None:
    await send(database, clock)
    assert await where_it_stands(database, CODE) == {"outbox.payload"}
    await asyncio.to_thread(deliver, url, clock, await errands(database))
    assert await where_it_stands(database, CODE) == {"simulated.said"}
    for who in ("c-0001", "204821"):
        shown = await asyncio.to_thread(CliRunner().invoke, app, ["shop", "code", who, "--database", url])
        assert CODE in shown.output
        assert "DEMO SHOP ONLY" in shown.output
    none = await asyncio.to_thread(CliRunner().invoke, app, ["shop", "code", "c-0002", "--database", url])
    assert isinstance(none.exception, OrderlineError)


async def test_a_real_shops_code_is_kept_nowhere_once_it_was_told(
    database: Database, clock: VirtualClock, url: str
) -> None:
    async with database.writing() as session:
        await session.execute(update(Shop).values(demo_day=None))
    await send(database, clock)
    await asyncio.to_thread(deliver, url, clock, await errands(database))
    assert await where_it_stands(database, CODE) == set()
    shown = await asyncio.to_thread(CliRunner().invoke, app, ["shop", "code", "c-0001", "--database", url])
    assert isinstance(shown.exception, OrderlineError)


async def test_a_code_that_cannot_be_sent_is_forgotten_with_the_errand(
    database: Database, clock: VirtualClock, url: str
) -> None:
    class Down:
        def tell(self, message: Message) -> str:
            raise SystemDown("The crm does not answer.")

    await send(database, clock)
    (errand,) = await errands(database)

    def give_up() -> None:
        delivery = Delivery(url, dict.fromkeys(SYSTEMS, Down()), clock)
        for attempt in range(ATTEMPTS):
            delivery.note("demo", errand, attempt, delivery.tell("demo", errand))
        delivery.stop()

    await asyncio.to_thread(give_up)
    assert await where_it_stands(database, CODE) == set()


def test_codes_are_six_digits_and_differ() -> None:
    codes = {six_digits() for _ in range(200)}
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(codes) > 190
