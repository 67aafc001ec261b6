"""The demo shop as database rows, one list a table."""

from __future__ import annotations

import random
import secrets
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

from orderline.orders.order import OrderState, Text
from orderline.store.callers import hint_hash
from orderline.store.demo.catalogue import BY_KEY, PRODUCTS, DemoProduct, sku_key
from orderline.store.demo.documented import DemoOrder
from orderline.store.demo.generator import SEED, DemoShop
from orderline.store.demo.journey import at
from orderline.store.demo.people import DemoPerson
from orderline.store.models import (
    Address,
    Base,
    Customer,
    Delay,
    KnownCaller,
    Order,
    OrderLine,
    ParcelScan,
    Payment,
    PaymentMethod,
    PickupSlot,
    Price,
    Product,
    Shipment,
    Shop,
    Sku,
)

Rows = dict[type[Base], list[dict[str, Any]]]
SHIPPING = {"USD": 599, "CNY": 1000}
"""Postage of the demo shop, minor units."""
SLOT_DAYS = 7
"""Days ahead for which couriers can be booked."""
CURRENCY = {"US": "USD", "CN": "CNY"}
POLICY_SETS = {"US": "us_demo@1", "CN": "cn@1"}
UNPAID = frozenset({OrderState.AWAITING_PAYMENT})
REFUNDED = frozenset({OrderState.CANCELLED, OrderState.RETURNED})


def shop_rows(shop: DemoShop, shop_id: str, today: date) -> Rows:
    """Every row of the demo shop. Only the shop's hash key differs from run to run."""
    rows: Rows = defaultdict(list)
    rng = random.Random(SEED)
    key = secrets.token_bytes(32)
    rows[Shop].append(
        {"id": shop_id, "name_en": "Harbor & Hill", "name_zh": "港山小铺", "timezone": "UTC", "hash_key": key,
         "demo_day": today}
    )  # fmt: skip
    for product in PRODUCTS:
        _product(rows, shop_id, product, rng)
    for person in shop.people:
        _person(rows, shop_id, person, key, rng, today)
    methods = _methods_of(rows)
    _slots(rows, shop_id, today)
    for index, order in enumerate(shop.orders):
        _order(rows, shop_id, f"o-{index + 1:06d}", order, methods[order.person.key])
    return rows


def _product(rows: Rows, shop_id: str, product: DemoProduct, rng: random.Random) -> None:
    rows[Product].append(
        {"shop_id": shop_id, "id": product.key, "name_en": product.name.en, "name_zh": product.name.zh,
         "tags": list(product.tags), "aliases": list(product.aliases)}
    )  # fmt: skip
    for index, options in enumerate(product.variants()):
        sku = sku_key(product, index)
        gone = rng.random() < 0.1 or (product.key == "jacket" and options["color"] == "blue")
        rows[Sku].append(
            {"shop_id": shop_id, "id": sku, "product_id": product.key, "options": options, "sellable": True,
             "on_hand": 0 if gone else rng.randint(3, 80), "reserved": 0}
        )  # fmt: skip
        extra = 500 * (index % 2) if product.variants()[0] else 0
        for currency, amount in (("USD", product.usd + extra), ("CNY", product.cny + extra * 7)):
            rows[Price].append({"shop_id": shop_id, "sku_id": sku, "currency": currency, "amount": amount})


def _person(rows: Rows, shop_id: str, person: DemoPerson, key: bytes, rng: random.Random, today: date) -> None:
    created = datetime.combine(today - timedelta(days=rng.randint(200, 900)), datetime.min.time(), UTC)
    rows[Customer].append(
        {"shop_id": shop_id, "id": person.key, "name": person.name, "email": person.email, "phone": person.phone,
         "phone_tail": person.phone[-4:], "language": person.language, "created_at": created}
    )  # fmt: skip
    rows[Address].append(
        {"shop_id": shop_id, "id": f"a{person.key[1:]}", "customer_id": person.key, "is_default": True,
         "recipient": person.name, "phone": person.phone, "line1": person.line1, "line2": person.line2,
         "city": person.city, "region": person.region, "postcode": person.postcode, "country": person.country}
    )  # fmt: skip
    currency = CURRENCY[person.jurisdiction]
    kinds = ("credit_card", "paypal") if currency == "USD" else ("alipay", "wechat_pay")
    drawn = [kinds[0] if rng.random() < 0.6 else kinds[1]]
    if rng.random() < 0.3:
        drawn.append("gift_card")
    for position, kind in enumerate(drawn):
        card = kind == "credit_card"
        rows[PaymentMethod].append(
            {"shop_id": shop_id, "id": f"m{person.key[1:]}-{position + 1}", "customer_id": person.key,
             "position": position, "kind": kind, "brand": rng.choice(("visa", "mastercard")) if card else None,
             "last4": f"{rng.randint(0, 9999):04d}" if card else None,
             "balance": rng.randint(10, 200) * 100 if kind == "gift_card" else None,
             "currency": currency if kind == "gift_card" else None}
        )  # fmt: skip
    rows[KnownCaller].append({"shop_id": shop_id, "hint_hash": hint_hash(key, person.phone), "customer_id": person.key})


