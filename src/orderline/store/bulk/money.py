"""Payments and stock of a batch."""

from __future__ import annotations

from collections.abc import Sequence

from orderline.store.bulk.check import payment_fault, stock_fault
from orderline.store.bulk.records import PaymentRecord, StockRecord
from orderline.store.bulk.writing import Row, Writing
from orderline.store.models import Payment, PaymentMethod, Sku


def write_payments(writing: Writing, payments: Sequence[PaymentRecord]) -> None:
    """Add new payments at the end of their orders' histories; a known one takes its new status."""
    sound = writing.sound("payments", payments, payment_fault)
    methods = writing.column(PaymentMethod.id, {one.method_id for _, one in sound if one.method_id is not None})
    found = writing.rows((Payment.id, Payment.order_id), Payment.id, {one.payment_id for _, one in sound})
    there = dict(found)
    last = _last(writing, writing.older(one.number for _, one in sound))
    new: dict[str, Row] = {}
    known: dict[str, Row] = {}
    for place, one in sound:
        order = writing.orders[one.number]
        status = {"id": one.payment_id, "status": one.status, "decline_code": one.decline_code, "at": one.at}
        if one.method_id is not None and one.method_id not in methods:
            because = f"there is no payment method {one.method_id!r} on file; send it first, or leave it out"
            writing.refuse("payments", place, ("method_id", because))
        elif one.payment_id in there and there[one.payment_id] != order.key:
            writing.refuse("payments", place, ("payment_id", "this payment belongs to another order"))
        elif one.payment_id in there:
            known[one.payment_id] = status
        elif one.payment_id in new:
            writing.refuse("payments", place, ("payment_id", "this payment is in this batch already"))
        else:
            last[order.key] = last.get(order.key, 0) + 1
            new[one.payment_id] = {
                "shop_id": writing.shop,
                "order_id": order.key,
                "customer_id": order.customer,
                "seq": last[order.key],
                "kind": one.kind,
                "method_id": one.method_id,
                "amount": one.amount,
                "currency": order.currency,
                **status,
            }
    writing.insert(Payment, new.values())
    writing.update(Payment, ("id",), known.values())
    writing.added += len(new)
    writing.changed += len(known)


def write_stock(writing: Writing, stock: Sequence[StockRecord]) -> None:
    """Set how many pieces there are; never fewer than are promised to orders."""
    reserved = dict(writing.rows((Sku.id, Sku.reserved), Sku.id, {one.sku_id for one in stock}))
    counted: dict[str, Row] = {}
    for place, one in enumerate(stock):
        fault = stock_fault(one)
        if fault is None and one.sku_id not in reserved:
            fault = ("sku_id", f"there is no variant {one.sku_id!r}; send the product first")
        elif fault is None and one.on_hand is not None and one.on_hand < reserved[one.sku_id]:
            fault = ("on_hand", f"{reserved[one.sku_id]} pieces are promised to orders; release them first")
        if fault is not None:
            writing.refuse("stock", place, fault)
        else:
            counted[one.sku_id] = {"id": one.sku_id, "on_hand": one.on_hand, "sellable": one.sellable}
    writing.update(Sku, ("id",), counted.values())
    writing.changed += len(counted)


def _last(writing: Writing, keys: set[str]) -> dict[str | None, int]:
    """The last position in each order's history of money."""
    last: dict[str | None, int] = {}
    for order, seq in writing.rows((Payment.order_id, Payment.seq), Payment.order_id, keys):
        last[order] = max(last.get(order, 0), seq)
    return last
