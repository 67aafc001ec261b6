"""Hurry an order along in the warehouse."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.act.services.change import Change, Done
from orderline.act.services.facts import order_facts
from orderline.act.services.planning import Plan, Planned, Planning, judge, refuse, verdict
from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.orders.identifiers import OrderId
from orderline.orders.policy.facts import RuleKind
from orderline.orders.quote import Refusal, Refused
from orderline.store.repositories.actions import Errand
from orderline.store.repositories.changeable import changeable


@dataclass(frozen=True, slots=True)
class Expedite:
    """Pack this order before others."""

    order_id: str

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        order = await changeable(at.session, at.shop, OrderId(self.order_id), at.customer_id)
        if order is None:
            return UNKNOWN_ORDER
        decision = judge(at, order, RuleKind.EXPEDITE, await order_facts(at, order))
        if stop := verdict(decision):
            return stop
        if order.order.expedited:
            return refuse(Refusal.ALREADY_DONE, "it is first in line already", "已经在优先处理了")

        async def carry_out(_: Change) -> Done | Refused:
            order.order.expedited = True
            return Done(errands=(Errand("wms", "expedite"),), told={"expedited": True})

        return Plan((OrderId(self.order_id),), decision, carry_out)
