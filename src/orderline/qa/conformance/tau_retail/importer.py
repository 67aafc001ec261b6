"""From the data set's JSON to rows of a shop. Orders of lines, items and payments are kept by explicit columns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from orderline.errors import ConfigurationError
from orderline.orders.order import SalesChannel
from orderline.qa.conformance.tau_retail.shape import TauAddress, TauDatabase, TauOrder, TauUser
from orderline.qa.conformance.tau_retail.words import CURRENCY, POLICY, SHOP, STATES, cents, customer_ids
from orderline.store.models import (
    Address,
    AfterSale,
    AfterSaleLine,
    Base,
    Customer,
    Order,
    OrderLine,
    Payment,
    PaymentMethod,
    Price,
    Product,
    Shipment,
    Shop,
    Sku,
)

START = datetime(2024, 1, 1, tzinfo=UTC)
"""The data set has no dates; orders of a user are placed one minute apart from here on, in their listed order."""
Row = dict[str, Any]
Ids = Mapping[str, str]
"""User there → customer here."""


def import_database(connection: Connection, data: TauDatabase) -> None:
    """Write the whole shop, in one transaction of the caller's. Raises ConfigurationError where rows contradict."""
    _check_owners(data)
    for table, rows in _tables(data):
        if rows:
            connection.execute(insert(table), rows)


def _tables(data: TauDatabase) -> Iterator[tuple[type[Base], list[Row]]]:
    yield Shop, [_shop()]
    ids = customer_ids(data.users)
    yield Customer, [_customer(user, ids) for user in data.users.values()]
    yield PaymentMethod, [row for user in data.users.values() for row in _methods(user, ids)]
    yield Product, [_of(id=p.product_id, name_en=p.name, name_zh=p.name, tags=[], aliases=[], position=place)
                    for place, p in enumerate(data.products.values())]  # fmt: skip
    yield Sku, list(_skus(data))
    yield Price, [_of(sku_id=variant.item_id, currency=CURRENCY, amount=cents(variant.price))
                  for product in data.products.values() for variant in product.variants.values()]  # fmt: skip
    yield Address, list(_addresses(data, ids))
    yield Order, list(_orders(data, ids))
    orders = list(data.orders.values())
    yield OrderLine, [row for order in orders for row in _lines(order)]
    yield Payment, [row for order in orders for row in _payments(order, ids)]
    yield Shipment, [row for order in orders for row in _shipments(order)]
    cases = [case for order in orders for case in _after_sales(order, data)]
    yield AfterSale, [case for case, _ in cases]
    yield AfterSaleLine, [line for _, lines in cases for line in lines]


def _check_owners(data: TauDatabase) -> None:
    for order in data.orders.values():
        if order.user_id not in data.users or order.order_id not in data.users[order.user_id].orders:
            raise ConfigurationError(f"Order {order.order_id} is not among the orders of the user it names.")


def _of(**columns: Any) -> Row:
    return {"shop_id": SHOP, **columns}


def _shop() -> Row:
    key = hashlib.sha256(SHOP.encode()).digest()
    return {"id": SHOP, "name_en": SHOP, "name_zh": SHOP, "timezone": "America/New_York", "hash_key": key}


def _customer(user: TauUser, ids: Ids) -> Row:
    first, last = user.name.first_name, user.name.last_name
    return _of(id=ids[user.user_id], extra={"user_id": user.user_id}, name=f"{first} {last}", given_name=first,
               family_name=last, email=user.email,
               language="en", created_at=START)  # fmt: skip


def _methods(user: TauUser, ids: Ids) -> Iterator[Row]:
    for place, method in enumerate(user.payment_methods.values()):
        balance = None if method.balance is None else cents(method.balance)
        yield _of(id=method.id, customer_id=ids[user.user_id], position=place, kind=method.source, brand=method.brand,
                  last4=method.last_four, balance=balance, currency=CURRENCY)  # fmt: skip


def _skus(data: TauDatabase) -> Iterator[Row]:
    for product in data.products.values():
        for place, variant in enumerate(product.variants.values()):
            yield _of(id=variant.item_id, product_id=product.product_id, options=variant.options,
                      sellable=variant.available, on_hand=None, reserved=0, position=place)  # fmt: skip


def _addresses(data: TauDatabase, ids: Ids) -> Iterator[Row]:
    for user in data.users.values():
        yield _address(f"adr-{ids[user.user_id]}", ids[user.user_id], user.address, is_default=True)
    for order in data.orders.values():
        yield _address(f"adr-{order.order_id}", ids[order.user_id], order.address, is_default=False)


