"""One caller for each task of ecom-bench-zh."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from orderline.qa.callers.script import Facts, Method, OrderRef, Place, Script, Thing, Wish
from orderline.qa.conformance.ecom_bench.shape import Action, Bench, Data, Order, Product, Task
from orderline.qa.conformance.ecom_bench.words import METHODS, STATES, fen

PATIENCE = 60
_KIND = re.compile(r"燃气热水器|电热水器|小厨宝|洗碗机|油烟机|排烟机|净水器|落地扇|燃气灶|冰箱")
_VOLUME = re.compile(r"(\d+)\s*(?:升|L)")
_GOODS_BACK = "退款"


def callers(bench: Bench) -> dict[str, Script]:
    """Task id → caller."""
    return {str(task.id): _caller(bench.data, task) for task in bench.tasks}


def _caller(data: Data, task: Task) -> Script:
    user, text = data.users_info[task.user_id], str((task.model_extra or {}).get("instruction", ""))
    orders = list(_orders(data, task.user_id))
    products = _products(data)
    return Script(
        name=f"ecom-bench-zh/{task.id}",
        language="zh",
        facts=Facts(last_name=user.name, phone=user.phone),
        secrets=(user.address.line1,),
        wishes=(*_questions(orders, products, task, text), *_changes(data, orders, products, task, text)),
        patience=PATIENCE,
    )


def _orders(data: Data, user_id: str) -> Iterator[Order]:
    for shops in data.orders.values():
        for users in shops.values():
            yield from users.get(user_id, {}).values()


def _products(data: Data) -> dict[str, Product]:
    return {p.sku: p for shops in data.products.values() for shop in shops.values() for p in shop.values()}


def _questions(orders: list[Order], products: Mapping[str, Product], task: Task, text: str) -> Iterator[Wish]:
    """Where a parcel is, as the reference looks it up. What the line does not sell or mend is not asked."""
    by_id = {order.order_id: order for order in orders}
    for search in (task.model_extra or {}).get("searches", ()):
        order = by_id.get(str(search["arguments"].get("order_id", "")))
        if search["name"] == "get_logistics_info_tool" and order is not None:
            yield Wish(task="track_order", order=_ref(order, orders, products, text))


def _changes(data: Data, orders: list[Order], products: Mapping[str, Product], task: Task, text: str) -> Iterator[Wish]:
    """What the reference writes to orders, in its order. Its card bookings follow from that by themselves."""
    left = sum(fen(a.arguments["amount"]) for a in task.actions if a.arguments.get("action") == _GOODS_BACK)
    by_id = {order.order_id: order for order in orders}
    for action in task.actions:
        wish = _change(by_id, orders, products, action, text)
        if wish is not None:
            yield wish
            if wish.task in ("return_item", "cancel_order") and wish.order is not None:
                left -= fen(by_id[wish.order.number].total)
    for order in orders:
        for item in order.items if left > 0 else ():
            dropped = fen(item.price) - fen(products[item.sku].price) if item.sku in products else 0
            if dropped > 0 and dropped * item.quantity <= left:
                left = 0
                yield Wish(task="price_protect", order=_ref(order, orders, products, text),
                           things=(_thing(item.sku, products, text),))  # fmt: skip


def _change(
    by_id: Mapping[str, Order], orders: list[Order], products: Mapping[str, Product], action: Action, text: str
) -> Wish | None:
    given = action.arguments
    order = by_id.get(str(given.get("order_id", "")))
    ref = None if order is None else _ref(order, orders, products, text)
    match action.name, given.get("action"):
        case "manage_urgent", _:
            return Wish(task="expedite", order=ref)
        case "manage_order", "取消":
            return Wish(task="cancel_order", order=ref, whole_order=True, reason="no_longer_needed")
        case "manage_order", "修改":
            return Wish(task="change_address", order=ref, place=_place(order, given))
        case "manage_order", "增加":
            things = tuple(_thing(item["product_id"], products, text, item["quantity"])
                           for item in given["product_info_list"])  # fmt: skip
            return Wish(task="place_order", things=things, method=Method(kind=METHODS[given["payment"]]))
        case "manage_return", _ if order is not None:
            things = tuple(_thing(item.sku, products, text) for item in order.items)
            return Wish(task="return_item", order=ref, things=things, whole_order=True, reason="faulty",
                        method=Method(kind="original"))  # fmt: skip
        case "manage_exchange", "换货":
            return Wish(task="change_item", order=ref, things=(_swap(given, products, text),),
                        method=Method(kind="original"))  # fmt: skip
        case _:
            return None


def _ref(order: Order, orders: list[Order], products: Mapping[str, Product], text: str) -> OrderRef:
    elsewhere = {item.sku for other in orders if other is not order for item in other.items}
    items = sorted(order.items, key=lambda item: item.sku in elsewhere)
    return OrderRef(
        number=order.order_id,
        known=order.order_id in text,
        state=STATES[order.status].value,
        items=tuple(_said(item.sku, products, text) for item in items),
        city=order.address.city,
    )


def _thing(sku: str, products: Mapping[str, Product], text: str, quantity: int = 1) -> Thing:
    return Thing(name=_said(sku, products, text), quantity=quantity, product_id=sku)


def _said(sku: str, products: Mapping[str, Product], text: str) -> str:
    """A product as the caller calls it: its kind, with its number where the task gives it to them."""
    kind = _KIND.search(products[sku].name) if sku in products else None
    named = kind[0] if kind else "商品"
    return f"{named}{sku}" if sku in text or kind is None else named


def _swap(given: Mapping[str, Any], products: Mapping[str, Product], text: str) -> Thing:
    """What is wanted instead, by its size where that tells it from the other substitutes."""
    old, new = str(given["original_product_id"]), str(given["exchange_product_id"])
    others = {other.sku: other.description for other in products[old].substitutes}
    volumes = {sku: found[1] for sku, name in others.items() if (found := _VOLUME.search(name))}
    alone = new in volumes and list(volumes.values()).count(volumes[new]) == 1
    wanted = f"{volumes[new]}升" if alone else new
    return Thing(name=_said(old, products, text), product_id=old, to={"型号": wanted}, whole={"型号": new})


def _place(order: Order | None, given: Mapping[str, Any]) -> Place:
    return Place(line1=str(given.get("address", "")), phone=str(given.get("phone_number", "")))
