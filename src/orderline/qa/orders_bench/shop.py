"""A shop of any size for measuring: the demo shop's catalogue, and as many customers and orders as wanted, by seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import Engine, insert

from orderline.orders.identifiers import ShopId
from orderline.orders.order import OrderState, SalesChannel
from orderline.store.bulk import (
    Batch,
    LineRecord,
    OrderRecord,
    ParcelRecord,
    PaymentRecord,
    ScanRecord,
)
from orderline.store.demo.catalogue import PRODUCTS, sku_key
from orderline.store.demo.generator import STATES, demo_shop
from orderline.store.demo.journey import CARRIERS, journey
from orderline.store.demo.rows import UNPAID, shop_rows
from orderline.store.models import Address, Customer, PaymentMethod, Price, Product, Shop, Sku

SHOP = ShopId("bench")
SEED = 7
ORDERS_A_CUSTOMER = 4
"""As in the demo shop: 1,200 orders, 300 customers."""
BATCH = 1000
"""Orders of one transaction."""
CHANNELS = tuple(SalesChannel)
CATALOGUE = (Shop, Product, Sku, Price)


def customer_key(index: int) -> str:
    """The key of a customer, from 0."""
    return f"c-{index:07d}"


def order_number(place: int) -> str:
    """The number, and key, of an order, from 0: ten digits, in no order of time."""
    return f"{1_000_000_000 + place * 7_919_000_117 % 9_000_000_000}"


def customers_of(orders: int) -> int:
    """How many customers a shop of so many orders has."""
    return max(1, orders // ORDERS_A_CUSTOMER)


def open_shop(engine: Engine, orders: int, today: date) -> None:
    """Catalogue and customers, before any order."""
    rows = shop_rows(demo_shop(today), SHOP, today)
    keys = [customer_key(index) for index in range(customers_of(orders))]
    with engine.begin() as connection:
        for table in CATALOGUE:
            connection.execute(insert(table), rows[table])
        for some in (keys[at : at + 10 * BATCH] for at in range(0, len(keys), 10 * BATCH)):
            connection.execute(
                insert(Customer),
                [
                    {"shop_id": SHOP, "id": key, "name": key, "phone_tail": key[-4:],
                     "created_at": rows[Customer][0]["created_at"]}
                    for key in some
                ],
            )  # fmt: skip
            connection.execute(
                insert(Address),
                [
                    {"shop_id": SHOP, "id": f"a{key[1:]}", "customer_id": key, "is_default": True, "recipient": key,
                     "line1": "1 Main St", "city": "Austin", "postcode": "78704", "country": "USA"}
                    for key in some
                ],
            )  # fmt: skip
            connection.execute(
                insert(PaymentMethod),
                [{"shop_id": SHOP, "id": f"m{key[1:]}", "customer_id": key, "kind": "credit_card"} for key in some],
            )


def batches(orders: int, today: date) -> Iterator[Batch]:
    """The orders with all that belongs to them, in batches; the same every time for the same day."""
    rng = random.Random(SEED)
    buyers = customers_of(orders)
    for start in range(0, orders, BATCH):
        yield _batch(rng, range(start, min(start + BATCH, orders)), buyers, today)


def _batch(rng: random.Random, places: range, buyers: int, today: date) -> Batch:
    orders: list[OrderRecord] = []
    parcels: list[ParcelRecord] = []
    scans: list[ScanRecord] = []
    payments: list[PaymentRecord] = []
    for place in places:
        number = order_number(place)
        state = rng.choices(list(STATES), weights=list(STATES.values()))[0]
        trip = journey(rng, state, "US", today)
        older = timedelta(days=rng.randint(0, 700)) if state is OrderState.DELIVERED else timedelta()
        key = customer_key(rng.randrange(buyers))
        lines = _lines(rng)
        total = 599 + sum(line.unit_price * line.quantity for line in lines)
        placed = trip.placed_at - older
        orders.append(
            OrderRecord(
                number, key, rng.choice(CHANNELS), state, placed, "USD", "US", lines,
                address_id=f"a{key[1:]}", phone_tail=key[-4:], postcode="78704", shipping=599,
                warehouse_step=trip.warehouse_step, warehouse_at=trip.warehouse_at and trip.warehouse_at - older,
                promised_on=trip.promised_on and trip.promised_on - older,
                expected_on=trip.expected_on and trip.expected_on - older,
                delivered_at=trip.delivered_at and trip.delivered_at - older,
            )
        )  # fmt: skip
        if state not in UNPAID:
            payments.append(PaymentRecord(f"p-{number}", number, "payment", total, "done", placed, f"m{key[1:]}"))
        if trip.carrier is not None:
            carrier = rng.choice(CARRIERS["US"])
            left = trip.scans[0][1] - older
            nos = tuple(range(1, len(lines) + 1))
            parcels.append(ParcelRecord(number, 1, carrier.en, carrier.zh, trip.tracking, left, nos))
            scans += [
                ScanRecord(number, 1, seq, where.en, where.zh, at - older)
                for seq, (where, at) in enumerate(trip.scans, start=1)
            ]
    return Batch(tuple(orders), tuple(parcels), tuple(scans), tuple(payments))


def _lines(rng: random.Random) -> tuple[LineRecord, ...]:
    found = []
    for product in rng.sample(PRODUCTS, k=rng.choices((1, 2, 3, 4), weights=(50, 30, 15, 5))[0]):
        variants = product.variants()
        variant = rng.randrange(len(variants))
        price = product.usd + (500 * (variant % 2) if variants[0] else 0)
        found.append(
            LineRecord(
                product.key, sku_key(product, variant), product.name.en, product.name.zh, price,
                options=variants[variant], policy_set="us_demo@1",
            )
        )  # fmt: skip
    return tuple(found)
