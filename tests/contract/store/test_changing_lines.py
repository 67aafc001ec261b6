from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from tests.contract.store.changing import Caller, changes_of, everything, owed, the_books_balance

from orderline.act.services.add_line import AddLine
from orderline.act.services.book_pickup import BookPickup
from orderline.act.services.change_item import ChangeItem
from orderline.act.services.change_payment import ChangePayment
from orderline.act.services.change_quantity import ChangeQuantity
from orderline.act.services.changes import Wish
from orderline.act.services.claim_parcel import ClaimParcel
from orderline.act.services.compensate_delay import CompensateDelay
from orderline.act.services.expedite import Expedite
from orderline.act.services.merge_orders import MergeOrders
from orderline.act.services.price_protect import PriceProtect
from orderline.act.services.refund_duplicate import RefundDuplicate
from orderline.act.services.remove_line import RemoveLine
from orderline.act.services.return_item import ReturnItem
from orderline.act.services.split_order import SplitOrder
from orderline.clock import VirtualClock
from orderline.orders.identifiers import CustomerId
from orderline.orders.order import OrderState
from orderline.orders.quote import MoveKind, Quote, Receipt, Refusal, Refused
from orderline.store.models import (
    Compensation,
    Order,
    OrderCoupon,
    OrderLine,
    Payment,
    PaymentMethod,
    PickupSlot,
    Price,
    Sku,
)
from orderline.store.session import Database

pytestmark = pytest.mark.contract
CHLOES = "o-000006"
"""730164: preparing; one teapot."""
NOAHS = "o-000002"
"""317745: preparing, two days late; one jacket."""
GRACES = "o-000003"
"""408213: shipped, no scan for five days."""
HENRYS = "o-000005"
"""615902: delivered three days ago; earphones and socks."""


@pytest.fixture
def chloe(database: Database, clock: VirtualClock) -> Caller:
    return Caller(changes_of(database, clock), CustomerId("c-0006"))


def other(caller: Caller, customer: str) -> Caller:
    return Caller(caller.changes, CustomerId(customer))


async def set_row(database: Database, statement: Any) -> None:
    async with database.writing() as session:
        await session.execute(statement)


async def on_hand(database: Database, sku: str) -> int | None:
    async with database.reading() as session:
        return await session.scalar(select(Sku.on_hand).where(Sku.id == sku))


async def quantities(database: Database, order: str) -> list[tuple[str, int]]:
    async with database.reading() as session:
        query = select(OrderLine).where(OrderLine.order_id == order).order_by(OrderLine.line_no)
        return [(line.sku_id, line.quantity) for line in (await session.scalars(query)).all()]


async def test_more_pieces_are_charged_and_taken_from_stock_and_fewer_go_back(
    chloe: Caller, database: Database
) -> None:
    await set_row(database, update(Sku).where(Sku.id == "teapot-02").values(on_hand=5))
    quote = await chloe.asks(ChangeQuantity(CHLOES, ((1, 3),)))
    assert isinstance(quote, Quote)
    (charge,) = quote.moves
    assert charge.kind is MoveKind.CHARGE
    receipt = await chloe.says_yes(quote, "a-more")
    assert isinstance(receipt, Receipt)
    assert receipt.moves == (charge,)
    assert await quantities(database, CHLOES) == [("teapot-02", 3)]
    assert await on_hand(database, "teapot-02") == 3
    cost, paid = await owed(database, CHLOES)
    assert cost == paid
    back = await chloe.gets(ChangeQuantity(CHLOES, ((1, 1),)))
    assert isinstance(back, Receipt)
    assert [(move.kind, move.amount) for move in back.moves] == [(MoveKind.REFUND, charge.amount)]
    assert await on_hand(database, "teapot-02") == 5
    await the_books_balance(database)


