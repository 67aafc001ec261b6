"""From rows back to the data set's JSON: all of it, or only the orders and users asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from orderline.qa.conformance.tau_retail.words import SHOP, STATUSES, dollars
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
    Sku,
)

Json = dict[str, Any]
Rows = dict[str, list[Row[Any]]]


def export_database(connection: Connection) -> Json:
    """The whole shop."""
    return {
        "products": export_products(connection),
        "users": export_users(connection, None),
        "orders": export_orders(connection, None),
    }


def export_products(connection: Connection) -> Json:
    """Products with their variants."""
    prices = {row.sku_id: row.amount for row in _rows(connection, Price, ())}
    variants: Rows = defaultdict(list)
    for sku in _rows(connection, Sku, (Sku.position,)):
        variants[sku.product_id].append(sku)
    return {
        product.id: {
            "name": product.name_en,
            "product_id": product.id,
            "variants": {
                sku.id: {"item_id": sku.id, "options": sku.options, "available": sku.sellable,
                         "price": dollars(prices[sku.id])}
                for sku in variants[product.id]
            },
        }
        for product in _rows(connection, Product, (Product.position,))
    }  # fmt: skip


def export_users(connection: Connection, only: Collection[str] | None) -> Json:
    """Users by their id there; `only`: customers' keys here, None: all."""
    methods = _by(
        _rows(connection, PaymentMethod, (PaymentMethod.position,), PaymentMethod.customer_id, only), "customer_id"
    )
    orders = _by(_rows(connection, Order, (Order.placed_at,), Order.customer_id, only), "customer_id")
    addresses = _by(_rows(connection, Address, (), Address.customer_id, only), "customer_id")
    return {
        user.extra["user_id"]: {
            "user_id": user.extra["user_id"],
            "name": {"first_name": user.given_name, "last_name": user.family_name},
            "address": _address(next(row for row in addresses[user.id] if row.is_default)),
            "email": user.email,
            "payment_methods": {method.id: _method(method) for method in methods[user.id]},
            "orders": [order.id for order in orders[user.id]],
        }
        for user in _rows(connection, Customer, (), Customer.id, only)
    }


def export_orders(connection: Connection, only: Collection[str] | None) -> Json:
    """Orders by id; `only` None: all."""
    lines = _by(_rows(connection, OrderLine, (OrderLine.line_no,), OrderLine.order_id, only), "order_id")
    payments = _by(_rows(connection, Payment, (Payment.seq,), Payment.order_id, only), "order_id")
    parcels = _by(_rows(connection, Shipment, (Shipment.seq,), Shipment.order_id, only), "order_id")
    cases = _by(_rows(connection, AfterSale, (AfterSale.seq,), AfterSale.order_id, only), "order_id")
    parts = _by(_rows(connection, AfterSaleLine, (AfterSaleLine.seq,), AfterSaleLine.order_id, only), "order_id")
    orders = _rows(connection, Order, (Order.position,), Order.id, only)
    addresses = {
        row.id: row for row in _rows(connection, Address, (), Address.customer_id, {o.customer_id for o in orders})
    }
    owners = _rows(connection, Customer, (), Customer.id, {order.customer_id for order in orders})
    users = {owner.id: owner.extra["user_id"] for owner in owners}
    result: Json = {}
    for order in orders:
        case = cases[order.id][0] if cases[order.id] else None
        result[order.id] = {
            "order_id": order.id,
            "user_id": users[order.customer_id],
            "address": _address(addresses[order.address_id]),
            "items": [_item(line) for line in lines[order.id]],
            "status": _status(order, case),
            "fulfillments": [_parcel(parcel, lines[order.id]) for parcel in parcels[order.id]],
            "payment_history": [
                {"transaction_type": row.kind, "amount": dollars(row.amount), "payment_method_id": row.method_id}
                for row in payments[order.id]
            ],
            **({"cancel_reason": order.cancel_reason.replace("_", " ")} if order.cancel_reason else {}),
            **_after_sale(case, parts[order.id], lines[order.id]),
        }
    return result


def _item(line: Row[Any]) -> Json:
    return {"name": line.name_en, "product_id": line.product_id, "item_id": line.sku_id,
            "price": dollars(line.unit_price), "options": line.options}  # fmt: skip


def _parcel(parcel: Row[Any], lines: Sequence[Row[Any]]) -> Json:
    skus = {line.line_no: line.sku_id for line in lines}
    return {"tracking_id": parcel.tracking.split(","), "item_ids": [skus[number] for number in parcel.line_nos]}


def _status(order: Row[Any], case: Row[Any] | None) -> str:
    if case is not None:
        return f"{case.kind} requested"
    if order.item_changes and order.state.value == "paid":
        return "pending (item modified)"
    return STATUSES[order.state]


def _after_sale(case: Row[Any] | None, parts: Sequence[Row[Any]], lines: Sequence[Row[Any]]) -> Json:
    if case is None:
        return {}
    skus = {line.line_no: line.sku_id for line in lines}
    old = sorted(skus[part.line_no] for part in parts)
    if case.kind == "return":
        return {"return_items": old, "return_payment_method_id": case.method_id}
    return {
        "exchange_items": old,
        "exchange_new_items": sorted(part.new_sku_id for part in parts),
        "exchange_payment_method_id": case.method_id,
        "exchange_price_difference": dollars(case.difference),
    }


def _method(method: Row[Any]) -> Json:
    fields = {"source": method.kind, "id": method.id, "brand": method.brand, "last_four": method.last4,
              "balance": None if method.balance is None else dollars(method.balance)}  # fmt: skip
    return {name: value for name, value in fields.items() if value is not None}


def _address(row: Row[Any]) -> Json:
    return {"address1": row.line1, "address2": row.line2, "city": row.city, "country": row.country,
            "state": row.region, "zip": row.postcode}  # fmt: skip


def _rows(
    connection: Connection,
    table: type[Base],
    order_by: tuple[Any, ...],
    key: Any = None,
    only: Collection[str] | None = None,
) -> list[Row[Any]]:
    columns = table.__table__.columns
    query = select(*columns).where(columns["shop_id"] == SHOP).order_by(*order_by)
    condition: ColumnElement[bool] | None = None if only is None else key.in_(only)
    return list(connection.execute(query if condition is None else query.where(condition)))


def _by(rows: Sequence[Row[Any]], column: str) -> Rows:
    grouped: Rows = defaultdict(list)
    for row in rows:
        grouped[getattr(row, column)].append(row)
    return grouped
