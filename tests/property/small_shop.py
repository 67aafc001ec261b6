"""Random small shops, as rows, and random wishes of their customers, sensible and not.

Drawn from a seed, evenly: hypothesis picks and shrinks the seeds and the sequence of actions.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert
from tests.books import Rows

from orderline.act.services.add_line import AddLine
from orderline.act.services.book_pickup import BookPickup
from orderline.act.services.cancel_order import CancelOrder
from orderline.act.services.change_address import ChangeAddress
from orderline.act.services.change_default_address import ChangeDefaultAddress
from orderline.act.services.change_item import ChangeItem
from orderline.act.services.change_payment import ChangePayment
from orderline.act.services.change_quantity import ChangeQuantity
from orderline.act.services.changes import Wish
from orderline.act.services.claim_parcel import ClaimParcel
from orderline.act.services.compensate_delay import CompensateDelay
from orderline.act.services.exchange_item import ExchangeItem
from orderline.act.services.expedite import Expedite
from orderline.act.services.merge_orders import MergeOrders
from orderline.act.services.place_order import PlaceOrder
from orderline.act.services.price_protect import PriceProtect
from orderline.act.services.refund_duplicate import RefundDuplicate
from orderline.act.services.remove_line import RemoveLine
from orderline.act.services.return_item import ReturnItem
from orderline.act.services.split_order import SplitOrder
from orderline.orders.apportion import apportion
from orderline.orders.coupons import AfterReturn, Basis, Coupon, Goods, price
from orderline.orders.money import Money
from orderline.store.models import Base

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CUSTOMER = "c-1"
SKUS = ("a-1", "a-2", "a-3", "b-1", "b-2")
METHODS = ("card", "paypal", "gift")
STATES = (
    "preparing",
    "delivered",
    "preparing",
    "delivered",
    "preparing",
    "paid",
    "awaiting_payment",
    "packed",
    "shipped",
)
SETS = ("us_demo@1", "cn@1", "us_demo@1", "cn@1", "tau_retail@1")
CURRENCY = "USD"


@dataclass
class Shop:
    """Rows by table, in an order in which they can be inserted."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: str, **values: Any) -> None:
        """One more row."""
        self.rows.setdefault(table, []).append(values)

    def insert(self, engine: Engine, shop: str) -> None:
        """Write every row, under the key `shop`."""
        with engine.begin() as connection:
            for table in Base.metadata.sorted_tables:
                for row in self.rows.get(table.name, []):
                    key = {"id": shop} if table.name == "shops" else {"shop_id": shop}
                    connection.execute(insert(table).values(**row, **key))


def small_shop(rng: random.Random) -> Shop:
    """A shop with one customer of two to four orders, whose payments, lines and coupons sum."""
    shop = Shop()
    shop.add("shops", name_en="Small", name_zh="小铺", timezone="UTC", hash_key=b"k")
    shop.add("customers", id=CUSTOMER, name="Ann", language="en", created_at=NOW - timedelta(days=99))
    shop.add("customers", id="c-2", name="Ben", language="en", created_at=NOW - timedelta(days=99))
    for place, owner in enumerate((CUSTOMER, CUSTOMER, "c-2")):
        where = {"recipient": "Ann", "line1": f"{place} Road", "city": "Town", "postcode": "1"}
        shop.add("addresses", id=f"adr-{place}", customer_id=owner, is_default=place == 0, **where)
    _catalogue(rng, shop)
    balance = rng.choice((0, 500, 20_000))
    for place, (name, kind) in enumerate((("card", "credit_card"), ("paypal", "paypal"), ("gift", "gift_card"))):
        gift = kind == "gift_card"
        own = {"balance": balance if gift else None, "currency": CURRENCY if gift else None}
        shop.add("payment_methods", id=name, customer_id=CUSTOMER, position=place, kind=kind, **own)
    hours = timedelta(hours=20)
    slot = {"area": "", "starts_at": NOW + hours, "ends_at": NOW + 2 * hours, "taken": 0}
    for name in ("slot-1", "slot-2"):
        shop.add("pickup_slots", id=name, capacity=rng.randint(0, 2), **slot)
    for number in range(rng.randint(2, 4)):
        _order(rng, shop, f"o-{number + 1}")
    return shop


