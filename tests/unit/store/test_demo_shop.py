from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from orderline.orders.order import OPEN_STATES, OrderState, SalesChannel
from orderline.store.demo.catalogue import BY_KEY, PRODUCTS
from orderline.store.demo.documented import DOCUMENTED_PEOPLE
from orderline.store.demo.generator import demo_shop
from orderline.store.demo.rows import REFUNDED, UNPAID, shop_rows
from orderline.store.models import Delay, Order, OrderLine, Payment, Sku

pytestmark = pytest.mark.unit
DAYS = [date(2026, 11, 21), date(2028, 2, 29), date(2027, 1, 1)]


@pytest.mark.parametrize("today", DAYS)
def test_it_has_300_customers_and_1200_orders_in_every_state_from_every_channel(today: date) -> None:
    shop = demo_shop(today)
    assert (len(shop.people), len(shop.orders)) == (300, 1200)
    assert {order.state for order in shop.orders} == set(OrderState)
    assert {order.channel for order in shop.orders} == set(SalesChannel)


def test_the_same_day_gives_the_same_shop() -> None:
    assert demo_shop(DAYS[0]) == demo_shop(DAYS[0])


def test_order_numbers_are_six_digits_and_unique_and_last_fours_unique_per_customer() -> None:
    orders = demo_shop(DAYS[0]).orders
    assert all(len(order.number) == 6 and order.number.isdigit() for order in orders)
    assert len({order.number for order in orders}) == len(orders)
    assert len({(order.person.key, order.number[-4:]) for order in orders}) == len(orders)


def test_documented_orders_cannot_be_taken_for_another() -> None:
    orders = demo_shop(DAYS[0]).orders
    documented = [order for order in orders if order.person in DOCUMENTED_PEOPLE]
    assert [order.number for order in documented] == ["204821", "317745", "408213", "526630", "615902", "730164"]
    assert [order.person.phone[-4:] for order in documented] == ["7350", "1162", "9004", "8866", "2718", "5521"]
    tails = Counter(order.number[-4:] for order in orders)
    phones = Counter(person.phone[-4:] for person in demo_shop(DAYS[0]).people)
    assert all(tails[order.number[-4:]] == 1 and phones[order.person.phone[-4:]] == 1 for order in documented)


@pytest.mark.parametrize("today", DAYS)
def test_nothing_recorded_lies_in_the_future_and_every_journey_runs_forward(today: date) -> None:
    midnight = datetime.combine(today, datetime.min.time(), UTC)
    for order in demo_shop(today).orders:
        trip = order.journey
        scans = [instant for _, instant in trip.scans]
        past = [trip.placed_at, *filter(None, [trip.warehouse_at]), *scans, *filter(None, [trip.delivered_at])]
        assert past == sorted(past), order.number
        assert past[-1] < midnight, order.number


@pytest.mark.parametrize("today", DAYS)
def test_some_open_orders_are_late_with_a_reason_some_without_and_some_parcels_are_stuck(today: date) -> None:
    late = [
        order
        for order in demo_shop(today).orders
        if order.state in OPEN_STATES and order.journey.promised_on and order.journey.promised_on < today
    ]
    assert {order.journey.delay is None for order in late} == {True, False}
    stuck = [
        order
        for order in late
        if order.state is OrderState.SHIPPED and order.journey.scans[-1][1].date() <= today - timedelta(days=4)
    ]
    assert len(stuck) >= 5


def test_products_are_named_in_both_languages_and_lines_name_real_variants() -> None:
    assert len(PRODUCTS) == 40
    assert all(product.name.en.isascii() and not product.name.zh.isascii() for product in PRODUCTS)
    for order in demo_shop(DAYS[0]).orders:
        assert all(line.options in BY_KEY[line.product].variants() for line in order.lines)


def test_payments_are_what_lines_and_postage_come_to_and_refunds_give_all_back() -> None:
    rows = shop_rows(demo_shop(DAYS[0]), "demo", DAYS[0])
    total = {row["id"]: row["shipping"] for row in rows[Order]}
    for line in rows[OrderLine]:
        total[line["order_id"]] += line["unit_price"] * line["quantity"] - line["discount"]
    for order in rows[Order]:
        own = [row for row in rows[Payment] if row["order_id"] == order["id"]]
        kinds = [] if order["state"] in UNPAID else ["payment", "refund"][: 2 if order["state"] in REFUNDED else 1]
        assert [row["kind"] for row in own] == kinds
        assert all(row["amount"] == total[order["id"]] for row in own)


def test_stock_is_never_negative_and_a_recorded_shortage_has_a_restock_day() -> None:
    rows = shop_rows(demo_shop(DAYS[0]), "demo", DAYS[0])
    assert all(row["on_hand"] >= 0 and row["reserved"] == 0 for row in rows[Sku])
    assert all(row["restock_on"] > DAYS[0] for row in rows[Delay] if row["reason"] == "out_of_stock")