async def test_lines_are_added_and_removed_and_totals_follow(chloe: Caller, database: Database) -> None:
    await set_row(database, update(Sku).where(Sku.id == "tea-01").values(on_hand=2))
    assert isinstance(await chloe.gets(AddLine(CHLOES, "tea-01", 2)), Receipt)
    assert await quantities(database, CHLOES) == [("teapot-02", 1), ("tea-01", 2)]
    assert await on_hand(database, "tea-01") == 0
    cost, paid = await owed(database, CHLOES)
    assert cost == paid
    assert isinstance(await chloe.gets(RemoveLine(CHLOES, (1,))), Receipt)
    assert await quantities(database, CHLOES) == [("tea-01", 2)]
    cost, paid = await owed(database, CHLOES)
    assert cost == paid
    await the_books_balance(database)


async def test_a_coupon_that_no_longer_applies_is_told_before_the_yes(chloe: Caller, database: Database) -> None:
    await set_row(database, update(Sku).where(Sku.id == "tea-01").values(on_hand=9))
    assert isinstance(await chloe.gets(AddLine(CHLOES, "tea-01", 5)), Receipt)
    cost, _ = await owed(database, CHLOES)
    goods = cost - 599
    coupon = {"basis": "order", "off": 1000, "threshold": goods, "skus": [], "after_return": "lost"}
    async with database.writing() as session:
        lines = (await session.scalars(select(OrderLine).where(OrderLine.order_id == CHLOES))).all()
        lines[0].discount = 300
        lines[1].discount = 700
        await session.execute(insert(OrderCoupon).values(shop_id="demo", order_id=CHLOES, coupon_id="TEN", **coupon))
        payment = (await session.scalars(select(Payment).where(Payment.order_id == CHLOES))).first()
        assert payment is not None
        payment.amount -= 1000
    quote = await chloe.asks(ChangeQuantity(CHLOES, ((2, 4),)))
    assert isinstance(quote, Quote)
    assert quote.lost_coupons == ("TEN",)
    assert sum(move.amount.minor_units for move in quote.moves) == 1590 - 1000


async def test_a_protected_price_outlives_the_coupon_it_was_bought_with(chloe: Caller, database: Database) -> None:
    await set_row(database, update(Sku).where(Sku.product_id == "teapot").values(on_hand=9, sellable=True))
    coupon = {"basis": "order", "off": 300, "skus": [], "after_return": "lost"}
    async with database.writing() as session:
        (line,) = (await session.scalars(select(OrderLine).where(OrderLine.order_id == CHLOES))).all()
        line.discount = 300
        await session.execute(insert(OrderCoupon).values(shop_id="demo", order_id=CHLOES, coupon_id="THREE", **coupon))
        payment = (await session.scalars(select(Payment).where(Payment.order_id == CHLOES))).one()
        payment.amount -= 300
        price = line.unit_price - 500
        await session.execute(update(Price).where(Price.sku_id == line.sku_id).values(amount=price))
    quote = await chloe.asks(PriceProtect(CHLOES))
    assert isinstance(quote, Quote), quote
    assert [move.amount.minor_units for move in quote.moves] == [200]
    assert any("discount stays" in text.en for text in quote.conditions)
    assert isinstance(await chloe.says_yes(quote, "a-price"), Receipt)
    cost, paid = await owed(database, CHLOES)
    assert cost == paid == price + 599
    other_pot = next(sku for sku in ("teapot-01", "teapot-02") if sku != line.sku_id)
    assert isinstance(await chloe.gets(ChangeItem(CHLOES, ((1, other_pot),))), Receipt)
    cost, paid = await owed(database, CHLOES)
    assert cost == paid
    await the_books_balance(database)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (ChangeQuantity("nothing", ((1, 2),)), Refusal.UNKNOWN_ORDER),
        (ChangeQuantity(NOAHS, ((1, 2),)), Refusal.UNKNOWN_ORDER),
        (ChangeQuantity(CHLOES, ((7, 2),)), Refusal.UNKNOWN_LINE),
        (ChangeQuantity(CHLOES, ((1, -1),)), Refusal.BAD_QUANTITY),
        (ChangeQuantity(CHLOES, ((1, 10_000),)), Refusal.BAD_QUANTITY),
        (ChangeQuantity(CHLOES, ((1, 0),)), Refusal.BAD_QUANTITY),
        (ChangeQuantity(CHLOES, ((1, 1),)), Refusal.NOTHING_CHOSEN),
        (ChangeQuantity(CHLOES, ((1, 2),), "m-0001-1"), Refusal.UNKNOWN_METHOD),
        (AddLine(CHLOES, "no-such-sku"), Refusal.UNKNOWN_SKU),
        (AddLine(CHLOES, "tea-01", 0), Refusal.BAD_QUANTITY),
        (RemoveLine(CHLOES, (1,)), Refusal.BAD_QUANTITY),
        (SplitOrder(CHLOES, ((1, 1),)), Refusal.NOTHING_CHOSEN),
        (SplitOrder(CHLOES, ((1, 5),)), Refusal.BAD_QUANTITY),
        (SplitOrder(CHLOES, ()), Refusal.NOTHING_CHOSEN),
        (MergeOrders(CHLOES, CHLOES), Refusal.NOTHING_CHOSEN),
        (MergeOrders(CHLOES, NOAHS), Refusal.UNKNOWN_ORDER),
        (ClaimParcel(CHLOES), Refusal.POLICY),
        (CompensateDelay(CHLOES, "coupon"), Refusal.POLICY),
        (RefundDuplicate(CHLOES), Refusal.NOT_PROVED),
        (BookPickup(CHLOES, 1, "slot-1-09"), Refusal.NOTHING_CHOSEN),
        (BookPickup(CHLOES, 1, "slot-99"), Refusal.UNKNOWN_SLOT),
    ],
)
async def test_what_cannot_be_is_refused_by_name_and_changes_nothing(
    chloe: Caller, database: Database, wish: Wish, code: Refusal
) -> None:
    before = await everything(database)
    refused = await chloe.gets(wish)
    assert isinstance(refused, Refused), refused
    assert refused.code is code
    assert refused.because.en
    assert refused.because.zh
    assert await everything(database) == before


