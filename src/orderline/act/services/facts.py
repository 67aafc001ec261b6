"""From rows to the facts that policies speak of. What no row says is left out: unknown, to be asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, func, select

from orderline.act.services.planning import Planning
from orderline.orders.order import OPEN_STATES
from orderline.orders.policy.facts import Facts, FactValue
from orderline.orders.refunds import PaidBy
from orderline.store.models import AfterSale, Order, OrderLine, Payment, PaymentMethod
from orderline.store.repositories.changeable import ChangeableOrder, OfferedSku
from orderline.store.repositories.money import SETTLED, STORED_VALUE

HOLIDAY_MONTHS = (11, 12)
"""Orders placed then have the longer holiday window. Source: reference/mission section 5, "holiday extension to
mid-January"."""
CONFIRMED = "confirmed_exceptions"
"""Key in an order's `extra`: numbers of the lines whose exception from returns the buyer confirmed at purchase."""
AFTER_SALES = (
    select(func.count())
    .select_from(AfterSale)
    .where(
        AfterSale.shop_id == bindparam("shop"),
        AfterSale.order_id == bindparam("order"),
        AfterSale.state != "withdrawn",
    )
)
SUBSTITUTES = "substitutes"
"""Key in a product's `extra`: the SKUs it may be exchanged for, where the shop lists them."""


async def order_facts(at: Planning, order: ChangeableOrder) -> dict[str, FactValue]:
    """What is known of the whole order."""
    row = order.order
    settled = [payment for payment in order.payments if payment.status in SETTLED]
    after_sales = await at.session.scalar(AFTER_SALES, {"shop": at.shop.id, "order": row.id})
    facts: dict[str, FactValue] = {
        "order.state": row.state.value,
        "order.stage": row.warehouse_step.value if row.warehouse_step else "none",
        "order.channel": row.channel.value,
        "order.item_changes": row.item_changes,
        "order.payments": _payments(settled),
        "order.refunds": sum(1 for payment in settled if payment.kind == "refund"),
        "order.after_sales": after_sales or 0,
        "days.since_placed": (at.today - at.shop.day(row.placed_at)).days,
        "days.late": _days_late(order, at.today),
        "calendar.holiday": at.shop.day(row.placed_at).month in HOLIDAY_MONTHS,
        "line.tags": frozenset(tag for product in order.products.values() for tag in product.tags),
    }
    paid = next((payment.at for payment in settled if payment.kind == "payment"), None)
    if paid is None and any(payment.kind == "moved_in" for payment in settled):
        paid = await _first_paid(at, order)
    if paid is not None:
        facts["days.since_paid"] = (at.today - at.shop.day(paid)).days
    if row.delivered_at is not None:
        facts["days.since_signed"] = (at.today - at.shop.day(row.delivered_at)).days
    return facts


def _payments(settled: Sequence[Payment]) -> int:
    """How many payments the order has. Money of an order that it was split from or took in counts once a method that
    did not pay here itself.
    """
    paid = [payment.method_id for payment in settled if payment.kind == "payment"]
    return len(paid) + len({payment.method_id for payment in settled if payment.kind == "moved_in"} - set(paid))


async def _first_paid(at: Planning, order: ChangeableOrder) -> datetime | None:
    """When the order was paid that this one was split from, however often."""
    row: Order | None = order.order
    while row is not None and row.parent_id is not None:
        own = (Payment.shop_id == at.shop.id, Payment.order_id == row.parent_id, Payment.kind == "payment")
        query = select(func.min(Payment.at)).where(*own, Payment.status.in_(SETTLED))
        paid: datetime | None = await at.session.scalar(query)
        if paid is not None:
            return paid
        row = await at.session.get(Order, (at.shop.id, row.parent_id))
    return None


def line_facts(order: ChangeableOrder, line: OrderLine) -> Facts:
    """What is known of one line. A confirmation that no row holds was not given: the seller has to prove it."""
    confirmed = (order.order.extra or {}).get(CONFIRMED, [])
    return {
        "line.tags": frozenset(order.products[line.product_id].tags),
        "buyer.confirmed_exception": line.line_no in confirmed,
    }


def target_facts(order: ChangeableOrder, line: OrderLine, target: OfferedSku) -> Facts:
    """What is known of the variant a line is to become."""
    listed = (order.products[line.product_id].extra or {}).get(SUBSTITUTES, [])
    return {
        "target.same_product": target.sku.product_id == line.product_id,
        "target.same_variant": target.sku.id == line.sku_id,
        "target.on_sale": target.on_sale,
        "target.listed": target.sku.id in listed if listed else target.sku.product_id == line.product_id,
    }


def route(method: PaymentMethod | None, paid: tuple[PaidBy, ...]) -> str:
    """The `refund.route` by which money to `method` goes; None: back to wherever it came from."""
    if method is None or any(method.id == by.method_id and by.refundable for by in paid):
        return "original"
    return "stored_value" if method.kind in STORED_VALUE else "other"


def _days_late(order: ChangeableOrder, today: date) -> int:
    promised = order.order.promised_on
    if promised is None or order.order.state not in OPEN_STATES:
        return 0
    return max(0, (today - promised).days)
