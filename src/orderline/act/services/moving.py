"""Lines and their money moving from one order to another: what split_order and merge_orders share."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, func, select

from orderline.act.services.change import Change
from orderline.orders.apportion import apportion
from orderline.orders.money import Money
from orderline.orders.order import Text
from orderline.orders.refunds import PaidBy, RefundTooLarge, split_refund
from orderline.store.models import Order, OrderCoupon, OrderLine
from orderline.store.repositories.changeable import ChangeableOrder
from orderline.store.repositories.money import NewPayment, add_payment, paid_by

STAYS = Text("your discount stays with the items it was given for", "优惠会留在原来享受优惠的商品上")
OF_LINE = ("product_id", "sku_id", "name_en", "name_zh", "options", "unit_price", "policy_set")


def discounts_stay(*orders: ChangeableOrder) -> tuple[Text, ...]:
    """What a caller with coupons has to hear before lines move to another order."""
    return (STAYS,) if any(order.coupons for order in orders) else ()


def share_of(line: OrderLine, quantity: int) -> int:
    """What was paid for `quantity` pieces of a line, minor units."""
    return line.unit_price * quantity - discount_of(line, quantity)


def discount_of(line: OrderLine, quantity: int) -> int:
    """The discount on `quantity` pieces of a line."""
    return apportion(line.discount, [quantity, line.quantity - quantity])[0] if line.discount else 0


async def move_lines(change: Change, source: ChangeableOrder, target: Order, pieces: Mapping[int, int]) -> None:
    """Move `pieces` (line number → how many) of `source` to the end of `target`, each with its share of discounts.

    Coupons of both are used up by it: what they took off stays on the lines they took it off.
    """
    number = await _next_number(change, target)
    for line in source.lines:
        quantity = pieces.get(line.line_no, 0)
        if not quantity:
            continue
        discount = discount_of(line, quantity)
        kept = {name: getattr(line, name) for name in OF_LINE}
        moved = OrderLine(
            shop_id=change.shop.id, order_id=target.id, line_no=number, quantity=quantity, discount=discount, **kept
        )
        change.session.add(moved)
        number += 1
        if quantity == line.quantity:
            await change.session.delete(line)
        else:
            line.quantity, line.discount = line.quantity - quantity, line.discount - discount
    for order_id in (source.order.id, target.id):
        await use_up_coupons(change, order_id)


async def use_up_coupons(change: Change, order_id: str) -> None:
    """From now on an order's discounts are those that stand on its lines, and no coupon is taken off it again."""
    own = (OrderCoupon.shop_id == change.shop.id, OrderCoupon.order_id == order_id)
    await change.session.execute(delete(OrderCoupon).where(*own))


async def _next_number(change: Change, target: Order) -> int:
    own = (OrderLine.shop_id == change.shop.id, OrderLine.order_id == target.id)
    return int(await change.session.scalar(select(func.coalesce(func.max(OrderLine.line_no), 0)).where(*own)) or 0) + 1


async def move_money(change: Change, source: Order, target: Order, amount: Money) -> bool:
    """Count `amount` of what was paid for `source` as paid for `target`, each method its share.

    False: so much was never paid. Nothing moves outside: no charge, no refund.
    """
    paid = await paid_by(change.session, change.shop, source.id, source.currency)
    if not amount or not paid:
        return not amount or not paid
    shares = split_refund(amount, _left(paid))
    if isinstance(shares, RefundTooLarge):
        return False
    for share in shares:
        for order, kind in ((source, "moved_out"), (target, "moved_in")):
            new = NewPayment(
                change.new_id("pay"), order.id, order.customer_id, kind, share.method_id, share.amount, change.now
            )
            await add_payment(change.session, change.shop, new)
    return True


def _left(paid: tuple[PaidBy, ...]) -> tuple[PaidBy, ...]:
    return tuple(by for by in paid if by.refundable)