async def test_an_order_that_has_left_keeps_its_lines(chloe: Caller) -> None:
    refused = await other(chloe, "c-0001").gets(ChangeQuantity("o-000001", ((1, 2),)))
    assert isinstance(refused, Refused)
    assert refused.code is Refusal.POLICY
    assert refused.cite


async def test_what_has_sold_out_since_the_quote_is_refused_at_the_yes(chloe: Caller, database: Database) -> None:
    await set_row(database, update(Sku).where(Sku.id == "teapot-02").values(on_hand=2))
    quote = await chloe.asks(ChangeQuantity(CHLOES, ((1, 3),)))
    assert isinstance(quote, Quote)
    await set_row(database, update(Sku).where(Sku.id == "teapot-02").values(on_hand=1))
    before = await everything(database)
    refused = await chloe.says_yes(quote, "a-late")
    assert isinstance(refused, Refused)
    assert refused.code is Refusal.SOLD_OUT
    assert await everything(database) == before


async def test_parts_of_a_split_order_sum_to_the_whole_and_merge_back_to_it(chloe: Caller, database: Database) -> None:
    await set_row(database, update(Sku).where(Sku.id.in_(("tea-01", "teapot-02"))).values(on_hand=9))
    assert isinstance(await chloe.gets(AddLine(CHLOES, "tea-01", 3)), Receipt)
    async with database.writing() as session:
        line = await session.get_one(OrderLine, ("demo", CHLOES, 2))
        line.discount = 100
        payment = (await session.scalars(select(Payment).where(Payment.order_id == CHLOES))).first()
        assert payment is not None
        payment.amount -= 100
    whole = await owed(database, CHLOES)
    split = await chloe.gets(SplitOrder(CHLOES, ((2, 2),)))
    assert isinstance(split, Receipt)
    assert split.reference == "1642"
    async with database.reading() as session:
        child = (await session.scalars(select(Order).where(Order.number == "730164-2"))).one()
    parts = [await owed(database, order) for order in (CHLOES, child.id)]
    assert [sum(column) for column in zip(*parts, strict=True)] == list(whole)
    assert all(cost == paid for cost, paid in parts)
    merged = await chloe.gets(MergeOrders(CHLOES, child.id))
    assert isinstance(merged, Receipt)
    assert merged.moves == ()
    assert await owed(database, CHLOES) == whole
    assert await owed(database, child.id) == (0, 0)
    await the_books_balance(database)


