"""Change size or colour before an order is packed: new variant, new price, stock moved, the difference settled."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.act.services.change import Change, Done
from orderline.act.services.money_moves import movements_of, pay, payment_errands
from orderline.act.services.planning import Plan, Planned, Planning, refuse
from orderline.act.services.swapping import Swapped, plan_swap
from orderline.orders.identifiers import OrderId
from orderline.orders.policy.facts import RuleKind
from orderline.orders.quote import Refusal, Refused
from orderline.store.repositories.actions import Errand, Movement
from orderline.store.repositories.stock import give_back, take

SOLD_OUT = refuse(Refusal.SOLD_OUT, "that one has just sold out", "这一款刚刚卖完了")


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """Make lines of an order other variants."""

    order_id: str
    swaps: tuple[tuple[int, str], ...]
    """(line number, new SKU)"""
    method_id: str | None = None
    """Where the difference goes or comes from; None: the method that paid, where there is one."""

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        swapped = await plan_swap(at, RuleKind.CHANGE_ITEM, self.order_id, self.swaps, self.method_id, {})
        if not isinstance(swapped, Swapped):
            return swapped

        async def carry_out(change: Change) -> Done | Refused:
            return await _change(change, swapped)

        return Plan((OrderId(self.order_id),), swapped.decision, carry_out, swapped.moves, swapped.lost_coupons)


async def _change(change: Change, swapped: Swapped) -> Done | Refused:
    order = swapped.order
    movements: list[Movement] = []
    told: dict[str, object] = {}
    for swap in sorted(swapped.swaps, key=lambda swap: swap.target.sku.id):
        line, quantity = swap.line, swap.line.quantity
        await give_back(change.session, change.shop, line.sku_id, quantity)
        if not await take(change.session, change.shop, swap.target.sku.id, quantity):
            return SOLD_OUT
        movements += [Movement("stock", line.sku_id, quantity), Movement("stock", swap.target.sku.id, -quantity)]
        told[f"line {line.line_no}"] = {"was": line.sku_id, "is": swap.target.sku.id}
        line.sku_id, line.unit_price = swap.target.sku.id, swap.price
        line.product_id, line.options = swap.target.product.id, dict(swap.target.sku.options)
        line.name_en, line.name_zh = swap.target.product.name_en, swap.target.product.name_zh
    for line in order.lines:
        line.discount = swapped.discounts[line.line_no]
    order.order.item_changes += 1
    if refused := await pay(change, order, swapped.moves):
        return refused
    return Done(
        swapped.moves,
        (*movements_of(swapped.moves), *movements),
        (Errand("wms", "change_lines"), Errand("erp", "order_changed"), *payment_errands(swapped.moves, order)),
        told,
    )