def _catalogue(rng: random.Random, shop: Shop) -> None:
    for product in ("a", "b"):
        names = {"name_en": f"Thing {product}", "name_zh": f"东西{product}", "tags": [], "aliases": []}
        shop.add("products", id=product, **names)
    for sku in SKUS:
        stock = rng.choice((None, 0, 1, 3))
        own = {"product_id": sku[0], "options": {"size": sku[2]}, "sellable": True, "on_hand": stock, "reserved": 0}
        shop.add("skus", id=sku, **own)
        amount = rng.choice((0, 1, 333, 1000, 1999))
        shop.add("prices", sku_id=sku, currency=CURRENCY, amount=amount)


def _order(rng: random.Random, shop: Shop, order: str) -> None:
    state = rng.choice(STATES)
    shipping = rng.choice((0, 599))
    arrived = state == "delivered"
    shop.add(
        "orders", id=order, number=f"10{order[2:]}", number_digits=f"10{order[2:]}", number_tail=f"10{order[2:]}",
        customer_id=CUSTOMER, address_id=rng.choice(("adr-0", "adr-0", "adr-1")), channel="web", state=state,
        placed_at=NOW - timedelta(days=5), promised_on=(NOW - timedelta(days=rng.randint(0, 1))).date(),
        delivered_at=NOW - timedelta(days=2) if arrived else None, currency=CURRENCY, shipping=shipping,
        jurisdiction="US", version=1,
    )  # fmt: skip
    prices = {row["sku_id"]: row["amount"] for row in shop.rows["prices"]}
    skus = rng.choices(SKUS, k=rng.randint(1, 3))
    goods = [
        Goods(str(place), sku, rng.randint(1, 3), Money(prices[sku] + rng.choice((0, 0, 150)), CURRENCY))
        for place, sku in enumerate(skus, start=1)
    ]
    coupons = [_coupon(rng, name) for name in ("k-1", "k-2") if rng.random() < 0.3]
    priced = price(goods, Money(shipping, CURRENCY), coupons)
    due = priced.shipping.minor_units
    policy = rng.choice(SETS)
    for line in goods:
        off = line.gross.minor_units - priced.nets[line.line_id].minor_units
        if not coupons:
            off = rng.randint(0, min(100, line.gross.minor_units))
        due += line.gross.minor_units - off
        shop.add(
            "order_lines", order_id=order, line_no=int(line.line_id), product_id=line.sku[0], sku_id=line.sku,
            name_en="Thing", name_zh="东西", options={}, unit_price=line.unit_price.minor_units,
            quantity=line.quantity, discount=off, policy_set=policy,
        )  # fmt: skip
    for coupon in coupons:
        shop.add(
            "order_coupons", order_id=order, coupon_id=coupon.coupon_id, basis=coupon.basis.value,
            off=coupon.off.minor_units, percent=coupon.percent, skus=sorted(coupon.skus),
            threshold=coupon.threshold.minor_units if coupon.threshold else None, stack_order=coupon.stack_order,
            stacks=coupon.stacks, after_return=coupon.after_return.value,
        )  # fmt: skip
    if state in ("shipped", "delivered"):
        gone = {"handed_over_at": NOW - timedelta(days=4), "line_nos": [int(line.line_id) for line in goods]}
        shop.add("shipments", order_id=order, seq=1, **gone)
    if state != "awaiting_payment":
        _payments(rng, shop, order, due)


def _coupon(rng: random.Random, name: str) -> Coupon:
    percent = rng.choice((0, 1000, 3333))
    threshold = rng.choice((None, 1000, 3000))
    return Coupon(
        name,
        rng.choice(tuple(Basis)),
        Money(0 if percent else 250, CURRENCY),
        percent,
        None if threshold is None else Money(threshold, CURRENCY),
        frozenset(rng.sample(SKUS, rng.randint(0, 2))),
        rng.randint(0, 1),
        rng.random() < 0.5,
        rng.choice(tuple(AfterReturn)),
    )


