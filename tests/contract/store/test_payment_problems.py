from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from tests.contract.store.changing import SHOP, Caller, changes_of, everything, owed, the_books_balance

from orderline.act.services.charge_to_order import ChargeToOrder
from orderline.act.services.explain_payment import explain_payment
from orderline.act.services.refund_charge import RefundCharge
from orderline.clock import VirtualClock
from orderline.events.answer import FailedPayment
from orderline.events.reading import ExplainPayment
from orderline.orders.identifiers import CustomerId, OrderId
from orderline.orders.money import Money
from orderline.orders.quote import Quote, Receipt, Refusal, Refused
from orderline.store.models import OutboxRow, Payment, PaymentMethod, Price, Sku
from orderline.store.repositories.shops import ShopFacts
from orderline.store.session import Database

pytestmark = pytest.mark.contract
CHLOE = CustomerId("c-0006")
FACTS = ShopFacts(SHOP, "UTC", b"")


@pytest.fixture
def chloe(database: Database, clock: VirtualClock) -> Caller:
    return Caller(changes_of(database, clock), CHLOE)


async def pays(database: Database, clock: VirtualClock, **values: Any) -> None:
    row = {"shop_id": "demo", "id": "p-x", "customer_id": CHLOE, "seq": 1, "kind": "payment", "amount": 5800}
    row |= {"currency": "USD", "status": "done", "at": clock.now(), "method_id": "m-0006-1"}
    async with database.writing() as session:
        await session.execute(insert(Payment).values({**row, **values}))


async def gift(database: Database, key: str, balance: int, currency: str = "USD") -> None:
    row = {"shop_id": "demo", "id": key, "customer_id": CHLOE, "kind": "gift_card", "position": 9}
    async with database.writing() as session:
        await session.execute(insert(PaymentMethod).values({**row, "balance": balance, "currency": currency}))


async def explained(database: Database, order: str | None = None) -> FailedPayment | None:
    async with database.reading() as session:
        asked = ExplainPayment(CHLOE, OrderId(order) if order else None)
        return (await explain_payment(session, FACTS, asked)).failed


@pytest.mark.parametrize(
    ("code", "cause"),
    [("51", "there was not enough on the account"), ("59", "the bank stopped it as a precaution"), ("05", None)],
)
async def test_a_declined_payment_is_explained_by_its_code_or_not_at_all(
    database: Database, clock: VirtualClock, code: str, cause: str | None
) -> None:
    assert await explained(database) is None
    await pays(database, clock, status="declined", decline_code=code, order_id="o-000006", seq=9)
    await gift(database, "m-enough", 5800)
    await gift(database, "m-short", 5799)
    await gift(database, "m-yuan", 99_999, "CNY")
    found = await explained(database, "o-000006")
    assert found is not None
    assert (found.cause.en if found.cause else None) == cause
    assert found.amount == Money(5800, "USD")
    assert "m-enough" in found.instead
    assert not {"m-short", "m-yuan", "m-0006-1"} & set(found.instead)
    assert await explained(database, "o-000001") is None


async def test_a_charge_without_an_order_goes_back_once(chloe: Caller, database: Database, clock: VirtualClock) -> None:
    await pays(database, clock)
    quotes = [await chloe.asks(RefundCharge("p-x")) for _ in range(5)]
    results = await asyncio.gather(
        *(chloe.says_yes(quote, f"a-{n}") for n, quote in enumerate(quotes) if isinstance(quote, Quote))
    )
    receipts = [result for result in results if isinstance(result, Receipt)]
    assert len(receipts) == 1
    assert [move.amount.minor_units for move in receipts[0].moves] == [5800]
    async with database.reading() as session:
        assert (await session.scalars(select(OutboxRow.operation))).all() == ["refund"]
    await the_books_balance(database)


async def test_a_charge_becomes_its_order_or_goes_back_never_both(
    chloe: Caller, database: Database, clock: VirtualClock
) -> None:
    async with database.writing() as session:
        await session.execute(update(Sku).where(Sku.id == "teapot-01").values(on_hand=9, sellable=True))
        price = await session.scalar(select(Price.amount).where(Price.sku_id == "teapot-01", Price.currency == "USD"))
    assert price is not None
    await pays(database, clock, amount=2 * price)
    order = ChargeToOrder("p-x", (("teapot-01", 2),))
    quotes = [await chloe.asks(wish) for wish in (order, RefundCharge("p-x")) * 4]
    results = await asyncio.gather(
        *(chloe.says_yes(quote, f"a-{n}") for n, quote in enumerate(quotes) if isinstance(quote, Quote))
    )
    (receipt,) = [result for result in results if isinstance(result, Receipt)]
    made = receipt.action == "charge_to_order"
    async with database.reading() as session:
        charge = await session.get_one(Payment, ("demo", "p-x"))
        left = await session.scalar(select(Sku.on_hand).where(Sku.id == "teapot-01"))
        refunds = (await session.scalars(select(OutboxRow).where(OutboxRow.operation == "refund"))).all()
    assert (charge.order_id is not None, charge.status, left) == (
        made,
        "done" if made else "refunded",
        7 if made else 9,
    )
    assert len(refunds) == (0 if made else 1)
    await the_books_balance(database)


async def test_an_order_made_from_a_charge_is_paid_to_the_cent(
    chloe: Caller, database: Database, clock: VirtualClock
) -> None:
    async with database.writing() as session:
        await session.execute(update(Sku).where(Sku.id == "teapot-01").values(on_hand=9, sellable=True))
        price = await session.scalar(select(Price.amount).where(Price.sku_id == "teapot-01", Price.currency == "USD"))
    await pays(database, clock, amount=price)
    wrong = await chloe.asks(ChargeToOrder("p-x", (("teapot-01", 2),)))
    assert isinstance(wrong, Refused)
    assert wrong.code is Refusal.NOT_PROVED
    receipt = await chloe.gets(ChargeToOrder("p-x", (("teapot-01", 1),)))
    assert isinstance(receipt, Receipt)
    assert receipt.moves == ()
    async with database.reading() as session:
        order = (await session.scalars(select(Payment.order_id).where(Payment.id == "p-x"))).one()
    assert order is not None
    assert await owed(database, order) == (price, price)
    assert isinstance(await chloe.gets(RefundCharge("p-x")), Refused)
    assert isinstance(await chloe.gets(ChargeToOrder("p-x", (("teapot-01", 1),))), Refused)


async def test_a_charge_on_a_gift_card_is_back_at_once(chloe: Caller, database: Database, clock: VirtualClock) -> None:
    await gift(database, "m-gift", 100)
    await pays(database, clock, method_id="m-gift")
    assert isinstance(await chloe.gets(RefundCharge("p-x")), Receipt)
    async with database.reading() as session:
        assert await session.scalar(select(PaymentMethod.balance).where(PaymentMethod.id == "m-gift")) == 5900


@pytest.mark.parametrize(
    "values", [{"order_id": "o-000006", "seq": 9}, {"customer_id": "c-0001"}, {"status": "declined"}, {"id": "p-y"}]
)
async def test_anything_else_is_not_proved_and_nothing_moves(
    chloe: Caller, database: Database, clock: VirtualClock, values: dict[str, Any]
) -> None:
    await pays(database, clock, **values)
    before = await everything(database)
    refused = await chloe.gets(RefundCharge("p-x"))
    assert isinstance(refused, Refused)
    assert refused.code is Refusal.NOT_PROVED
    assert await everything(database) == before
