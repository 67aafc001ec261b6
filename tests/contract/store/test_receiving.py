"""Goods that come back: what was promised for that moment happens once, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select, update
from tests.contract.store.api_client import System, api_of, key_for, refused
from tests.contract.store.changing import SHOP, Caller, changes_of, everything, owed, the_books_balance
from tests.contract.store.test_changing_orders import HENRYS, get, lines_of, set_row

from orderline.act.services.exchange_item import ExchangeItem
from orderline.act.services.lapse_exchanges import lapse_exchanges
from orderline.act.services.price_protect import PriceProtect
from orderline.act.services.return_item import ReturnItem
from orderline.clock import VirtualClock
from orderline.orders.identifiers import CustomerId
from orderline.orders.order import OrderState
from orderline.orders.quote import Quote, Receipt
from orderline.store.models import (
    ActionRow,
    AfterSale,
    LedgerRow,
    Order,
    OutboxRow,
    Payment,
    PaymentMethod,
    Price,
    Reservation,
    Sku,
)
from orderline.store.repositories.api_keys import Scope
from orderline.store.session import Database

pytestmark = pytest.mark.contract
NUMBER = "615902"
TODAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
BOTH = ReturnItem(HENRYS, ((1, 0), (2, 0)), reason="faulty", condition="opened")
ARRIVAL = {"order": NUMBER, "after_sale": 1}


@pytest.fixture
def henry(database: Database, clock: VirtualClock) -> Caller:
    return Caller(changes_of(database, clock), CustomerId("c-0005"))


@pytest.fixture
async def wms(database: Database, clock: VirtualClock) -> AsyncIterator[System]:
    key_id, token = await key_for(database, clock, [Scope.PUSH])
    async with api_of(database, clock) as client:
        yield System(client, token, key_id)


async def arrives(wms: System, **row: object) -> httpx.Response:
    return await wms.post("/push/arrivals", [{**ARRIVAL, **row}])


async def refunds(database: Database) -> list[int]:
    async with database.reading() as session:
        own = (Payment.order_id == HENRYS, Payment.kind == "refund")
        return list(await session.scalars(select(Payment.amount).where(*own).order_by(Payment.seq)))


async def told(database: Database, action: str) -> list[tuple[str, str]]:
    async with database.reading() as session:
        query = select(OutboxRow.system, OutboxRow.operation).join(
            ActionRow, (ActionRow.shop_id == OutboxRow.shop_id) & (ActionRow.id == OutboxRow.action_id)
        )
        return sorted((row[0], row[1]) for row in await session.execute(query.where(ActionRow.action == action)))


async def socks(database: Database) -> str:
    """Another pair than the one in the order, of which there is one."""
    _, line = await lines_of(database, HENRYS)
    target = "socks-01" if line.sku_id != "socks-01" else "socks-02"
    await set_row(database, update(Sku).where(Sku.id == target).values(on_hand=1, sellable=True))
    return target


async def test_a_return_that_is_here_is_refunded_once_however_often_it_is_told(
    henry: Caller, wms: System, database: Database
) -> None:
    assert isinstance(await henry.gets(BOTH), Receipt)
    assert await refunds(database) == []
    cost, paid = await owed(database, HENRYS)
    goods = cost - (await get(database, Order, HENRYS)).shipping
    answers = await asyncio.gather(*(arrives(wms, resellable=True) for _ in range(5)))
    assert [answer.status_code for answer in answers] == [200] * 5
    assert sum(await refunds(database)) == goods
    assert (await owed(database, HENRYS))[1] == paid - goods
    assert (await get(database, Order, HENRYS)).state is OrderState.RETURNED
    assert (await get(database, AfterSale, HENRYS, 1)).state == "done"
    assert await told(database, "receive_goods") == [
        ("crm", "refund_sent"), ("erp", "goods_received"), ("payment", "refund"),
    ]  # fmt: skip
    async with database.reading() as session:
        stock = await session.execute(select(LedgerRow.subject, LedgerRow.amount).where(LedgerRow.kind == "stock"))
        lines = await lines_of(database, HENRYS)
        assert sorted(tuple(row) for row in stock) == sorted((line.sku_id, line.quantity) for line in lines)
    await the_books_balance(database)


async def test_part_that_is_back_is_refunded_and_the_rest_stays_delivered(
    henry: Caller, wms: System, database: Database
) -> None:
    one = ReturnItem(HENRYS, ((2, 0),), reason="no_reason", condition="unopened")
    assert isinstance(await henry.gets(one), Receipt)
    assert isinstance(await henry.gets(ReturnItem(HENRYS, ((1, 0),), reason="faulty", condition="opened")), Receipt)
    assert (await arrives(wms)).status_code == 200
    assert (await get(database, Order, HENRYS)).state is OrderState.RETURN_REQUESTED
    assert len(await refunds(database)) == 1
    assert (await arrives(wms, after_sale=2)).status_code == 200
    assert (await get(database, Order, HENRYS)).state is OrderState.RETURNED
    await the_books_balance(database)


async def test_an_exchange_sends_the_kept_piece_and_settles_the_difference(
    henry: Caller, wms: System, database: Database
) -> None:
    _, old = await lines_of(database, HENRYS)
    target = await socks(database)
    await set_row(database, update(Price).where(Price.sku_id == target).values(amount=old.unit_price + 250))
    before = await owed(database, HENRYS)
    assert isinstance(await henry.gets(ExchangeItem(HENRYS, ((2, target),), None, "wrong_size", "tags_on")), Receipt)
    await set_row(database, update(Price).where(Price.sku_id == target).values(amount=old.unit_price + 9999))
    assert (await arrives(wms)).status_code == 200
    assert (await arrives(wms)).status_code == 200
    _, line = await lines_of(database, HENRYS)
    assert (line.sku_id, line.unit_price, line.quantity) == (target, old.unit_price + 250, old.quantity)
    after = await owed(database, HENRYS)
    assert [new - was for new, was in zip(after, before, strict=True)] == [250 * old.quantity] * 2
    sku = await get(database, Sku, target)
    assert (sku.on_hand, sku.reserved) == (0, 0)
    async with database.reading() as session:
        assert (await session.scalars(select(Reservation.state))).all() == ["used"]
    assert ("wms", "ship_exchange") in await told(database, "receive_goods")
    assert (await get(database, Order, HENRYS)).state is OrderState.DELIVERED
    await the_books_balance(database)


async def test_a_cheaper_exchange_gives_back_the_difference(henry: Caller, wms: System, database: Database) -> None:
    _, old = await lines_of(database, HENRYS)
    target = await socks(database)
    await set_row(database, update(Price).where(Price.sku_id == target).values(amount=old.unit_price - 100))
    assert isinstance(await henry.gets(ExchangeItem(HENRYS, ((2, target),), None, "wrong_size", "tags_on")), Receipt)
    assert (await arrives(wms)).status_code == 200
    assert await refunds(database) == [100 * old.quantity]
    cost, paid = await owed(database, HENRYS)
    assert cost == paid
    await the_books_balance(database)


async def test_goods_that_cannot_be_settled_wait_for_a_person_and_then_go_on(
    henry: Caller, wms: System, database: Database
) -> None:
    _, old = await lines_of(database, HENRYS)
    target = await socks(database)
    await set_row(database, update(Price).where(Price.sku_id == target).values(amount=old.unit_price + 250))
    async with database.reading() as session:
        method = (await session.scalars(select(PaymentMethod).where(PaymentMethod.customer_id == "c-0005"))).first()
    assert method is not None
    card = {"kind": "gift_card", "balance": 250 * old.quantity, "currency": "USD"}
    await set_row(database, update(PaymentMethod).where(PaymentMethod.id == method.id).values(card))
    wish = ExchangeItem(HENRYS, ((2, target),), method.id, "wrong_size", "tags_on")
    assert isinstance(await henry.gets(wish), Receipt)
    await set_row(database, update(PaymentMethod).where(PaymentMethod.id == method.id).values(balance=1))
    assert (await arrives(wms)).status_code == 200
    assert (await get(database, AfterSale, HENRYS, 1)).state == "received"
    assert ("crm", "call_back") in await told(database, "receive_goods")
    assert (await get(database, Sku, target)).reserved == old.quantity
    before = await everything(database)
    error = refused(await arrives(wms), 422, "bad_rows")
    assert [row["name"] for row in error["rows"]] == ["short_balance"]
    assert await everything(database) == before
    await set_row(database, update(PaymentMethod).where(PaymentMethod.id == method.id).values(balance=9999))
    assert (await arrives(wms)).status_code == 200
    assert (await get(database, AfterSale, HENRYS, 1)).state == "done"
    await the_books_balance(database)


async def test_what_is_no_case_is_named_and_nothing_is_written(henry: Caller, wms: System, database: Database) -> None:
    assert isinstance(await henry.gets(BOTH), Receipt)
    await set_row(database, update(AfterSale).values(state="withdrawn"))
    before = await everything(database)
    for row, name in (
        ({"after_sale": 2}, "unknown_case"), ({"order": "999999"}, "unknown_order"), ({}, "withdrawn"),
    ):  # fmt: skip
        error = refused(await arrives(wms, **row), 422, "bad_rows")
        assert [bad["name"] for bad in error["rows"]] == [name]
    assert await everything(database) == before


async def test_an_exchange_whose_old_piece_never_comes_is_let_go_once(
    henry: Caller, wms: System, database: Database, clock: VirtualClock
) -> None:
    target = await socks(database)
    assert isinstance(await henry.gets(ExchangeItem(HENRYS, ((2, target),), None, "wrong_size", "tags_on")), Receipt)
    assert await lapse_exchanges(database, SHOP, clock) == 0
    clock.advance(timedelta(days=30) / timedelta(milliseconds=1))
    passes = await asyncio.gather(*(lapse_exchanges(database, SHOP, clock) for _ in range(3)))
    assert sum(passes) == 1
    sku = await get(database, Sku, target)
    assert (sku.on_hand, sku.reserved) == (1, 0)
    assert (await get(database, AfterSale, HENRYS, 1)).state == "withdrawn"
    assert (await get(database, Order, HENRYS)).state is OrderState.DELIVERED
    assert ("crm", "exchange_withdrawn") in await told(database, "lapse_exchange")
    assert (await arrives(wms)).status_code == 422
    await the_books_balance(database)


async def test_what_went_back_by_another_way_meanwhile_is_not_paid_again(
    henry: Caller, wms: System, database: Database
) -> None:
    """The shop gave half of it back by hand: with the refund that was promised it is never more than was paid."""
    assert isinstance(await henry.gets(BOTH), Receipt)
    _, paid = await owed(database, HENRYS)
    half = {
        "id": "by-hand",
        "order": NUMBER,
        "kind": "refund",
        "amount": paid // 2,
        "currency": "USD",
        "status": "done",
    }
    async with database.reading() as session:
        own = (Payment.order_id == HENRYS, Payment.kind == "payment")
        half["method"] = await session.scalar(select(Payment.method_id).where(*own))
    assert (await wms.post("/push/payments", [half])).status_code == 200
    assert (await arrives(wms)).status_code == 200
    assert (await owed(database, HENRYS))[1] == 0
    await the_books_balance(database)


async def test_the_price_of_what_goes_back_is_not_protected(henry: Caller, database: Database) -> None:
    first, second = await lines_of(database, HENRYS)
    one = ReturnItem(HENRYS, ((2, 0),), reason="no_reason", condition="unopened")
    assert isinstance(await henry.gets(one), Receipt)
    for line in (first, second):
        await set_row(database, update(Price).where(Price.sku_id == line.sku_id).values(amount=line.unit_price - 100))
    await set_row(database, update(Payment).where(Payment.order_id == HENRYS).values(at=TODAY))
    quote = await henry.asks(PriceProtect(HENRYS))
    assert isinstance(quote, Quote)
    assert sum(move.amount.minor_units for move in quote.moves) == 100 * first.quantity - first.discount
