"""What a record must be before it is written; the rows it refers to are looked up by `load`."""

from __future__ import annotations

from datetime import datetime

from orderline.orders.money import EXPONENTS
from orderline.store.bulk.records import (
    LineRecord,
    OrderRecord,
    ParcelRecord,
    PaymentRecord,
    ScanRecord,
    StockRecord,
)

Fault = tuple[str, str]
"""Field, and what is wrong with it."""
PAYMENT_KINDS = frozenset({"payment", "refund"})
PAYMENT_STATUSES = frozenset({"done", "pending", "declined"})
LONGEST = 64
"""Characters of a key. Source: the columns of `store.models`."""


def order_fault(order: OrderRecord) -> Fault | None:
    """The first thing wrong with an order or one of its lines."""
    if not order.lines:
        return "lines", "an order has at least one line"
    if order.currency not in EXPONENTS:
        return "currency", f"{order.currency!r} is not known; use one of {', '.join(EXPONENTS)}"
    if order.phone_tail is not None and not (len(order.phone_tail) == 4 and order.phone_tail.isdigit()):
        return "phone_tail", "send the last four digits of the phone"
    if order.shipping < 0:
        return "shipping", "send 0 or more minor units"
    for name in ("placed_at", "warehouse_at", "delivered_at"):
        if _naive(getattr(order, name)):
            return name, "an instant needs a time zone"
    for name in ("number", "customer_id", "jurisdiction"):
        if not 0 < len(getattr(order, name)) <= LONGEST:
            return name, f"send 1 to {LONGEST} characters"
    return next((found for at, line in enumerate(order.lines, start=1) if (found := line_fault(at, line))), None)


def line_fault(line_no: int, line: LineRecord) -> Fault | None:
    """The first thing wrong with a line."""
    where = f"lines[{line_no}]"
    if line.quantity < 1:
        return f"{where}.quantity", "send 1 or more pieces"
    if line.unit_price < 0:
        return f"{where}.unit_price", "send 0 or more minor units"
    if not 0 <= line.discount <= line.unit_price * line.quantity:
        return f"{where}.discount", "send 0 up to what the line costs, in minor units"
    if not line.product_id or not line.sku_id:
        return f"{where}.sku_id", "name product and variant"
    return None if line.name_en or line.name_zh else (f"{where}.name_en", "send a name in one language at least")


def parcel_fault(parcel: ParcelRecord) -> Fault | None:
    """The first thing wrong with a parcel."""
    if parcel.seq < 1:
        return "seq", "parcels are counted from 1"
    return ("handed_over_at", "an instant needs a time zone") if _naive(parcel.handed_over_at) else None


def scan_fault(scan: ScanRecord) -> Fault | None:
    """The first thing wrong with a scan."""
    if scan.seq < 1:
        return "seq", "scans are counted from 1"
    return ("at", "an instant needs a time zone") if _naive(scan.at) else None


def payment_fault(payment: PaymentRecord) -> Fault | None:
    """The first thing wrong with a payment."""
    if payment.amount < 0:
        return "amount", "send 0 or more minor units; a refund is its own kind"
    if payment.kind not in PAYMENT_KINDS:
        return "kind", f"use one of {', '.join(sorted(PAYMENT_KINDS))}"
    if payment.status not in PAYMENT_STATUSES:
        return "status", f"use one of {', '.join(sorted(PAYMENT_STATUSES))}"
    return ("at", "an instant needs a time zone") if _naive(payment.at) else None


def stock_fault(stock: StockRecord) -> Fault | None:
    """What is wrong with a count of stock."""
    return ("on_hand", "send 0 or more pieces") if stock.on_hand is not None and stock.on_hand < 0 else None


def _naive(instant: datetime | None) -> bool:
    return instant is not None and instant.tzinfo is None
