"""Orders of a batch, with their lines and the products they name."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from orderline.store.bulk.check import Fault, order_fault
from orderline.store.bulk.records import LineRecord, OrderRecord
from orderline.store.bulk.writing import KnownOrder, Row, Writing
from orderline.store.models import Address, Customer, Order, OrderLine, Product
from orderline.store.upsert import ignoring

MOVING = ("state", "warehouse_step", "warehouse_at", "promised_on", "expected_on", "delivered_at")
"""What a known order takes from a record."""
COPIED = (
    "number", "customer_id", "address_id", "phone_tail", "postcode", "channel", "placed_at", "currency", "shipping",
    "jurisdiction", *MOVING,
)  # fmt: skip
_copied = attrgetter(*COPIED)
TAIL = 4


def write_orders(writing: Writing, orders: Sequence[OrderRecord]) -> None:
    """Add what is new, move on what is there; what cannot be is left out."""
    customers = writing.column(Customer.id, {order.customer_id for order in orders})
    addresses = writing.column(Address.id, {order.address_id for order in orders if order.address_id is not None})
    taken = writing.column(Order.id, {_key(order) for order in orders if order.number not in writing.orders})
    new: list[OrderRecord] = []
    known: list[OrderRecord] = []
    seen: set[str] = set()
    for place, order in enumerate(orders):
        fault = order_fault(order) or _fault_beside(writing, order, seen, taken)
        if fault is None and order.customer_id not in customers:
            fault = ("customer_id", f"there is no customer {order.customer_id!r}; send the customer first")
        if fault is None and order.address_id is not None and order.address_id not in addresses:
            fault = ("address_id", f"there is no address {order.address_id!r}; send it first, or leave it out")
        if fault is not None:
            writing.refuse("orders", place, fault)
            continue
        seen.add(order.number)
        taken.add(_key(order))
        (known if order.number in writing.orders else new).append(order)
    _add(writing, new)
    _move_on(writing, known)


def _key(order: OrderRecord) -> str:
    return order.order_id or order.number


def _fault_beside(writing: Writing, order: OrderRecord, seen: set[str], taken: set[str]) -> Fault | None:
    """What is wrong with an order beside those of its batch and those that are there."""
    if order.number in seen:
        return "number", f"the order ending {order.number[-TAIL:]} is in this batch already"
    there = writing.orders.get(order.number)
    if there is None:
        return ("order_id", f"another order has the id {_key(order)[-TAIL:]!r}") if _key(order) in taken else None
    if order.order_id not in ("", there.key):
        return "order_id", f"the order ending {order.number[-TAIL:]} is known by another id"
    if order.customer_id != there.customer:
        return "customer_id", f"the order ending {order.number[-TAIL:]} is another customer's"
    return None if order.currency == there.currency else ("currency", f"the order was placed in {there.currency}")


def _add(writing: Writing, orders: Sequence[OrderRecord]) -> None:
    products = {line.product_id: _product_row(writing, line) for order in orders for line in order.lines}
    missing = products.keys() - writing.column(Product.id, products)
    if missing:
        new = [products[product] for product in sorted(missing)]
        writing.connection.execute(ignoring(writing.connection.dialect.name, Product), new)
    writing.insert(Order, [_order_row(writing, order) for order in orders])
    writing.insert(OrderLine, [row for order in orders for row in _line_rows(writing, order)])
    for order in orders:
        writing.fresh.add(_key(order))
        writing.orders[order.number] = KnownOrder(_key(order), order.customer_id, order.currency)
    writing.added += len(orders)


def _move_on(writing: Writing, orders: Sequence[OrderRecord]) -> None:
    rows = [
        {"id": writing.orders[order.number].key} | {name: getattr(order, name) for name in MOVING} for order in orders
    ]
    writing.update(Order, ("id",), rows, version=Order.__table__.c.version + 1)
    writing.changed += len(orders)


def _order_row(writing: Writing, order: OrderRecord) -> Row:
    digits = "".join(filter(str.isdigit, order.number))
    return {
        "shop_id": writing.shop,
        "id": _key(order),
        "number_digits": digits,
        "number_tail": digits[-TAIL:],
        "version": 1,
        **dict(zip(COPIED, _copied(order), strict=True)),
    }


def _line_rows(writing: Writing, order: OrderRecord) -> list[Row]:
    key = _key(order)
    return [
        {
            "shop_id": writing.shop,
            "order_id": key,
            "line_no": line_no,
            "product_id": line.product_id,
            "sku_id": line.sku_id,
            "name_en": line.name_en or line.name_zh,
            "name_zh": line.name_zh or line.name_en,
            "options": dict(line.options),
            "unit_price": line.unit_price,
            "quantity": line.quantity,
            "discount": line.discount,
            "policy_set": line.policy_set,
        }
        for line_no, line in enumerate(order.lines, start=1)
    ]


def _product_row(writing: Writing, line: LineRecord) -> Row:
    """A product that only its orders tell of, so that it is found by its name."""
    return {
        "shop_id": writing.shop,
        "id": line.product_id,
        "name_en": line.name_en or line.name_zh,
        "name_zh": line.name_zh or line.name_en,
        "tags": [],
        "aliases": [],
    }
