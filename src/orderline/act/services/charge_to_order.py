"""Charged without an order: the order that the money was for is made now, from the charge that is there already."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.act.services.basket import Basket, add_order, basket_of, may_place, stock_of
from orderline.act.services.change import Change, Done
from orderline.act.services.planning import NO_POLICY, Plan, Planned, Planning, refuse, verdict
from orderline.act.services.refund_charge import LAW, NOT_PROVED, settle_charge, stray_charge
from orderline.orders.identifiers import OrderId
from orderline.orders.order import SalesChannel
from orderline.orders.policy.rules import PolicySet
from orderline.orders.quote import Refusal, Refused
from orderline.store.repositories.actions import Errand


@dataclass(frozen=True, slots=True)
class ChargeToOrder:
    """Make the order that a charge belongs to; its other end is `refund_charge`, and only one of the two happens."""

    payment_id: str
    items: tuple[tuple[str, int], ...]
    """(SKU, pieces): what the caller had bought. It has to cost exactly what was charged."""

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        charge = await stray_charge(at, self.payment_id)
        if charge is None:
            return NOT_PROVED
        basket = await basket_of(at, self.items, charge.currency)
        if isinstance(basket, Refused):
            return basket
        policy = at.shelf.in_force(at.shop.id, SalesChannel.WEB, LAW.get(charge.currency, "*"), at.today)
        decision = may_place(policy, basket)
        if (stop := verdict(decision)) or policy is None:
            return stop or refuse(Refusal.PERSON_NEEDED, NO_POLICY.because.en, NO_POLICY.because.zh)
        if basket.amount.minor_units != charge.amount:
            return refuse(
                Refusal.NOT_PROVED,
                "those things cost something else than was charged, so I can only give the charge back",
                "这些商品的价格和扣款金额不一致，我可以先把这笔钱退给您",
                goods=basket.amount.major,
            )

        async def carry_out(change: Change) -> Done | Refused:
            return await _make(change, self.payment_id, basket, policy)

        return Plan((), decision, carry_out)


async def _make(change: Change, payment_id: str, basket: Basket, policy: PolicySet) -> Done | Refused:
    order = await add_order(change, basket, policy)
    if isinstance(order, Refused):
        return order
    if not await settle_charge(change, payment_id, order_id=order.id, seq=1):
        return NOT_PROVED
    errands = (
        Errand("erp", "order_placed", {"order": order.id}),
        Errand("wms", "pick", {"order": order.id}),
        Errand("crm", "order_placed", {"customer": order.customer_id, "order": order.id}),
    )
    sold = stock_of(basket, OrderId(order.id))
    return Done((), sold, errands, {"order": order.id, "payment": payment_id}, order.number_tail)
