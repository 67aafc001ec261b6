from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from orderline.act.services.change import Change, Done
from orderline.act.services.writer import UNKNOWN_ORDER, Writer
from orderline.clock import VirtualClock
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CustomerId, OrderId, ShopId
from orderline.orders.money import Money
from orderline.orders.order import Text
from orderline.orders.quote import ActionId, MoneyMove, MoveKind, Receipt, Refusal, Refused
from orderline.store.audit import Broken, Verified, verify
from orderline.store.models import (
    ActionRow,
    AuditRow,
    Base,
    Customer,
    LedgerRow,
    Order,
    OutboxRow,
    PaymentMethod,
    Reservation,
    Sku,
)
from orderline.store.repositories.actions import Errand, Movement
from orderline.store.repositories.money import NewPayment, add_payment, paid_by
from orderline.store.repositories.shops import ShopFacts
from orderline.store.repositories.stock import release, release_expired, reserve, take
from orderline.store.session import Database

pytestmark = pytest.mark.contract
SHOP = ShopId("demo")
EMMA = Authority("line", CustomerId("c-0001"), ("order_number", "phone_tail"), 1, None, 12_340)
EMMAS = OrderId("o-000001")
MOVE = MoneyMove(MoveKind.REFUND, "m-0001-1", Money(129, "USD"), (3, 5))


@pytest.fixture
def writer(database: Database, clock: VirtualClock) -> Writer:
    return Writer(database, SHOP, clock)


async def marks(change: Change) -> Done:
    await change.session.execute(
        update(Order).where(Order.shop_id == change.shop.id, Order.id == EMMAS).values(cancel_reason="other")
    )
    return Done(
        (MOVE,),
        (Movement("refund", "m-0001-1", -129, "USD"),),
        (Errand("wms", "stop", {"order": EMMAS}), Errand("payment", "refund")),
        {"reason": "other"},
    )


async def refuses(change: Change) -> Done | Refused:
    await marks(change)
    return Refused(Refusal.SOLD_OUT, Text("sold out", "卖完了"))


async def run(writer: Writer, work: Any = marks, action: str = "a-1", authority: Authority = EMMA) -> Receipt | Refused:
    return await writer.run(
        action_id=ActionId(action), action="cancel_order", order_ids=(EMMAS,), authority=authority, work=work
    )


