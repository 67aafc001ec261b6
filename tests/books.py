"""The books of a shop: what must hold of its rows whatever has been done to its orders, and in whatever order.

Read straight from the tables, by a connection of their own, and never through the services they check.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import JSON, Connection, Engine, Table

from orderline.orders.coupons import AfterReturn, Basis, Coupon, Goods, price
from orderline.orders.money import Money
from orderline.orders.quote import MoveKind, Quote, Receipt
from orderline.store.models import Base

Rows = Mapping[str, list[dict[str, Any]]]
SIGNS = {"payment": 1, "moved_in": 1, "refund": -1, "moved_out": -1}
STORED = ("gift_card", "store_card")
DRAFTS = {MoveKind.CHARGE: 1, MoveKind.REFUND: -1}


def rows_of(engine: Engine, shop: str) -> Rows:
    """All rows of one shop in all tables, in the order of their keys; instants and flags as the driver gives them."""
    with engine.execution_options(orderline_writes=False).connect() as connection:
        return {name: _rows(connection, read, shop) for name, read in READS.items()}


def _rows(connection: Connection, read: tuple[str, tuple[str, ...]], shop: str) -> list[dict[str, Any]]:
    statement, json_columns = read
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    found = connection.exec_driver_sql(statement.replace(":shop", mark), (shop,))
    rows = [dict(row) for row in found.mappings()]
    for row in rows:
        for name in json_columns:
            row[name] = json.loads(row[name]) if isinstance(row[name], str) else row[name]
    return rows


def _read(table: Table) -> tuple[str, tuple[str, ...]]:
    """How a table is read, and which of its columns hold JSON."""
    own = "id" if table.name == "shops" else "shop_id"
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
    statement = f'SELECT {columns} FROM "{table.name}" WHERE "{own}" = :shop ORDER BY {keys}'
    return statement, tuple(column.name for column in table.columns if isinstance(column.type, JSON))


READS = {table.name: _read(table) for table in Base.metadata.sorted_tables}


def without_quotes(rows: Rows) -> Rows:
    """All but the offers, which asking writes, and their names, which differ each time."""
    kept = {name: table for name, table in rows.items() if name != "quotes"}
    return {**kept, "actions": [{**row, "quote_id": None} for row in kept["actions"]]}


@dataclass
class Books:
    """What a shop began with, what its changes promised, and a check of both against the rows."""

    first: Rows
    extra: Counter[str] = field(default_factory=Counter)
    """Order → minor units paid beyond what its lines and postage cost; negative: given back for goods that return."""
    promised: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(order, method) → minor units that go back later."""

    def __post_init__(self) -> None:
        for order in self.first["orders"]:
            self.extra[order["id"]] = net(self.first, order["id"]) - cost(self.first, order)

    def note(self, quote: Quote, receipt: Receipt, before: Rows) -> None:
        """Keep what a change that was carried out says of itself."""
        order = receipt.order_id
        for move in receipt.moves:
            if not move.at_once and move.kind is MoveKind.REFUND:
                self.promised[order, move.method_id] += move.amount.minor_units
        moved = sum(DRAFTS[move.kind] * move.amount.minor_units for move in receipt.moves if move.at_once)
        if receipt.action in ("return_item", "exchange_item", "refund_duplicate"):
            self.extra[order] += moved
        if receipt.action == "cancel_order":
            self.extra[order] = 0
        if receipt.action == "merge_orders":
            other = next(
                kept["payload"]["wish"]["other_id"] for kept in before["quotes"] if kept["id"] == quote.quote_id
            )
            self.extra[order] += self.extra.pop(other, 0)

    def check(self, rows: Rows) -> None:
        """Everything that must always be true."""
        self._money(rows)
        self._balances(rows)
        self._stock(rows)
        self._records(rows)
        for order in rows["orders"]:
            lines_sum(rows, order)

    def _money(self, rows: Rows) -> None:
        kinds = {method["id"]: method["kind"] for method in rows["payment_methods"]}
        for order in rows["orders"]:
            paid = by_method(rows, order["id"])
            left = {name: units - self.promised[order["id"], name] for name, units in paid.items()}
            assert sum(left.values()) >= 0, f"more goes back for {order['id']} than was paid: {left}"
            for name, units in left.items():
                assert units >= 0 or kinds.get(name) in STORED, f"more goes back to {name} than it paid: {left}"
            if payments(rows, order["id"]):
                due = 0 if order["state"] == "cancelled" else cost(rows, order)
                found = net(rows, order["id"])
                assert found == due + self.extra[order["id"]], f"{order['id']}: paid {found}, costs {due}"

    def _balances(self, rows: Rows) -> None:
        began = {method["id"]: method["balance"] for method in self.first["payment_methods"]}
        old = {payment["id"] for payment in self.first["payments"]}
        moved: Counter[str] = Counter()
        for payment in rows["payments"]:
            if payment["id"] not in old and payment["kind"] in ("payment", "refund"):
                moved[payment["method_id"]] += SIGNS[payment["kind"]] * payment["amount"]
        for method in rows["payment_methods"]:
            if method["balance"] is not None:
                assert method["balance"] >= 0, f"{method['id']} is overdrawn"
                assert method["balance"] == began[method["id"]] - moved[method["id"]], f"{method['id']} does not sum"

    def _stock(self, rows: Rows) -> None:
        booked, held = _sum(rows["ledger"], "stock"), Counter[str]()
        for kept in rows["reservations"]:
            held[kept["sku_id"]] += kept["quantity"] if kept["state"] == "held" else 0
        began = {sku["id"]: sku for sku in self.first["skus"]}
        for sku in rows["skus"]:
            if sku["on_hand"] is None:
                continue
            name = sku["id"]
            assert 0 <= sku["reserved"] <= sku["on_hand"], f"{name}: {sku}"
            assert sku["reserved"] == held[name], f"{name}: reservations leak"
            assert sku["on_hand"] == began[name]["on_hand"] + booked[name], f"{name}: not as the ledger says"
            whole = began[name]["on_hand"] + _ordered(self.first, name)
            assert sku["on_hand"] + _ordered(rows, name) == whole, f"{name}: stock appears or is lost"

    def _records(self, rows: Rows) -> None:
        old = {payment["id"] for payment in self.first["payments"]}
        new = [payment for payment in rows["payments"] if payment["id"] not in old]
        moved: Counter[tuple[str, str]] = Counter()
        for payment in new:
            if payment["kind"] in ("payment", "refund"):
                moved[payment["order_id"], payment["method_id"]] += SIGNS[payment["kind"]] * payment["amount"]
        booked: Counter[tuple[str, str]] = Counter()
        for row in rows["ledger"]:
            if row["kind"] in ("charge", "refund"):
                booked[row["order_id"], row["subject"]] += row["amount"]
        assert +moved == +booked, "the ledger and the payments differ"
        assert -moved == -booked, "the ledger and the payments differ"
        told = Counter(
            (row["operation"], row["payload"]["method"], row["payload"]["amount"])
            for row in rows["outbox"]
            if row["system"] == "payment"
        )
        names = {"payment": "charge", "refund": "refund"}
        due = Counter(
            (names[payment["kind"]], payment["method_id"], payment["amount"])
            for payment in new
            if payment["kind"] in names and payment["status"] == "pending" and payment["amount"]
        )
        assert told == due, "the payment system is told something else than what was written"
        links = [row["action_id"] for row in rows["audit"]]
        assert len(links) == len(set(links)), "an action stands twice in the chain"
        assert sorted(links) == sorted(row["id"] for row in rows["actions"])
        assert {row["action_id"] for row in rows["outbox"]} <= set(links)


