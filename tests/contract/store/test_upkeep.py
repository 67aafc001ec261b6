"""What becomes due by itself: on a clock that moves when told to."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from tests.contract.store.changing import SHOP, Caller, changes_of

from orderline.act.services.cancel_order import CancelOrder
from orderline.act.services.changes import QUOTE_LIFE
from orderline.act.services.step_up import LIFE, send_code
from orderline.act.upkeep import KEPT, Round, Upkeep, upkeep
from orderline.clock import VirtualClock
from orderline.orders.identifiers import CustomerId
from orderline.orders.quote import Quote, Receipt
from orderline.store.models import QuoteRow, Reservation, Sku, StepUpCode
from orderline.store.session import Database

pytestmark = pytest.mark.contract
CHLOE = CustomerId("c-0006")
MINUTE_MS = 60_000.0
LATER_MS = (KEPT + QUOTE_LIFE + LIFE).total_seconds() * 1000


@pytest.fixture
def kept(database: Database, clock: VirtualClock) -> Upkeep:
    return Upkeep(database, SHOP, clock)


async def reserved(database: Database, clock: VirtualClock, sku: str, minutes: int | None) -> None:
    """One piece is kept for somebody, for so long; None: until its goods move."""
    ends = None if minutes is None else clock.now() + timedelta(minutes=minutes)
    row = {"shop_id": SHOP, "id": f"res-{minutes}", "sku_id": sku, "order_id": "o-000001", "quantity": 1}
    async with database.writing() as session:
        (await session.get_one(Sku, (SHOP, sku))).reserved += 1
        await session.execute(insert(Reservation).values({**row, "state": "held", "expires_at": ends}))


async def test_stock_that_nobody_took_goes_back_on_sale_when_its_time_is_over(
    kept: Upkeep, database: Database, clock: VirtualClock
) -> None:
    async with database.reading() as session:
        sku = (await session.scalars(select(Sku.id).where(Sku.on_hand > 5).limit(1))).one()
    for minutes in (5, 20, None):
        await reserved(database, clock, sku, minutes)
    assert await kept.once() == Round()
    clock.advance(10 * MINUTE_MS)
    assert await kept.once() == Round(released=1)
    async with database.reading() as session:
        states = dict((await session.execute(select(Reservation.id, Reservation.state))).all())
        assert (await session.get_one(Sku, (SHOP, sku))).reserved == 2
    assert states == {"res-5": "released", "res-20": "held", "res-None": "held"}
    assert await kept.once() == Round()


async def test_offers_that_nobody_took_are_deleted_a_day_after_their_end(
    kept: Upkeep, database: Database, clock: VirtualClock
) -> None:
    chloe = Caller(changes_of(database, clock), CHLOE)
    wish = CancelOrder("o-000006", "no_longer_needed")
    dropped, taken = await chloe.asks(wish), await chloe.asks(wish)
    assert isinstance(dropped, Quote)
    assert isinstance(taken, Quote)
    receipt = await chloe.says_yes(taken, "a-taken")
    assert isinstance(receipt, Receipt)
    clock.advance(QUOTE_LIFE.total_seconds() * 1000 + 1)
    assert await kept.once() == Round(), "it still says that it is too old"
    clock.advance(LATER_MS)
    assert await kept.once() == Round(quotes=1)
    async with database.reading() as session:
        assert (await session.scalars(select(QuoteRow.id))).all() == [taken.quote_id]
    assert await chloe.says_yes(taken, "a-taken") == receipt, "the same action again is still answered"


async def test_old_codes_are_deleted(kept: Upkeep, database: Database, clock: VirtualClock) -> None:
    await send_code(database, SHOP, clock, CHLOE, "call-1")
    assert await kept.once() == Round()
    clock.advance(LATER_MS)
    assert await kept.once() == Round(codes=1)
    async with database.reading() as session:
        assert not (await session.scalars(select(StepUpCode.id))).all()


async def test_a_round_that_fails_does_not_end_the_upkeep(kept: Upkeep, monkeypatch: pytest.MonkeyPatch) -> None:
    over, rounds = asyncio.Event(), []

    async def once() -> Round:
        rounds.append(1)
        if len(rounds) == 3:
            over.set()
        raise RuntimeError("a bug")

    monkeypatch.setattr(kept, "once", once)
    await kept.run(over, every_s=0)
    assert len(rounds) == 3


async def test_the_upkeep_ends_with_the_line_and_finishes_its_round(database: Database, clock: VirtualClock) -> None:
    await send_code(database, SHOP, clock, CHLOE, "call-1")
    clock.advance(LATER_MS)
    async with upkeep(database, SHOP, clock):
        (task,) = (task for task in asyncio.all_tasks() if task.get_name() == "upkeep")
        await asyncio.sleep(0)
    assert task.done()
    async with database.reading() as session:
        assert not (await session.scalars(select(StepUpCode.id))).all()
