"""From rows back to the data set's JSON: its orders and the balances of its users."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from orderline.orders.order import OrderState
from orderline.qa.conformance.ecom_bench.words import AFTERWARDS, METHODS, NEW_ORDER, SHOP, STATES, yuan
from orderline.store.models import Address, Base, Customer, Order, OrderLine, Payment, PaymentMethod

Json = dict[str, Any]
BALANCE = "电子卡余额"


def exported(connection: Connection, raw: Mapping[str, Any], place: tuple[str, str]) -> Json:
    """`raw` as the rows now say it; `place`: platform and shop that new orders belong to."""
    now: Json = {"orders": copy.deepcopy(raw["orders"]), "users_info": copy.deepcopy(raw["users_info"])}
    users = {row.id: row.extra["user_id"] for row in _rows(connection, Customer)}
    for method in _rows(connection, PaymentMethod):
        if method.kind == "store_card":
            now["users_info"][users[method.customer_id]][BALANCE] = yuan(method.balance)
    addresses = {row.id: row for row in _rows(connection, Address)}
    paid_with = {row.order_id: row.method_id for row in _rows(connection, Payment) if row.seq == 1}
    lines: dict[str, list[Any]] = {}
    for line in connection.execute(select(OrderLine.__table__).order_by(OrderLine.line_no)):
        lines.setdefault(line.order_id, []).append(line)
    homes = {order_id: user for user in _users_of(now["orders"]) for order_id in user}
    for order in _rows(connection, Order):
        address = _address(addresses[order.address_id])
        if order.id in homes:
            _update(homes[order.id][order.id], order, lines[order.id], address)
        else:
            shop = now["orders"].setdefault(place[0], {}).setdefault(place[1], {})
            user = users[order.customer_id]
            new = _new(user, order, lines[order.id], address, paid_with[order.id])
            shop.setdefault(user, {})[NEW_ORDER] = new
    return now


def _users_of(orders: Json) -> Iterator[Json]:
    for shops in orders.values():
        for users in shops.values():
            yield from users.values()


def _update(target: Json, order: Any, lines: list[Any], address: Json) -> None:
    if order.state is not STATES[order.extra["status"]]:
        target["订单状态"] = AFTERWARDS[OrderState(order.state)]
    target["是否加急"] = order.expedited
    target["订单商品列表"] = [
        {"商品ID": line.sku_id, "单价": yuan(line.unit_price), "数量": line.quantity} for line in lines
    ]
    target["收货地址"] |= {name: value for name, value in address.items() if name in target["收货地址"]}


def _new(user: str, order: Any, lines: list[Any], address: Json, method_id: str) -> Json:
    payment = next(name for name, kind in METHODS.items() if method_id.endswith(kind))
    return {
        "用户ID": user,
        "订单ID": NEW_ORDER,
        "订单状态": AFTERWARDS[OrderState(order.state)],
        "订单总金额": yuan(sum(line.unit_price * line.quantity for line in lines)),
        "是否加急": order.expedited,
        "订单商品列表": [
            {"商品ID": line.sku_id, "商品价格": yuan(line.unit_price), "数量": line.quantity} for line in lines
        ],
        "收货地址": address,
        "支付方式": payment,
    }


def _address(row: Any) -> Json:
    return {
        "收件人姓名": row.recipient,
        "电话号码": row.phone,
        "国家": row.country,
        "省份": row.region,
        "城市": row.city,
        "区县": row.district,
        "详细地址": row.line1,
    }


def _rows(connection: Connection, table: type[Base]) -> list[Any]:
    columns = table.__table__.columns
    return list(connection.execute(select(*columns).where(columns["shop_id"] == SHOP)))


def changes(before: Any, after: Any, path: tuple[str, ...] = ()) -> Iterator[Json]:
    """Every place in which two trees differ, in the data set's form; lists are compared whole."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}):
            yield from changes(before.get(key), after.get(key), (*path, key))
    elif before != after:
        yield {"path": list(path), "from": before, "to": after}
