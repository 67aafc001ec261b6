"""Exchange what has arrived for another variant: the new piece is kept for the caller at once, money and goods move
when the policy says: now, or when the old piece is back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from orderline.act.services.after_sale import AfterSaleCase, pieces_left, record
from orderline.act.services.change import Change, Done
from orderline.act.services.change_item import SOLD_OUT
from orderline.act.services.money_moves import movements_of, pay, payment_errands
from orderline.act.services.planning import Plan, Planned, Planning, refuse
from orderline.act.services.swapping import Swapped, plan_swap
from orderline.orders.identifiers import OrderId
from orderline.orders.order import OrderState
from orderline.orders.policy.facts import FactValue, RuleKind
from orderline.orders.quote import Refusal, Refused
from orderline.store.models import Reservation
from orderline.store.repositories.actions import Errand, Movement
from orderline.store.repositories.stock import reserve

KEPT = timedelta(days=30)
"""How long the new piece is kept while the old one is on its way back; one whose money has moved already is kept until
it leaves. Own choice: twice the fifteen days in which an exchange can be asked for."""


@dataclass(frozen=True, slots=True)
class ExchangeItem:
    """Exchange lines of a delivered order, whole, for other variants."""

    order_id: str
    swaps: tuple[tuple[int, str], ...]
    """(line number, new SKU)"""
    method_id: str | None = None
    reason: str | None = None
    condition: str | None = None
    """`line.condition` as the caller says it."""

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        said: dict[str, FactValue] = {
            name: value
            for name, value in (("reason", self.reason), ("line.condition", self.condition))
            if value is not None
        }
        swapped = await plan_swap(at, RuleKind.EXCHANGE_ITEM, self.order_id, self.swaps, self.method_id, said)
        if not isinstance(swapped, Swapped):
            return swapped
        left = await pieces_left(at, swapped.order)
        if any(left[swap.line.line_no] < swap.line.quantity for swap in swapped.swaps):
            return refuse(
                Refusal.BAD_QUANTITY, "that item is already being returned or exchanged", "这件商品已经在退换了"
            )

        async def carry_out(change: Change) -> Done | Refused:
            return await _exchange(change, swapped, left, self.reason)

        return Plan((OrderId(self.order_id),), swapped.decision, carry_out, swapped.moves, swapped.lost_coupons)


async def _exchange(change: Change, swapped: Swapped, left: dict[int, int], reason: str | None) -> Done | Refused:
    order = swapped.order
    settled = swapped.decision.terms.settle == "on_request"
    movements: list[Movement] = []
    for swap in sorted(swapped.swaps, key=lambda swap: swap.target.sku.id):
        kept = Reservation(
            id=change.new_id("res"),
            sku_id=swap.target.sku.id,
            order_id=order.order.id,
            quantity=swap.line.quantity,
            state="held",
            expires_at=None if settled else change.now + KEPT,
        )
        if not await reserve(change.session, change.shop, kept):
            return SOLD_OUT
        movements.append(Movement("reserve", kept.sku_id, -kept.quantity))
    case = AfterSaleCase(
        "exchange",
        tuple((swap.line.line_no, swap.line.quantity, swap.target.sku.id) for swap in swapped.swaps),
        swapped.method_id,
        swapped.difference,
        reason,
        OrderState.EXCHANGE_REQUESTED,
        {swap.line.line_no: swap.price for swap in swapped.swaps},
    )
    told = await record(change, order, case, left)
    if refused := await pay(change, order, swapped.moves):
        return refused
    return Done(
        swapped.moves,
        (*movements_of(swapped.moves), *movements),
        (Errand("wms", "expect_return"), Errand("erp", "exchange_requested"), *payment_errands(swapped.moves, order)),
        told,
    )