async def test_merging_two_orders_gives_the_second_postage_back(chloe: Caller, database: Database) -> None:
    async with database.writing() as session:
        noahs = await session.get_one(Order, ("demo", NOAHS))
        chloes = await session.get_one(Order, ("demo", CHLOES))
        noahs.customer_id, noahs.address_id = chloes.customer_id, chloes.address_id
    quote = await chloe.asks(MergeOrders(CHLOES, NOAHS))
    assert isinstance(quote, Quote)
    assert [(move.kind, move.amount.minor_units) for move in quote.moves] == [(MoveKind.REFUND, 599)]
    assert [text.en for text in quote.conditions if "arrive" in text.en] == ["both then arrive by November 21"]
    assert isinstance(await chloe.says_yes(quote, "a-merge"), Receipt)
    assert len(await quantities(database, CHLOES)) == 2
    cost, paid = await owed(database, CHLOES)
    assert cost == paid
    async with database.reading() as session:
        taken_in = await session.get_one(Order, ("demo", NOAHS))
    assert (taken_in.state, taken_in.parent_id) == (OrderState.CANCELLED, CHLOES)
    await the_books_balance(database)


async def test_a_stuck_parcel_is_claimed_once_with_a_number_to_quote(chloe: Caller, database: Database) -> None:
    grace = other(chloe, "c-0003")
    claimed = await grace.gets(ClaimParcel(GRACES))
    assert isinstance(claimed, Receipt)
    assert len(claimed.reference) == 6
    again = await grace.gets(ClaimParcel(GRACES))
    assert isinstance(again, Refused)
    assert again.code is Refusal.ALREADY_DONE


async def test_a_parcel_that_moves_is_not_claimed(chloe: Caller) -> None:
    refused = await other(chloe, "c-0001").gets(ClaimParcel("o-000001"))
    assert isinstance(refused, Refused)
    assert refused.code is Refusal.POLICY


@pytest.mark.parametrize("choice", ["coupon", "priority"])
async def test_a_late_order_is_compensated_for_once(chloe: Caller, database: Database, choice: str) -> None:
    noah = other(chloe, "c-0002")
    receipt = await noah.gets(CompensateDelay(NOAHS, choice))
    assert isinstance(receipt, Receipt)
    async with database.reading() as session:
        row = await session.get_one(Compensation, ("demo", NOAHS))
        order = await session.get_one(Order, ("demo", NOAHS))
    assert (row.kind, row.code or "") == (choice, receipt.reference)
    assert order.expedited == (choice == "priority")
    again = await noah.gets(CompensateDelay(NOAHS, "coupon"))
    assert isinstance(again, Refused)
    assert again.code is Refusal.POLICY


async def parts_of_noahs(noah: Caller, database: Database) -> list[str]:
    """His order, made one of three jackets and split into three."""
    await set_row(database, update(OrderLine).where(OrderLine.order_id == NOAHS).values(quantity=3, discount=0))
    price = select(3 * OrderLine.unit_price).where(OrderLine.order_id == NOAHS).scalar_subquery()
    await set_row(database, update(Payment).where(Payment.order_id == NOAHS).values(amount=price))
    await set_row(database, update(Order).where(Order.id == NOAHS).values(shipping=0))
    for _ in range(2):
        assert isinstance(await noah.gets(SplitOrder(NOAHS, ((1, 1),))), Receipt)
    async with database.reading() as session:
        query = select(Order.id).where((Order.id == NOAHS) | (Order.parent_id == NOAHS))
        return list(await session.scalars(query.order_by(Order.number)))


async def test_a_split_order_is_compensated_for_once_in_all_its_parts(chloe: Caller, database: Database) -> None:
    noah = other(chloe, "c-0002")
    parts = await parts_of_noahs(noah, database)
    assert len(parts) == 3
    quotes = [await noah.asks(CompensateDelay(part, "coupon")) for part in parts]
    results = await asyncio.gather(
        *(noah.says_yes(quote, f"a-sorry-{n}") for n, quote in enumerate(quotes) if isinstance(quote, Quote))
    )
    assert [type(result) for result in results].count(Receipt) == 1
    refused = await noah.gets(CompensateDelay(parts[-1], "coupon"))
    assert isinstance(refused, Refused)
    assert refused.rule_id.endswith("/compensated_already")