async def counts(database: Database) -> dict[str, int]:
    async with database.reading() as session:
        return {
            table.name: await session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


async def scalar(database: Database, query: Any) -> Any:
    async with database.reading() as session:
        return await session.scalar(query)


async def test_a_change_and_its_four_records_are_one(writer: Writer, database: Database) -> None:
    receipt = await run(writer)
    assert isinstance(receipt, Receipt)
    assert (receipt.action_id, receipt.order_id, receipt.moves) == ("a-1", EMMAS, (MOVE,))
    assert receipt.follow_ups == ("wms", "payment")
    async with database.reading() as session:
        order = (await session.scalars(select(Order).where(Order.id == EMMAS))).one()
        assert (order.cancel_reason, order.version) == ("other", 2)
        assert (await session.scalars(select(LedgerRow.amount))).all() == [-129]
        assert (await session.scalars(select(OutboxRow.id).order_by(OutboxRow.id))).all() == ["a-1:1", "a-1:2"]
        entry = (await session.scalars(select(AuditRow))).one()
        assert '"yes_at_ms":12340' in entry.entry
        assert await verify(session, SHOP) == Verified(1)


async def test_the_same_action_again_gives_the_first_receipt_and_does_nothing(
    writer: Writer, database: Database
) -> None:
    first = await run(writer)
    before = await counts(database)
    assert await run(writer, refuses) == first
    assert await counts(database) == before


async def test_a_key_that_another_change_took_meanwhile_is_looked_at_again(
    writer: Writer, database: Database, clock: VirtualClock
) -> None:
    """What is there already is known the second time; what can never be is a fault."""
    rows: list[str] = []

    async def inserts(change: Change) -> Done:
        rows.append("c-0001" if not rows else "c-new")
        person = {"shop_id": SHOP, "id": rows[-1], "language": "en", "created_at": clock.now()}
        await change.session.execute(insert(Customer).values(person))
        return Done()

    async def never(change: Change) -> Done:
        rows.clear()
        return await inserts(change)

    assert isinstance(await run(writer, inserts), Receipt)
    assert rows == ["c-0001", "c-new"]
    with pytest.raises(IntegrityError):
        await run(writer, never, "a-2")


async def test_the_same_action_many_times_at_once_is_done_once(writer: Writer, database: Database) -> None:
    receipts = await asyncio.gather(*(run(writer) for _ in range(20)))
    assert len(set(receipts)) == 1
    assert await scalar(database, select(Order.version).where(Order.id == EMMAS)) == 2


async def test_a_refusal_leaves_no_trace_and_its_action_may_be_tried_again(writer: Writer, database: Database) -> None:
    before = await counts(database)
    refused = await run(writer, refuses)
    assert isinstance(refused, Refused)
    assert await counts(database) == before
    assert await scalar(database, select(Order.cancel_reason).where(Order.id == EMMAS)) is None
    assert isinstance(await run(writer), Receipt)


async def test_a_fault_leaves_no_trace(writer: Writer, database: Database) -> None:
    async def breaks(change: Change) -> Done:
        await marks(change)
        raise ZeroDivisionError

    before = await counts(database)
    with pytest.raises(ZeroDivisionError):
        await run(writer, breaks)
    assert await counts(database) == before


async def test_another_customers_order_is_not_there(writer: Writer, database: Database) -> None:
    before = await counts(database)
    assert await run(writer, authority=Authority("line", CustomerId("c-0002"))) == UNKNOWN_ORDER
    assert await counts(database) == before


async def test_fifty_changes_at_once_all_happen_in_one_unbroken_chain(writer: Writer, database: Database) -> None:
    receipts = await asyncio.gather(*(run(writer, action=f"a-{n}") for n in range(50)))
    assert len({receipt.receipt_id for receipt in receipts if isinstance(receipt, Receipt)}) == 50
    async with database.reading() as session:
        assert await verify(session, SHOP) == Verified(50)
    assert await scalar(database, select(Order.version).where(Order.id == EMMAS)) == 51


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (update(AuditRow).where(AuditRow.seq == 2).values(entry="{}"), Broken(2, "altered")),
        (update(AuditRow).where(AuditRow.seq == 2).values(at=text("at")), None),
        (delete(AuditRow).where(AuditRow.seq == 2), Broken(2, "deleted")),
        (delete(AuditRow).where(AuditRow.seq == 3), Broken(3, "cut off")),
        (update(ActionRow).where(ActionRow.id == "a-1").values(receipt_id="1-00000000"), Broken(1, "receipt")),
    ],
)
async def test_a_harmed_chain_is_located(writer: Writer, database: Database, harm: Any, found: Broken | None) -> None:
    for action in ("a-1", "a-2", "a-3"):
        await run(writer, action=action)
    async with database.writing() as session:
        await session.execute(harm, execution_options={"synchronize_session": False})
        assert await verify(session, SHOP) == (found or Verified(3))


async def test_an_inserted_link_is_located(writer: Writer, database: Database) -> None:
    for action in ("a-1", "a-2"):
        await run(writer, action=action)
    async with database.writing() as session:
        last = (await session.scalars(select(AuditRow).where(AuditRow.seq == 2))).one()
        copied = {column.name: getattr(last, column.name) for column in AuditRow.__table__.columns}
        await session.execute(insert(AuditRow).values({**copied, "seq": 3}))
        assert await verify(session, SHOP) == Broken(3, "altered")


async def _facts(database: Database) -> ShopFacts:
    return ShopFacts(SHOP, "UTC", b"")


async def _stock(database: Database, sku: str, on_hand: int | None) -> None:
    async with database.writing() as session:
        await session.execute(update(Sku).where(Sku.id == sku).values(on_hand=on_hand, reserved=0))