def _address(key: str, user: str, address: TauAddress, is_default: bool) -> Row:
    return _of(id=key, customer_id=user, is_default=is_default, line1=address.address1, line2=address.address2,
               city=address.city, region=address.state, postcode=address.zip, country=address.country)  # fmt: skip


def _orders(data: TauDatabase, ids: Ids) -> Iterator[Row]:
    places = {order: place for user in data.users.values() for place, order in enumerate(user.orders)}
    for position, order in enumerate(data.orders.values()):
        digits = "".join(char for char in order.order_id if char.isdigit())
        reason = order.cancel_reason
        yield _of(
            id=order.order_id, number=order.order_id, number_digits=digits, number_tail=digits[-4:],
            customer_id=ids[order.user_id], address_id=f"adr-{order.order_id}", postcode=order.address.zip.upper(),
            channel=SalesChannel.WEB, state=STATES[order.status], currency=CURRENCY, shipping=0, jurisdiction="US",
            placed_at=START + timedelta(minutes=places[order.order_id]), version=1, position=position,
            item_changes=int(order.status == "pending (item modified)"), expedited=False,
            cancel_reason=None if reason is None else reason.replace(" ", "_"),
        )  # fmt: skip


def _lines(order: TauOrder) -> Iterator[Row]:
    for number, item in enumerate(order.items, start=1):
        yield _of(order_id=order.order_id, line_no=number, product_id=item.product_id, sku_id=item.item_id,
                  name_en=item.name, name_zh=item.name, options=item.options, unit_price=cents(item.price),
                  quantity=1, discount=0, policy_set=POLICY)  # fmt: skip


def _payments(order: TauOrder, ids: Ids) -> Iterator[Row]:
    for seq, payment in enumerate(order.payment_history, start=1):
        yield _of(id=f"{order.order_id}/{seq}", order_id=order.order_id, customer_id=ids[order.user_id], seq=seq,
                  kind=payment.transaction_type, method_id=payment.payment_method_id, amount=cents(payment.amount),
                  currency=CURRENCY, status="done", at=START)  # fmt: skip


def _shipments(order: TauOrder) -> Iterator[Row]:
    items = [item.item_id for item in order.items]
    for seq, parcel in enumerate(order.fulfillments, start=1):
        yield _of(order_id=order.order_id, seq=seq, tracking=",".join(parcel.tracking_id),
                  line_nos=lines_of(order.order_id, items, parcel.item_ids))  # fmt: skip


def lines_of(order_id: str, items: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Line numbers of `wanted` item ids; the same id twice is two lines. Raises ConfigurationError for one too many."""
    left = list(enumerate(items, start=1))
    found: list[int] = []
    for item in wanted:
        place = next((entry for entry in left if entry[1] == item), None)
        if place is None:
            raise ConfigurationError(f"Order {order_id} has no item {item} that its own rows speak of.")
        left.remove(place)
        found.append(place[0])
    return found


def _after_sales(order: TauOrder, data: TauDatabase) -> Iterator[tuple[Row, list[Row]]]:
    """A return or exchange that the file already holds. Its new items stand sorted, so they are paired by product."""
    items = [item.item_id for item in order.items]
    if order.return_items is not None:
        lines = lines_of(order.order_id, items, order.return_items)
        yield (
            _case(order, "return", order.return_payment_method_id, None),
            _case_lines(order, lines, [None] * len(lines)),
        )
    if order.exchange_items is not None:
        product_of = {sku: p.product_id for p in data.products.values() for sku in p.variants}
        new = sorted(order.exchange_new_items or [], key=lambda sku: product_of[sku])
        old = sorted(order.exchange_items, key=lambda sku: product_of[sku])
        difference = cents(order.exchange_price_difference or 0)
        case = _case(order, "exchange", order.exchange_payment_method_id, difference)
        yield case, _case_lines(order, lines_of(order.order_id, items, old), new)


def _case(order: TauOrder, kind: str, method: str | None, difference: int | None) -> Row:
    return _of(order_id=order.order_id, seq=1, kind=kind, state="requested", method_id=method, difference=difference,
               currency=CURRENCY, action_id="import", at=START)  # fmt: skip


def _case_lines(order: TauOrder, lines: Sequence[int], skus: Sequence[str | None]) -> list[Row]:
    return [_of(order_id=order.order_id, after_sale_seq=1, seq=seq, line_no=line, quantity=1, new_sku_id=sku)
            for seq, (line, sku) in enumerate(zip(lines, skus, strict=True), start=1)]  # fmt: skip