@pytest.mark.parametrize("whose", ["customer", "shop"])
async def test_coupons_stay_within_the_budgets_of_customer_and_shop(
    chloe: Caller, database: Database, clock: VirtualClock, whose: str
) -> None:
    """Every budget has room for one more; ten orders of one customer, or of ten, ask at once."""
    async with database.writing() as session:
        await session.execute(update(Order).values(promised_on=clock.now().date() + timedelta(days=9)))
        orders = (await session.scalars(select(Order).order_by(Order.id))).all()
        owners = {order.customer_id: order.id for order in orders}
        late = sorted(owners.values())[:11]
        in_want = update(Order).where(Order.id.in_(late))
        values: dict[str, Any] = {"state": "preparing", "promised_on": clock.now().date() - timedelta(days=2)}
        values |= {"currency": "USD", "jurisdiction": "US"} | ({"customer_id": "c-0006"} if whose == "customer" else {})
        await session.execute(in_want.values(values))
        spent = 4000 if whose == "customer" else 1_998_000
        row = {"shop_id": "demo", "order_id": late[0], "kind": "coupon", "amount": spent, "currency": "USD"}
        await session.execute(insert(Compensation).values({**row, "action_id": "a-0", "at": clock.now()}))
    who = {order: "c-0006" if whose == "customer" else owner for owner, order in owners.items()}
    callers = {order: other(chloe, who[order]) for order in late[1:]}
    quotes = {order: await caller.asks(CompensateDelay(order, "coupon")) for order, caller in callers.items()}
    assert all(isinstance(quote, Quote) for quote in quotes.values()), quotes
    results = await asyncio.gather(
        *(callers[order].says_yes(quote, f"a-{order}") for order, quote in quotes.items() if isinstance(quote, Quote))
    )
    assert [type(result) for result in results].count(Receipt) == 1
    refused = next(result for result in results if isinstance(result, Refused))
    assert (refused.code, refused.details["instead"]) == (Refusal.POLICY, "priority")
    loser, last = [order for order, result in zip(quotes, results, strict=True) if isinstance(result, Refused)][:2]
    assert isinstance(await callers[loser].asks(CompensateDelay(loser, "coupon")), Refused)
    assert isinstance(await callers[loser].gets(CompensateDelay(loser, "priority")), Receipt)
    clock.advance(timedelta(days=366) / timedelta(milliseconds=1))
    assert isinstance(await callers[last].asks(CompensateDelay(last, "coupon")), Quote)


async def test_what_must_be_heard_before_the_yes_is_said_in_both_languages(chloe: Caller, database: Database) -> None:
    noah, grace = other(chloe, "c-0002"), other(chloe, "c-0003")
    asked: dict[str, tuple[Caller, Wish]] = {
        "worth 20 dollars": (noah, CompensateDelay(NOAHS, "coupon")),
        "only once": (noah, CompensateDelay(NOAHS, "priority")),
        "delivery day": (chloe, Expedite(CHLOES)),
        "write to you": (grace, ClaimParcel(GRACES)),
    }
    for words, (caller, wish) in asked.items():
        quote = await caller.asks(wish)
        assert isinstance(quote, Quote), quote
        assert words in " ".join(text.en for text in quote.conditions)
        assert all(text.zh and len(text.en) < 90 for text in quote.conditions)


async def test_a_part_of_a_split_order_is_paid_and_can_be_paid_another_way(chloe: Caller, database: Database) -> None:
    noah = other(chloe, "c-0002")
    part = (await parts_of_noahs(noah, database))[-1]
    await set_row(database, update(PaymentMethod).where(PaymentMethod.id == "m-0002-2").values(balance=10**6))
    cost, paid = await owed(database, part)
    quote = await noah.asks(ChangePayment(part, "m-0002-2"))
    assert isinstance(quote, Quote), quote
    assert [move.amount.minor_units for move in quote.moves] == [paid, paid]
    assert cost == paid
    protected = await noah.asks(PriceProtect(part))
    assert isinstance(protected, Refused)
    assert protected.code is not Refusal.PERSON_NEEDED, "the day it was paid is known"


