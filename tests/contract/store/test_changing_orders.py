"""Cancel, change, exchange, return, move and pay another way: each by quote and write, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import delete, select, update
from tests.contract.store.changing import Caller, changes_of, everything, owed, the_books_balance

from orderline.act.services.addresses import GivenAddress, keep_address
from orderline.act.services.cancel_order import CancelOrder
from orderline.act.services.change_address import ChangeAddress
from orderline.act.services.change_default_address import ChangeDefaultAddress
from orderline.act.services.change_item import ChangeItem
from orderline.act.services.change_payment import ChangePayment
from orderline.act.services.changes import Wish
from orderline.act.services.exchange_item import ExchangeItem
from orderline.act.services.expedite import Expedite
from orderline.act.services.place_order import PlaceOrder
from orderline.act.services.price_protect import PriceProtect
from orderline.act.services.return_item import ReturnItem
from orderline.act.services.writer import random_id
from orderline.clock import VirtualClock
from orderline.orders.identifiers import CustomerId, ShopId
from orderline.orders.money import Money
from orderline.orders.order import OrderState
from orderline.orders.quote import Asks, MoveKind, Quote, QuoteId, Receipt, Refusal, Refused
from orderline.store.models import (
    Address,
    Order,
    OrderCoupon,
    OrderLine,
    PaymentMethod,
    Price,
    QuoteRow,
    Reservation,
    Sku,
)
from orderline.store.repositories.shops import shop_facts
from orderline.store.session import Database

pytestmark = pytest.mark.contract

NOAHS = "o-000002"
"""317745: preparing; one jacket, paid by PayPal."""
HENRYS = "o-000005"
"""615902: delivered three days ago; earphones and socks."""
PAYPAL, GIFT_CARD = "m-0002-1", "m-0002-2"
Row = TypeVar("Row")
MINUTES_16 = timedelta(minutes=16) / timedelta(milliseconds=1)


@pytest.fixture
async def noah(database: Database, clock: VirtualClock) -> Caller:
    await set_row(database, update(Sku).where(Sku.id == "jacket-03").values(on_hand=9))
    return Caller(changes_of(database, clock), CustomerId("c-0002"))


@pytest.fixture
def henry(database: Database, clock: VirtualClock) -> Caller:
    return Caller(changes_of(database, clock), CustomerId("c-0005"))


async def set_row(database: Database, statement: Any) -> None:
    async with database.writing() as session:
        await session.execute(statement)


async def get(database: Database, table: type[Row], *key: Any) -> Row:
    async with database.reading() as session:
        return await session.get_one(table, ("demo", *key))


async def keep(database: Database, caller: Caller, given: GivenAddress) -> str | Refused:
    async with database.writing() as session:
        shop = await shop_facts(session, ShopId("demo"))
        return await keep_address(session, shop, caller.customer, given, random_id)


def code(result: object) -> Refusal | None:
    return result.code if isinstance(result, Refused) else None


async def offered(caller: Caller, wish: Wish) -> Quote:
    quote = await caller.asks(wish)
    assert isinstance(quote, Quote), quote
    return quote


async def test_a_cancelled_order_gives_back_money_and_stock_once(noah: Caller, database: Database) -> None:
    (line,) = await lines_of(database, NOAHS)
    before = (await get(database, Sku, line.sku_id)).on_hand
    quote = await offered(noah, CancelOrder(NOAHS, "no_longer_needed"))
    _, paid = await owed(database, NOAHS)
    assert [(move.kind, move.method_id, move.amount, move.days) for move in quote.moves] == [
        (MoveKind.REFUND, PAYPAL, Money(paid, "USD"), (3, 5))
    ]
    first = await noah.says_yes(quote, "a-cancel")
    assert isinstance(first, Receipt)
    assert set(first.follow_ups) == {"wms", "erp", "payment"}
    assert await noah.says_yes(quote, "a-cancel") == first
    assert code(await noah.says_yes(quote, "a-cancel-again")) is Refusal.STALE_QUOTE
    assert (await get(database, Order, NOAHS)).state is OrderState.CANCELLED
    assert (await get(database, Sku, line.sku_id)).on_hand == (before or 0) + line.quantity
    assert await owed(database, NOAHS) == (0, 0)
    refused = await noah.asks(CancelOrder(NOAHS))
    assert isinstance(refused, Refused)
    assert refused.rule_id.endswith("/cancel_over")
    assert refused.cite
    await the_books_balance(database)


async def lines_of(database: Database, order_id: str) -> list[OrderLine]:
    async with database.reading() as session:
        query = select(OrderLine).where(OrderLine.order_id == order_id).order_by(OrderLine.line_no)
        return list(await session.scalars(query))


async def test_a_quote_is_stale_once_the_order_has_changed_or_it_is_too_old(
    noah: Caller, database: Database, clock: VirtualClock
) -> None:
    quote = await offered(noah, CancelOrder(NOAHS))
    assert isinstance(await noah.gets(Expedite(NOAHS)), Receipt)
    before = await everything(database)
    assert code(await noah.says_yes(quote, "yes-1")) is Refusal.STALE_QUOTE
    late = await offered(noah, CancelOrder(NOAHS))
    clock.advance(MINUTES_16)
    assert code(await noah.says_yes(late, "yes-2")) is Refusal.STALE_QUOTE
    unknown = Quote(
        QuoteId("q-none"), *(getattr(late, name) for name in Quote.__dataclass_fields__ if name != "quote_id")
    )
    assert code(await noah.says_yes(unknown, "yes-3")) is Refusal.UNKNOWN_QUOTE
    assert await everything(database) == before


async def test_an_action_id_stands_for_one_quote_and_outlives_it(noah: Caller, database: Database) -> None:
    first = await offered(noah, Expedite(NOAHS))
    receipt = await noah.says_yes(first, "a-1")
    assert isinstance(receipt, Receipt)
    other = await offered(noah, CancelOrder(NOAHS))
    before = await everything(database)
    assert code(await noah.says_yes(other, "a-1")) is Refusal.ACTION_ID_USED
    assert await everything(database) == before
    await set_row(database, delete(QuoteRow).where(QuoteRow.id == first.quote_id))
    assert await noah.says_yes(first, "a-1") == receipt
    assert code(await noah.says_yes(first, "a-2")) is Refusal.UNKNOWN_QUOTE


async def test_a_price_that_changes_under_a_quote_makes_it_stale(noah: Caller, database: Database) -> None:
    quote = await offered(noah, ChangeItem(NOAHS, ((1, "jacket-03"),)))
    await set_row(database, update(Price).where(Price.sku_id == "jacket-03").values(amount=Price.amount + 100))
    assert code(await noah.says_yes(quote, "yes-1")) is Refusal.STALE_QUOTE


async def test_another_variant_moves_stock_and_its_difference_to_the_cent(noah: Caller, database: Database) -> None:
    (line,) = await lines_of(database, NOAHS)
    await set_row(database, update(Sku).where(Sku.id == "jacket-03").values(on_hand=1, sellable=True))
    await set_row(database, update(Price).where(Price.sku_id == "jacket-03").values(amount=line.unit_price + 1250))
    quote = await offered(noah, ChangeItem(NOAHS, ((1, "jacket-03"),)))
    assert [(move.kind, move.amount.minor_units) for move in quote.moves] == [(MoveKind.CHARGE, 1250)]
    assert isinstance(await noah.says_yes(quote, "a-swap"), Receipt)
    (after,) = await lines_of(database, NOAHS)
    assert (after.sku_id, after.unit_price) == ("jacket-03", line.unit_price + 1250)
    assert (await get(database, Sku, "jacket-03")).on_hand == 0
    cost, paid = await owed(database, NOAHS)
    assert cost == paid
    refused = await noah.asks(ChangeItem(NOAHS, ((1, "jacket-03"),)))
    assert isinstance(refused, Refused)
    assert refused.rule_id.endswith("/item_same")
    await the_books_balance(database)


async def test_a_cheaper_variant_that_breaks_a_coupon_tells_so_before_the_yes(noah: Caller, database: Database) -> None:
    (line,) = await lines_of(database, NOAHS)
    async with database.writing() as session:
        session.add(
            OrderCoupon(
                shop_id="demo", order_id=NOAHS, coupon_id="off-10", basis="order", off=1000, percent=0,
                threshold=line.unit_price, skus=[], stack_order=0, stacks=True, after_return="lost",
            )
        )  # fmt: skip
        await session.execute(
            update(OrderLine).where(OrderLine.order_id == NOAHS).values(discount=1000, unit_price=line.unit_price)
        )
    await set_row(database, update(Price).where(Price.sku_id == "jacket-03").values(amount=line.unit_price - 400))
    quote = await offered(noah, ChangeItem(NOAHS, ((1, "jacket-03"),)))
    assert quote.lost_coupons == ("off-10",)
    assert [(move.kind, move.amount.minor_units) for move in quote.moves] == [(MoveKind.CHARGE, 600)]
    assert isinstance(await noah.says_yes(quote, "a-coupon"), Receipt)
    (after,) = await lines_of(database, NOAHS)
    assert after.discount == 0


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (ChangeItem("o-999999", ((1, "jacket-03"),)), Refusal.UNKNOWN_ORDER),
        (ChangeItem(HENRYS, ((1, "jacket-03"),)), Refusal.UNKNOWN_ORDER),
        (ChangeItem(NOAHS, ()), Refusal.NOTHING_CHOSEN),
        (ChangeItem(NOAHS, ((2, "jacket-03"),)), Refusal.UNKNOWN_LINE),
        (ChangeItem(NOAHS, ((1, "jacket-03"), (1, "jacket-04"))), Refusal.UNKNOWN_LINE),
        (ChangeItem(NOAHS, ((1, "jacket-99"),)), Refusal.UNKNOWN_SKU),
        (ChangeItem(NOAHS, ((1, "kettle-01"),)), Refusal.POLICY),
        (ChangeItem(NOAHS, ((1, "jacket-03"),), "m-0005-1"), Refusal.UNKNOWN_METHOD),
        (ChangePayment(NOAHS, PAYPAL), Refusal.POLICY),
        (ChangePayment(NOAHS, "m-0005-1"), Refusal.UNKNOWN_METHOD),
        (ChangeAddress(NOAHS, "adr-none"), Refusal.BAD_ADDRESS),
        (ChangeDefaultAddress("adr-none"), Refusal.BAD_ADDRESS),
        (ReturnItem(NOAHS, ((1, 1),)), Refusal.POLICY),
        (ExchangeItem(NOAHS, ((1, "jacket-03"),)), Refusal.POLICY),
        (PriceProtect("o-999999"), Refusal.UNKNOWN_ORDER),
        (PlaceOrder((), PAYPAL, "USD"), Refusal.NOTHING_CHOSEN),
        (PlaceOrder((("kettle-01", 0),), PAYPAL, "USD"), Refusal.BAD_QUANTITY),
        (PlaceOrder((("kettle-99", 1),), PAYPAL, "USD"), Refusal.UNKNOWN_SKU),
        (PlaceOrder((("kettle-01", 1),), "m-0005-1", "USD"), Refusal.UNKNOWN_METHOD),
    ],
)
async def test_what_cannot_be_is_refused_by_name_and_changes_nothing(
    noah: Caller, database: Database, wish: Wish, expected: Refusal
) -> None:
    before = await everything(database)
    refused = await noah.gets(wish)
    assert isinstance(refused, Refused), refused
    assert refused.code is expected
    assert refused.because.en
    assert refused.because.zh
    assert await everything(database) == before


async def test_the_last_piece_cannot_be_swapped_for_twice(noah: Caller, database: Database) -> None:
    await set_row(database, update(Sku).where(Sku.id == "jacket-03").values(on_hand=0))
    refused = await noah.asks(ChangeItem(NOAHS, ((1, "jacket-03"),)))
    assert isinstance(refused, Refused)
    assert refused.rule_id.endswith("/item_not_on_sale")


async def test_an_order_is_paid_another_way_and_a_short_card_pays_nothing(noah: Caller, database: Database) -> None:
    noah.level = 2
    _, paid = await owed(database, NOAHS)
    await set_row(database, update(PaymentMethod).where(PaymentMethod.id == GIFT_CARD).values(balance=paid - 1))
    assert code(await noah.asks(ChangePayment(NOAHS, GIFT_CARD))) is Refusal.SHORT_BALANCE
    await set_row(
        database, update(PaymentMethod).where(PaymentMethod.id == GIFT_CARD).values(balance=paid, currency="USD")
    )
    assert isinstance(await noah.gets(ChangePayment(NOAHS, GIFT_CARD)), Receipt)
    assert (await get(database, PaymentMethod, GIFT_CARD)).balance == 0
    assert isinstance(await noah.gets(CancelOrder(NOAHS)), Receipt)
    assert (await get(database, PaymentMethod, GIFT_CARD)).balance == paid, "by the route it was paid last"
    assert await owed(database, NOAHS) == (0, 0)
    await the_books_balance(database)


async def test_an_address_needs_more_proof_than_a_call_begins_with(noah: Caller, database: Database) -> None:
    new = GivenAddress("7 Mill Row", "Flat 2", None, "Salem", "OR", "97301", "USA", "Noah", "5550001234")
    key = await keep(database, noah, new)
    assert isinstance(key, str)
    assert await keep(database, noah, new) == key, "the same address is kept once"
    quote = await offered(noah, ChangeAddress(NOAHS, key))
    assert quote.step_up == 2
    noah.level = 1
    assert code(await noah.says_yes(quote, "yes-1")) is Refusal.STEP_UP
    noah.level = 2
    assert isinstance(await noah.says_yes(quote, "yes-1"), Receipt)
    order = await get(database, Order, NOAHS)
    assert (order.address_id, order.postcode, order.phone_tail) == (key, "97301", "1234")


async def test_half_an_address_names_what_is_missing(noah: Caller, database: Database) -> None:
    refused = await keep(database, noah, GivenAddress(" ", city=None))
    assert isinstance(refused, Refused)
    assert refused.details == {"missing": "line1, city"}


async def test_the_default_address_moves_and_orders_stay(noah: Caller, database: Database) -> None:
    before = (await get(database, Order, NOAHS)).address_id
    key = await keep(database, noah, GivenAddress("7 Mill Row", city="Salem"))
    assert isinstance(key, str)
    assert isinstance(await noah.gets(ChangeDefaultAddress(key)), Receipt)
    async with database.reading() as session:
        query = select(Address.id).where(Address.customer_id == "c-0002", Address.is_default)
        assert list(await session.scalars(query)) == [key]
    assert (await get(database, Order, NOAHS)).address_id == before


async def test_a_return_asks_what_only_the_caller_knows(henry: Caller) -> None:
    first = await henry.asks(ReturnItem(HENRYS, ((2, 0),)))
    assert isinstance(first, Asks)
    assert first.fact == "reason"
    second = await henry.asks(ReturnItem(HENRYS, ((2, 0),), reason="no_reason"))
    assert isinstance(second, Asks)
    assert second.fact == "line.condition"


async def test_part_of_an_order_goes_back_and_the_rest_stays_delivered(henry: Caller, database: Database) -> None:
    _, socks = await lines_of(database, HENRYS)
    wish = ReturnItem(HENRYS, ((2, 0),), reason="no_reason", condition="unopened")
    quote = await offered(henry, wish)
    share = socks.unit_price * socks.quantity - socks.discount
    assert [move.amount.minor_units for move in quote.moves] == [share]
    assert not quote.moves[0].at_once, "money moves when the goods are back"
    assert isinstance(await henry.says_yes(quote, "a-back"), Receipt)
    assert (await get(database, Order, HENRYS)).state is OrderState.DELIVERED
    assert code(await henry.asks(wish)) is Refusal.BAD_QUANTITY
    rest = ReturnItem(HENRYS, ((1, 0),), reason="faulty", condition="opened")
    assert isinstance(await henry.gets(rest), Receipt)
    assert (await get(database, Order, HENRYS)).state is OrderState.RETURN_REQUESTED
    await the_books_balance(database)


async def test_opened_earphones_do_not_go_back_without_a_fault(henry: Caller) -> None:
    refused = await henry.asks(ReturnItem(HENRYS, ((1, 0),), reason="no_reason", condition="opened"))
    assert isinstance(refused, Refused)
    assert refused.rule_id.endswith("/return_opened_software")
    assert "shop terms" in refused.cite


async def test_the_day_after_the_window_a_return_is_refused(henry: Caller, clock: VirtualClock) -> None:
    wish = ReturnItem(HENRYS, ((2, 0),), reason="no_reason", condition="unopened")
    left = (await offered(henry, wish)).deadline
    assert left is not None
    days = (left - clock.now().date()).days
    clock.advance(timedelta(days=days) / timedelta(milliseconds=1))
    assert isinstance(await henry.asks(wish), Quote)
    clock.advance(timedelta(days=1) / timedelta(milliseconds=1))
    assert code(await henry.asks(wish)) is Refusal.POLICY


async def test_an_exchange_keeps_the_new_piece_for_the_caller(henry: Caller, database: Database) -> None:
    _, socks = await lines_of(database, HENRYS)
    target = "socks-01" if socks.sku_id != "socks-01" else "socks-02"
    await set_row(database, update(Sku).where(Sku.id == target).values(on_hand=1))
    wish = ExchangeItem(HENRYS, ((2, target),), None, "wrong_size", "tags_on")
    quote = await offered(henry, wish)
    assert isinstance(await henry.says_yes(quote, "a-swap"), Receipt)
    async with database.reading() as session:
        kept = (await session.scalars(select(Reservation).where(Reservation.order_id == HENRYS))).one()
    assert (kept.sku_id, kept.quantity, kept.state) == (target, socks.quantity, "held")
    assert (await get(database, Sku, target)).reserved == 1
    assert code(await henry.asks(wish)) in {Refusal.BAD_QUANTITY, Refusal.POLICY}
    await the_books_balance(database)


async def test_a_price_is_protected_once(noah: Caller, database: Database) -> None:
    (line,) = await lines_of(database, NOAHS)
    await set_row(database, update(Order).where(Order.id == NOAHS).values(jurisdiction="US"))
    assert code(await noah.asks(PriceProtect(NOAHS))) in {Refusal.NOTHING_CHOSEN, Refusal.POLICY}
    paid_for = line.unit_price * line.quantity - line.discount
    await set_row(database, update(Price).where(Price.sku_id == line.sku_id).values(amount=paid_for - 300))
    quote = await noah.asks(PriceProtect(NOAHS))
    if isinstance(quote, Refused):
        assert quote.rule_id.endswith("/price_too_late")
        return
    assert isinstance(quote, Quote)
    assert [move.amount.minor_units for move in quote.moves] == [300]
    assert isinstance(await noah.says_yes(quote, "a-price"), Receipt)
    assert code(await noah.asks(PriceProtect(NOAHS))) is Refusal.NOTHING_CHOSEN
    await the_books_balance(database)


async def test_an_order_is_placed_at_todays_prices(noah: Caller, database: Database) -> None:
    stock = (await get(database, Sku, "kettle-01")).on_hand
    price = (await get(database, Price, "kettle-01", "USD")).amount
    quote = await offered(noah, PlaceOrder((("kettle-01", 2),), PAYPAL, "USD"))
    assert [(move.kind, move.amount.minor_units) for move in quote.moves] == [(MoveKind.CHARGE, 2 * price)]
    assert isinstance(await noah.says_yes(quote, "a-buy"), Receipt)
    async with database.reading() as session:
        query = select(Order).where(Order.customer_id == "c-0002").order_by(Order.placed_at.desc())
        new = (await session.scalars(query)).first()
    assert new is not None
    assert new.state is OrderState.PAID
    assert await owed(database, new.id) == (2 * price, 2 * price)
    assert (await get(database, Sku, "kettle-01")).on_hand == (stock or 0) - 2
    assert isinstance(await noah.gets(CancelOrder(new.id)), Receipt)
    await the_books_balance(database)