def payments(rows: Rows, order: str) -> list[dict[str, Any]]:
    """What counts of the money of an order."""
    return [row for row in rows["payments"] if row["order_id"] == order and row["status"] in ("done", "pending")]


def by_method(rows: Rows, order: str) -> Counter[str]:
    """Method → what it has put into an order and not got back."""
    paid: Counter[str] = Counter()
    for row in payments(rows, order):
        paid[row["method_id"]] += SIGNS[row["kind"]] * row["amount"]
    return paid


def net(rows: Rows, order: str) -> int:
    """What was paid for an order and not given back."""
    return sum(by_method(rows, order).values())


def lines_of(rows: Rows, order: str) -> list[dict[str, Any]]:
    """The lines of an order."""
    return [line for line in rows["order_lines"] if line["order_id"] == order]


def cost(rows: Rows, order: Mapping[str, Any]) -> int:
    """What an order costs: its lines less their discounts, and its postage less what coupons take off it."""
    lines = lines_of(rows, order["id"])
    goods = sum(line["unit_price"] * line["quantity"] - line["discount"] for line in lines)
    coupons = _coupons(rows, order)
    postage = _priced(order, lines, coupons)[1] if coupons else order["shipping"]
    return int(goods + postage)


def lines_sum(rows: Rows, order: Mapping[str, Any]) -> None:
    """No line costs less than nothing, and what coupons take off is what stands on the lines."""
    lines, coupons = lines_of(rows, order["id"]), _coupons(rows, order)
    for line in lines:
        gross = line["unit_price"] * line["quantity"]
        assert 0 <= line["discount"] <= gross, f"{order['id']}: {line['discount']} off {gross}"
    if coupons:
        nets, _ = _priced(order, lines, coupons)
        found = {line["line_no"]: line["unit_price"] * line["quantity"] - line["discount"] for line in lines}
        assert found == nets, f"{order['id']}: the shares of its coupons do not sum"


def _priced(order: Mapping[str, Any], lines: list[dict[str, Any]], coupons: list[Coupon]) -> tuple[dict[int, int], int]:
    currency = order["currency"]
    goods = [
        Goods(str(line["line_no"]), line["sku_id"], line["quantity"], Money(line["unit_price"], currency))
        for line in lines
    ]
    priced = price(goods, Money(order["shipping"], currency), coupons)
    return {int(name): net.minor_units for name, net in priced.nets.items()}, priced.shipping.minor_units


def _coupons(rows: Rows, order: Mapping[str, Any]) -> list[Coupon]:
    currency = order["currency"]
    return [
        Coupon(
            row["coupon_id"],
            Basis(row["basis"]),
            Money(row["off"], currency),
            row["percent"],
            None if row["threshold"] is None else Money(row["threshold"], currency),
            frozenset(row["skus"]),
            row["stack_order"],
            row["stacks"],
            AfterReturn(row["after_return"]),
        )
        for row in rows["order_coupons"]
        if row["order_id"] == order["id"]
    ]


def _ordered(rows: Rows, sku: str) -> int:
    """Pieces of a SKU that belong to orders, not to the shelf."""
    gone = {order["id"] for order in rows["orders"] if order["state"] == "cancelled"}
    lines: Iterable[dict[str, Any]] = (line for line in rows["order_lines"] if line["order_id"] not in gone)
    return sum(int(line["quantity"]) for line in lines if line["sku_id"] == sku)


def _sum(ledger: list[dict[str, Any]], kind: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in ledger:
        if row["kind"] == kind:
            found[row["subject"]] += row["amount"]
    return found