async def test_the_number_of_a_part_is_one_that_nobody_has(chloe: Caller, database: Database) -> None:
    noah = other(chloe, "c-0002")
    await set_row(database, update(Order).where(Order.id == "o-000009").values(number="317745-3"))
    await parts_of_noahs(noah, database)
    async with database.reading() as session:
        numbers = await session.scalars(select(Order.number).where(Order.parent_id == NOAHS).order_by(Order.number))
        assert numbers.all() == ["317745-2", "317745-4"]


async def test_an_order_is_hurried_along_once(chloe: Caller) -> None:
    assert isinstance(await chloe.gets(Expedite(CHLOES)), Receipt)
    again = await chloe.gets(Expedite(CHLOES))
    assert isinstance(again, Refused)
    assert again.code is Refusal.ALREADY_DONE


async def charge_again(database: Database, hours: int) -> None:
    async with database.writing() as session:
        first = (await session.scalars(select(Payment).where(Payment.order_id == CHLOES))).one()
        copied = {column.name: getattr(first, column.name) for column in Payment.__table__.columns}
        assert first.at is not None
        await session.execute(
            insert(Payment).values({**copied, "id": "p-twice", "seq": 2, "at": first.at + timedelta(hours=hours)})
        )


async def test_a_second_charge_for_the_same_order_goes_back_once(chloe: Caller, database: Database) -> None:
    await charge_again(database, hours=1)
    receipt = await chloe.gets(RefundDuplicate(CHLOES))
    assert isinstance(receipt, Receipt)
    cost, paid = await owed(database, CHLOES)
    assert cost == paid
    again = await chloe.gets(RefundDuplicate(CHLOES))
    assert isinstance(again, Refused)
    assert again.code is Refusal.NOT_PROVED
    await the_books_balance(database)


async def test_a_charge_days_later_is_no_duplicate(chloe: Caller, database: Database) -> None:
    await charge_again(database, hours=25)
    refused = await chloe.gets(RefundDuplicate(CHLOES))
    assert isinstance(refused, Refused)
    assert refused.code is Refusal.NOT_PROVED


async def test_a_pick_up_slot_is_taken_moved_and_never_overfull(chloe: Caller, database: Database) -> None:
    henry = other(chloe, "c-0005")
    returned = await henry.gets(ReturnItem(HENRYS, ((2, 0),), None, "no_longer_needed", "unopened"))
    assert isinstance(returned, Receipt), returned
    await set_row(database, update(PickupSlot).where(PickupSlot.id == "slot-1-09").values(capacity=1))
    assert isinstance(await henry.gets(BookPickup(HENRYS, 1, "slot-1-09")), Receipt)
    full = await henry.gets(BookPickup(HENRYS, 1, "slot-1-09"))
    assert isinstance(full, Refused)
    assert full.code is Refusal.SOLD_OUT
    assert isinstance(await henry.gets(BookPickup(HENRYS, 1, "slot-2-14")), Receipt)
    async with database.reading() as session:
        taken = {slot.id: slot.taken for slot in (await session.scalars(select(PickupSlot))).all() if slot.taken}
    assert taken == {"slot-2-14": 1}


async def test_the_last_piece_goes_to_one_of_many_callers(chloe: Caller, database: Database) -> None:
    await set_row(database, update(Sku).where(Sku.id == "tea-01").values(on_hand=1))
    callers = {CHLOES: chloe, NOAHS: other(chloe, "c-0002")}
    results = await asyncio.gather(
        *(caller.gets(AddLine(order, "tea-01")) for order, caller in callers.items() for _ in range(10))
    )
    assert sum(isinstance(result, Receipt) for result in results) == 1
    assert await on_hand(database, "tea-01") == 0
    await the_books_balance(database)
