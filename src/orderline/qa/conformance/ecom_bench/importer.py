"""From the data set's JSON to rows of a shop."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from orderline.act.services.facts import SUBSTITUTES
from orderline.errors import ConfigurationError
from orderline.orders.order import SalesChannel
from orderline.qa.conformance.ecom_bench import shape
from orderline.qa.conformance.ecom_bench.words import CURRENCY, METHODS, ON_SALE, POLICY, SHOP, STATES, fen
from orderline.store.models import (
    Address,
    Base,
    Customer,
    Order,
    OrderLine,
    Payment,
    PaymentMethod,
    Price,
    Product,
    Shop,
    Sku,
)

START = datetime(2025, 5, 24, tzinfo=UTC)
"""A day of the data set's sale; its orders have no dates, so each is placed a minute after the one before."""
Row = dict[str, Any]
Ids = Mapping[str, str]
"""User there → customer here."""


def customer_ids(data: shape.Data) -> dict[str, str]:
    """Our key for each user: theirs are account names of people."""
    return {user: f"c-{place:04}" for place, user in enumerate(data.users_info, start=1)}


def method_id(customer: str, payment: str) -> str:
    """Our key for a customer's way to pay. Raises ConfigurationError for one that is not known."""
    if payment not in METHODS:
        raise ConfigurationError(f"There is no payment method {payment!r}; the data set has {', '.join(METHODS)}.")
    return f"{customer}-{METHODS[payment]}"


def orders_of(data: shape.Data) -> Iterator[shape.Order]:
    """Every order of every platform and shop."""
    for shops in data.orders.values():
        for users in shops.values():
            for orders in users.values():
                yield from orders.values()


def import_bench(connection: Connection, data: shape.Data) -> None:
    """Write the whole shop. Raises ConfigurationError where rows contradict."""
    for order in orders_of(data):
        if order.user_id not in data.users_info or order.status not in STATES:
            raise ConfigurationError(f"An order has the unknown user or status {order.status!r}.")
    for table, rows in _tables(data, customer_ids(data)):
        if rows:
            connection.execute(insert(table), rows)


def _tables(data: shape.Data, ids: Ids) -> Iterator[tuple[type[Base], list[Row]]]:
    key = hashlib.sha256(SHOP.encode()).digest()
    yield Shop, [{"id": SHOP, "name_en": SHOP, "name_zh": SHOP, "timezone": "Asia/Shanghai", "hash_key": key}]
    yield Customer, [_of(id=ids[user.user_id], extra={"user_id": user.user_id}, name=user.name, phone=user.phone,
                         phone_tail=user.phone[-4:], language="zh", created_at=START)
                     for user in data.users_info.values()]  # fmt: skip
    yield PaymentMethod, list(_methods(data, ids))
    products, skus, prices = _catalogue(data)
    yield Product, products
    yield Sku, skus
    yield Price, prices
    yield Address, list(_addresses(data, ids))
    orders = list(enumerate(orders_of(data)))
    yield Order, [_order(place, order, ids) for place, order in orders]
    yield OrderLine, [row for _, order in orders for row in _lines(order)]
    yield Payment, [_payment(order, ids) for _, order in orders if order.status != "待付款"]


def _of(**columns: Any) -> Row:
    return {"shop_id": SHOP, **columns}


def _methods(data: shape.Data, ids: Ids) -> Iterator[Row]:
    for user in data.users_info.values():
        customer = ids[user.user_id]
        for place, payment in enumerate(METHODS):
            stored = METHODS[payment] == "store_card"
            yield _of(id=method_id(customer, payment), customer_id=customer, position=place, kind=METHODS[payment],
                      balance=fen(user.balance) if stored else None, currency=CURRENCY)  # fmt: skip


def _catalogue(data: shape.Data) -> tuple[list[Row], list[Row], list[Row]]:
    """Products, and what they may be exchanged for; a substitute with no price of its own costs the same."""
    listed = [p for shops in data.products.values() for shop in shops.values() for p in shop.values()]
    entries = {p.sku: (p.name, p.status, p.price, [other.sku for other in p.substitutes]) for p in listed}
    for product in listed:
        for other in product.substitutes:
            entries.setdefault(other.sku, (other.description, other.status, product.price, []))
    products, skus, prices = [], [], []
    for place, (sku, (name, status, price, substitutes)) in enumerate(entries.items()):
        products.append(_of(id=sku, name_en=name, name_zh=name, tags=[], aliases=[], position=place,
                            extra={SUBSTITUTES: substitutes}))  # fmt: skip
        skus.append(_of(id=sku, product_id=sku, options={}, sellable=status == ON_SALE, on_hand=None, reserved=0))
        prices.append(_of(sku_id=sku, currency=CURRENCY, amount=fen(price)))
    return products, skus, prices


def _addresses(data: shape.Data, ids: Ids) -> Iterator[Row]:
    for user in data.users_info.values():
        row = _address(f"adr-{ids[user.user_id]}", ids[user.user_id], user.address, is_default=True)
        yield {**row, "recipient": user.name, "phone": user.phone}
    for order in orders_of(data):
        yield _address(f"adr-{order.order_id}", ids[order.user_id], order.address, is_default=False)


def _address(key: str, customer: str, address: shape.Address, is_default: bool) -> Row:
    return _of(id=key, customer_id=customer, is_default=is_default, recipient=address.recipient, phone=address.phone,
               line1=address.line1, district=address.district, city=address.city, region=address.region,
               country=address.country)  # fmt: skip


def _order(place: int, order: shape.Order, ids: Ids) -> Row:
    return _of(
        id=order.order_id, number=order.order_id, number_digits=order.order_id, number_tail=order.order_id[-4:],
        customer_id=ids[order.user_id], address_id=f"adr-{order.order_id}", channel=SalesChannel.APP,
        phone_tail=(order.address.phone or "")[-4:] or None, state=STATES[order.status], currency=CURRENCY, shipping=0,
        jurisdiction="CN", placed_at=START + timedelta(minutes=place), version=1, position=place, item_changes=0,
        expedited=order.urgent, extra={"status": order.status, "total": order.total},
    )  # fmt: skip


def _lines(order: shape.Order) -> Iterator[Row]:
    for number, item in enumerate(order.items, start=1):
        yield _of(order_id=order.order_id, line_no=number, product_id=item.sku, sku_id=item.sku, name_en=item.sku,
                  name_zh=item.sku, options={}, unit_price=fen(item.price), quantity=item.quantity, discount=0,
                  policy_set=POLICY)  # fmt: skip


def _payment(order: shape.Order, ids: Ids) -> Row:
    customer = ids[order.user_id]
    return _of(id=f"{order.order_id}/1", order_id=order.order_id, customer_id=customer, seq=1, kind="payment",
               method_id=method_id(customer, order.payment), amount=fen(order.total), currency=CURRENCY, status="done",
               at=START)  # fmt: skip
