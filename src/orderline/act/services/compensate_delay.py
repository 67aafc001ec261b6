"""Something for the wait: a coupon, or first in line. One an order, never over the policy's budget."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.act.services.change import Change, Done
from orderline.act.services.facts import order_facts
from orderline.act.services.planning import Plan, Planned, Planning, judge, refuse, verdict
from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.orders.identifiers import OrderId
from orderline.orders.policy.facts import RuleKind
from orderline.orders.quote import Refusal, Refused
from orderline.store.models import Compensation
from orderline.store.repositories.actions import Errand, Movement
from orderline.store.repositories.changeable import ChangeableOrder, changeable


@dataclass(frozen=True, slots=True)
class CompensateDelay:
    """Accept one of the compensations that the policy offers."""

    order_id: str
    choice: str
    """`coupon`, `priority`."""

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        order = await changeable(at.session, at.shop, OrderId(self.order_id), at.customer_id)
        if order is None:
            return UNKNOWN_ORDER
        facts = await order_facts(at, order)
        given = await at.session.get(Compensation, (at.shop.id, self.order_id))
        facts["order.compensated"] = given is not None
        decision = judge(at, order, RuleKind.COMPENSATE_DELAY, facts)
        if stop := verdict(decision):
            return stop
        if self.choice not in decision.terms.compensation:
            return refuse(Refusal.NOTHING_CHOSEN, "which would you like?", "您选哪一种呢？")
        if self.choice == "priority" and order.order.expedited:
            return refuse(Refusal.ALREADY_DONE, "it is first in line already", "已经在优先处理了")
        amount = decision.terms.budget if self.choice == "coupon" else 0

        async def carry_out(change: Change) -> Done | Refused:
            return _compensate(change, order, self.choice, amount)

        return Plan((OrderId(self.order_id),), decision, carry_out)


def _compensate(change: Change, order: ChangeableOrder, choice: str, amount: int) -> Done:
    row = order.order
    code = change.new_id("sorry").upper() if choice == "coupon" else None
    change.session.add(
        Compensation(
            shop_id=change.shop.id,
            order_id=row.id,
            kind=choice,
            amount=amount,
            currency=row.currency,
            code=code,
            action_id=change.action_id,
            at=change.now,
        )
    )
    told = {"kind": choice, "amount": amount, "currency": row.currency}
    if code is None:
        row.expedited = True
        return Done(errands=(Errand("wms", "expedite"),), told=told)
    errand = Errand("crm", "send_coupon", {"code": code, "amount": amount, "currency": row.currency})
    return Done((), (Movement("coupon", code, -amount, row.currency),), (errand,), told, code)
