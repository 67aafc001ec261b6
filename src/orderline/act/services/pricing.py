"""What changed lines cost, with the order's coupons taken off again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orderline.orders.apportion import apportion
from orderline.orders.coupons import AfterReturn, Basis, Coupon, Goods, price, reprice, return_refund
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

    An order whose coupons are not on record keeps the discounts it has: they were given, and no rule says otherwise;
    but none is more than its line costs.
    """
    currency = order.order.currency
    before = [goods(order, line) for line in order.lines]
    after = [goods(order, line, changed.get(line.line_no)) for line in order.lines]
    if not order.coupons:
        kept = {
            line.line_no: min(line.discount, new.gross.minor_units)
            for line, new in zip(order.lines, after, strict=True)
        }
        was = sum(line.unit_price * line.quantity - line.discount for line in order.lines)
        units = sum(new.gross.minor_units for new in after) - sum(kept.values()) - was
        return PricedChange(Money(units, currency), kept, ())
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


def refund_after(
    order: ChangeableOrder, earlier: Sequence[Mapping[int, int]], returned: Mapping[int, int]
) -> tuple[Money, tuple[str, ...]]:
    """As `refund_for`, for what goes back after `earlier` returns: all of them together pay back what one would have.

    Where an earlier return already got more than all of them together are worth, this one gets nothing.
    """
    gone: dict[int, int] = {}
    so_far, lost_before = Money.zero(order.order.currency), frozenset[str]()
    for pieces in earlier:
        gone = _more(gone, pieces)
        refund, lost = refund_for(order, gone)
        so_far, lost_before = max(so_far, refund), lost_before | set(lost)
    whole, lost = refund_for(order, _more(gone, returned))
    refund = whole - so_far if whole > so_far else Money.zero(whole.currency)
    return refund, tuple(name for name in lost if name not in lost_before)


def _more(gone: Mapping[int, int], pieces: Mapping[int, int]) -> dict[int, int]:
    return {line_no: gone.get(line_no, 0) + pieces.get(line_no, 0) for line_no in {**gone, **pieces}}


def postage(order: ChangeableOrder) -> int:
    """What the delivery costs once coupons are taken off it, minor units."""
    currency = order.order.currency
    shipping = Money(order.order.shipping, currency)
    lines = [goods(order, line) for line in order.lines]
    return price(lines, shipping, [coupon(row, currency) for row in order.coupons]).shipping.minor_units


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