def _slots(rows: Rows, shop_id: str, today: date) -> None:
    for day in range(1, SLOT_DAYS + 1):
        for hour in (9, 14):
            starts = at(today + timedelta(days=day), hour)
            rows[PickupSlot].append(
                {"shop_id": shop_id, "id": f"slot-{day}-{hour:02d}", "area": "", "starts_at": starts,
                 "ends_at": starts + timedelta(hours=2), "capacity": 20, "taken": 0}
            )  # fmt: skip


def _methods_of(rows: Rows) -> dict[str, str]:
    return {row["customer_id"]: row["id"] for row in reversed(rows[PaymentMethod])}


def _order(rows: Rows, shop_id: str, order_id: str, order: DemoOrder, method: str) -> None:
    person, trip = order.person, order.journey
    own = {"shop_id": shop_id, "order_id": order_id}
    currency = CURRENCY[person.jurisdiction]
    rows[Order].append(
        {"shop_id": shop_id, "id": order_id, "number": order.number, "number_digits": order.number,
         "number_tail": order.number[-4:], "customer_id": person.key, "address_id": f"a{person.key[1:]}",
         "phone_tail": person.phone[-4:], "postcode": person.postcode, "channel": order.channel,
         "state": order.state, "warehouse_step": trip.warehouse_step, "warehouse_at": trip.warehouse_at,
         "placed_at": trip.placed_at, "promised_on": trip.promised_on, "expected_on": trip.expected_on,
         "delivered_at": trip.delivered_at, "currency": currency, "shipping": SHIPPING[currency],
         "jurisdiction": person.jurisdiction, "version": 1}
    )  # fmt: skip
    total = SHIPPING[currency]
    for line_no, line in enumerate(order.lines, start=1):
        product = BY_KEY[line.product]
        sku = sku_key(product, product.variants().index(line.options))
        price = next(row["amount"] for row in rows[Price] if row["sku_id"] == sku and row["currency"] == currency)
        total += price * line.quantity
        rows[OrderLine].append(
            {**own, "line_no": line_no, "product_id": product.key, "sku_id": sku, "name_en": product.name.en,
             "name_zh": product.name.zh, "options": line.options, "unit_price": price, "quantity": line.quantity,
             "discount": 0, "policy_set": POLICY_SETS[person.jurisdiction]}
        )  # fmt: skip
    _money(rows, own, order, method, total, currency)
    if trip.carrier is not None:
        _parcel(rows, own, order, trip.carrier)
    if trip.delay is not None:
        rows[Delay].append(
            {**own, "seq": 1, "reason": trip.delay, "restock_on": trip.restock_on,
             "recorded_at": trip.warehouse_at or trip.placed_at}
        )  # fmt: skip


def _money(rows: Rows, own: dict[str, str], order: DemoOrder, method: str, total: int, currency: str) -> None:
    kinds = ["payment"] if order.state not in UNPAID else []
    if order.state in REFUNDED:
        kinds.append("refund")
    for seq, kind in enumerate(kinds, start=1):
        rows[Payment].append(
            {**own, "id": f"p{own['order_id'][1:]}-{seq}", "customer_id": order.person.key, "seq": seq, "kind": kind,
             "method_id": method, "amount": total, "currency": currency, "status": "done", "decline_code": None,
             "at": order.journey.placed_at + timedelta(hours=seq - 1)}
        )  # fmt: skip


def _parcel(rows: Rows, own: dict[str, str], order: DemoOrder, carrier: Text) -> None:
    trip = order.journey
    rows[Shipment].append(
        {**own, "seq": 1, "carrier_en": carrier.en, "carrier_zh": carrier.zh, "tracking": trip.tracking,
         "handed_over_at": trip.scans[0][1], "line_nos": list(range(1, len(order.lines) + 1))}
    )  # fmt: skip
    for seq, (place, instant) in enumerate(trip.scans, start=1):
        rows[ParcelScan].append(
            {**own, "shipment_seq": 1, "seq": seq, "place_en": place.en, "place_zh": place.zh, "at": instant}
        )