def _payments(rng: random.Random, shop: Shop, order: str, due: int) -> None:
    methods = rng.sample(METHODS, rng.choice((1, 1, 2)))
    shares = [due] if len(methods) == 1 else list(apportion(due, (rng.randint(1, 9), 5)))
    charges = list(zip(methods, shares, strict=True))
    if rng.randint(0, 5) == 0:
        charges.append(charges[-1])
    for seq, (method, amount) in enumerate(charges, start=1):
        own = {"customer_id": CUSTOMER, "kind": "payment", "method_id": method, "amount": amount, "status": "done"}
        at = NOW - timedelta(days=5) + timedelta(minutes=seq)
        shop.add("payments", id=f"p-{order}-{seq}", order_id=order, seq=seq, currency=CURRENCY, at=at, **own)


BEFORE = (
    "place",
    "protect",
    "add",
    "cancel",
    "item",
    "item",
    "payment",
    "quantity",
    "quantity",
    "remove",
    "merge",
    "split",
    "duplicate",
)
AFTER = ("place", "protect", "exchange", "exchange", "return", "return", "return", "pickup", "duplicate")
OTHERS = ("address", "default", "claim", "sorry", "expedite")


def wish_for(rng: random.Random, rows: Rows) -> Wish:
    """Any wish, mostly one that could be granted; now and then a part of it names what is not there."""
    orders = {order["id"]: order["state"] for order in rows["orders"] if order["state"] != "cancelled"}
    order = rng.choice(list(orders) or ["o-none"])
    fitting = AFTER if orders.get(order) == "delivered" else BEFORE
    kind = rng.choice(fitting if rng.random() < 0.8 else (*BEFORE, *AFTER, *OTHERS))
    lines = {line["line_no"]: line for line in rows["order_lines"] if line["order_id"] == order}
    return _wish(rng, kind, order if rng.random() < 0.97 else "o-none", lines, list(orders))


def _wish(rng: random.Random, kind: str, order: str, lines: dict[int, dict[str, Any]], orders: list[str]) -> Wish:
    numbers = [rng.choice(sorted(lines)) if lines and rng.random() < 0.95 else 9 for _ in range(rng.choice((1, 1, 2)))]
    pieces = tuple((number, rng.choice((0, 1, 1, 2, 3, 4, -1))) for number in numbers)
    swaps = tuple((number, _other(rng, lines.get(number))) for number in numbers)
    method = rng.choice((None, None, *METHODS, "m-none"))
    reason = rng.choice(("wrong_size", "no_longer_needed", "faulty"))
    address = rng.choice(("adr-1", "adr-0", "adr-2"))
    match kind:
        case "add":
            return AddLine(order, rng.choice((*SKUS, "no-such")), rng.choice((1, 1, 2, 3, 0, -1)), method)
        case "pickup":
            return BookPickup(order, rng.choice((1, 1, 2)), rng.choice(("slot-1", "slot-2", "slot-none")))
        case "cancel":
            return CancelOrder(order, reason)
        case "address":
            return ChangeAddress(order, address)
        case "default":
            return ChangeDefaultAddress(address)
        case "item":
            return ChangeItem(order, swaps, method)
        case "payment":
            return ChangePayment(order, rng.choice((*METHODS, "m-none")))
        case "quantity":
            return ChangeQuantity(order, pieces, method)
        case "claim":
            return ClaimParcel(order, rng.choice((1, 1, 2)))
        case "sorry":
            return CompensateDelay(order, rng.choice(("coupon", "priority", "applause")))
        case "exchange":
            return ExchangeItem(order, swaps, method, reason, "unopened")
        case "expedite":
            return Expedite(order)
        case "merge":
            return MergeOrders(order, rng.choice(orders or ["o-none"]))
        case "place":
            items = tuple((rng.choice((*SKUS, *SKUS, "no-such")), pieces) for _, pieces in pieces)
            return PlaceOrder(items, method or "card", rng.choice((CURRENCY, CURRENCY, "EUR")))
        case "protect":
            return PriceProtect(order)
        case "duplicate":
            return RefundDuplicate(order)
        case "remove":
            return RemoveLine(order, tuple(numbers))
        case "return":
            return ReturnItem(order, pieces, method, reason, "unopened")
    return SplitOrder(order, pieces)


def _other(rng: random.Random, line: dict[str, Any] | None) -> str:
    """Mostly another variant of the same product."""
    if line is None or rng.random() < 0.1:
        return rng.choice((*SKUS, "no-such"))
    return rng.choice([sku for sku in SKUS if sku[0] == line["sku_id"][0] and sku != line["sku_id"]])