async def test_the_last_piece_goes_to_one_of_fifty(database: Database) -> None:
    shop = await _facts(database)
    await _stock(database, "kettle-01", 1)

    async def grab() -> bool:
        async with database.writing() as session:
            return await take(session, shop, "kettle-01", 1)

    assert sum(await asyncio.gather(*(grab() for _ in range(50)))) == 1
    assert await scalar(database, select(Sku.on_hand).where(Sku.id == "kettle-01")) == 0


async def test_reserved_pieces_cannot_be_taken_and_come_back_when_time_is_up(
    database: Database, clock: VirtualClock
) -> None:
    shop = await _facts(database)
    await _stock(database, "kettle-01", 2)

    def hold(key: str, quantity: int) -> Reservation:
        until = clock.now() + timedelta(minutes=30)
        return Reservation(id=key, sku_id="kettle-01", order_id=EMMAS, quantity=quantity, expires_at=until)

    async with database.writing() as session:
        assert await reserve(session, shop, hold("r-1", 1))
        assert not await reserve(session, shop, hold("r-2", 2))
        assert not await take(session, shop, "kettle-01", 2)
        assert await take(session, shop, "kettle-01", 1)
        assert await release_expired(session, shop, clock.now()) == 0
        assert await release_expired(session, shop, clock.now() + timedelta(hours=1)) == 1
        assert not await release(session, shop, "r-1", used=False)
        assert await take(session, shop, "kettle-01", 1)
        assert not await take(session, shop, "kettle-01", 1)


async def test_a_used_reservation_leaves_the_warehouse(database: Database, clock: VirtualClock) -> None:
    shop = await _facts(database)
    await _stock(database, "kettle-01", 2)
    held = Reservation(id="r-1", sku_id="kettle-01", order_id=EMMAS, quantity=2, expires_at=None)
    async with database.writing() as session:
        assert await reserve(session, shop, held)
        assert await release(session, shop, "r-1", used=True)
        row = (await session.execute(select(Sku.on_hand, Sku.reserved).where(Sku.id == "kettle-01"))).one()
    assert tuple(row) == (0, 0)


async def test_uncounted_stock_can_be_had_while_it_is_on_sale(database: Database) -> None:
    shop = await _facts(database)
    await _stock(database, "kettle-01", None)
    async with database.writing() as session:
        assert await take(session, shop, "kettle-01", 1000)
        await session.execute(update(Sku).where(Sku.id == "kettle-01").values(sellable=False))
        assert not await take(session, shop, "kettle-01", 1)
        assert not await take(session, shop, "no-such-sku", 1)


async def test_gift_balances_move_with_payments_and_never_go_under(
    database: Database, clock: VirtualClock, open_database: Callable[..., Database]
) -> None:
    shop = await _facts(database)
    card = {"shop_id": "demo", "id": "m-gift", "customer_id": "c-0001", "kind": "gift_card", "balance": 500}
    async with database.writing() as session:
        await session.execute(insert(PaymentMethod).values(**card, position=9, currency="USD"))

    def pay(key: str, kind: str, cents: int, currency: str = "USD") -> NewPayment:
        return NewPayment(key, EMMAS, "c-0001", kind, "m-gift", Money(cents, currency), clock.now())

    async with database.writing() as session:
        assert await add_payment(session, shop, pay("p-1", "payment", 400))
        assert not await add_payment(session, shop, pay("p-2", "payment", 200))
        assert not await add_payment(session, shop, pay("p-3", "payment", 50, "CNY"))
        assert await add_payment(session, shop, pay("p-4", "refund", 150))
        assert await add_payment(session, shop, pay("p-5", "refund", 0))
        gift = [paid for paid in await paid_by(session, shop, EMMAS, "USD") if paid.method_id == "m-gift"]
    assert await scalar(database, select(PaymentMethod.balance).where(PaymentMethod.id == "m-gift")) == 250
    assert [(paid.paid.minor_units, paid.refunded.minor_units, paid.stored_value) for paid in gift] == [
        (400, 150, True)
    ]
