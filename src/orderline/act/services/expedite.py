"""Have the warehouse pack an order before others."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.act.services.change import Change, Done
from orderline.act.services.facts import order_facts
from orderline.act.services.planning import Plan, Planned, Planning, judge, verdict
from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.orders.identifiers import OrderId
from orderline.orders.policy.facts import RuleKind
from orderline.store.repositories.actions import Errand
from orderline.store.repositories.changeable import changeable


@dataclass(frozen=True, slots=True)
class Expedite:
    """Hurry the order along; asking twice changes nothing more."""

    order_id: str

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        order = await changeable(at.session, at.shop, OrderId(self.order_id), at.customer_id)
        if order is None:
            return UNKNOWN_ORDER
        decision = judge(at, order, RuleKind.EXPEDITE, await order_facts(at, order))
        if stop := verdict(decision):
            return stop

        async def carry_out(change: Change) -> Done:
            was, order.order.expedited = order.order.expedited, True
            return Done(errands=() if was else (Errand("wms", "expedite"),), told={"expedited": True})

        return Plan((OrderId(self.order_id),), decision, carry_out)
