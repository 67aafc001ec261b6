"""What changed lines cost, with the order's coupons taken off again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from orderline.orders.apportion import apportion
from orderline.orders.coupons import AfterReturn, Basis, Coupon, Goods, reprice, return_refund
from orderline.orders.money import Money
from orderline.store.models import OrderCoupon, OrderLine
from orderline.store.repositories.changeable import ChangeableOrder


@dataclass(frozen=True, slots=True)
class PricedChange:
    """What new prices of some lines come to."""

    difference: Money
    """What the caller pays more; negative: gets back."""
    discounts: Mapping[int, int]
    """Line number → its share of all discounts afterwards, for every line."""
    lost_coupons: tuple[str, ...]


def priced_difference(order: ChangeableOrder, changed: Mapping[int, tuple[str, int]]) -> PricedChange:
    """Re-price lines that become (SKU, price of one piece), coupons re-checked.

    An order whose coupons are not on record keeps the discounts it has: they were given, and no rule says otherwise.
    """
    currency = order.order.currency
    before = [goods(order, line) for line in order.lines]
    after = [goods(order, line, changed.get(line.line_no)) for line in order.lines]
    if not order.coupons:
        units = sum(new.gross.minor_units - old.gross.minor_units for old, new in zip(before, after, strict=True))
        return PricedChange(Money(units, currency), {line.line_no: line.discount for line in order.lines}, ())
    shipping = Money(order.order.shipping, currency)
    change = reprice(before, after, shipping, [coupon(row, currency) for row in order.coupons])
    discounts = {int(new.line_id): new.gross.minor_units - change.after.nets[new.line_id].minor_units for new in after}
    return PricedChange(change.difference, discounts, change.lost)


def refund_for(order: ChangeableOrder, returned: Mapping[int, int]) -> tuple[Money, tuple[str, ...]]:
    """What giving back `returned` pieces (line number → quantity) pays back, and the coupons that are lost by it."""
    currency = order.order.currency
    lines = {line.line_no: line for line in order.lines}
    if not order.coupons:
        units = sum(_share(lines[line_no], quantity) for line_no, quantity in returned.items())
        return Money(units, currency), ()
    result = return_refund(
        [goods(order, line) for line in order.lines],
        {str(line_no): quantity for line_no, quantity in returned.items()},
        Money.zero(currency),
        [coupon(row, currency) for row in order.coupons],
    )
    lost = tuple(name for name, fate in result.fates.items() if fate is not AfterReturn.KEPT)
    return result.refund, lost


def goods(order: ChangeableOrder, line: OrderLine, changed: tuple[str, int] | None = None) -> Goods:
    """A line in the form prices are worked out in."""
    sku, unit = changed or (line.sku_id, line.unit_price)
    return Goods(str(line.line_no), sku, line.quantity, Money(unit, order.order.currency))


def coupon(row: OrderCoupon, currency: str) -> Coupon:
    """A coupon from its row."""
    return Coupon(
        row.coupon_id,
        Basis(row.basis),
        Money(row.off, currency),
        row.percent,
        None if row.threshold is None else Money(row.threshold, currency),
        frozenset(row.skus),
        row.stack_order,
        row.stacks,
        AfterReturn(row.after_return),
    )


def _share(line: OrderLine, quantity: int) -> int:
    """What was paid for `quantity` pieces of a line."""
    discount = apportion(line.discount, [quantity, line.quantity - quantity])[0]
    return line.unit_price * quantity - discount
