"""Something for the wait: a coupon, or first in line. One an order with all its parts, within the policy's budgets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from orderline.act.services.change import Change, Done
from orderline.act.services.facts import order_facts
from orderline.act.services.planning import Plan, Planned, Planning, judge, refuse, verdict
from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.orders.identifiers import CustomerId, OrderId
from orderline.orders.money import Money
from orderline.orders.order import Text
from orderline.orders.policy.evaluate import Decision
from orderline.orders.policy.facts import RuleKind
from orderline.orders.policy.rules import Terms
from orderline.orders.quote import Refusal, Refused
from orderline.store.models import Compensation
from orderline.store.repositories.actions import Errand, Movement
from orderline.store.repositories.changeable import ChangeableOrder, changeable
from orderline.store.repositories.compensations import compensated, hold_budget, spent_on

YEAR = timedelta(days=365)
"""What "a year" means to a customer's budget: the last 365 days. A shop's month is the calendar's, in its own zone."""
TWICE = refuse(Refusal.ALREADY_DONE, "this order has been compensated for already", "这个订单已经补偿过了")
CURRENCIES = {"USD": ("dollars", "美元"), "CNY": ("yuan", "元"), "EUR": ("euros", "欧元"), "GBP": ("pounds", "英镑")}
"""What a sentence calls them; others go by their code."""
AFTERWARDS = {
    "coupon": Text("it is a coupon for the next order, and this order gets one only once",
                   "这是下次下单可用的优惠券，每个订单只补偿一次"),
    "priority": Text("it is packed before others, and this order gets something for the wait only once",
                     "订单会优先打包，每个订单只补偿一次"),
}  # fmt: skip
"""What the caller has to hear before the yes, by choice."""


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
        facts["order.compensated"] = await compensated(at.session, at.shop, at.customer_id, self.order_id)
        decision = judge(at, order, RuleKind.COMPENSATE_DELAY, facts)
        if stop := verdict(decision):
            return stop
        if self.choice not in decision.terms.compensation:
            return refuse(Refusal.NOTHING_CHOSEN, "which would you like?", "您选哪一种呢？")
        if self.choice == "priority" and order.order.expedited:
            return refuse(Refusal.ALREADY_DONE, "it is first in line already", "已经在优先处理了")
        amount = decision.terms.budget if self.choice == "coupon" else 0
        if not await _within_budgets(at, at.customer_id, order.order.currency, amount, decision.terms):
            return _over_budget(order, decision)

        async def carry_out(change: Change) -> Done | Refused:
            return await _compensate(change, order, self.choice, amount, decision)

        return Plan((OrderId(self.order_id),), decision, carry_out, conditions=_conditions(order, self.choice, amount))


def _conditions(order: ChangeableOrder, choice: str, amount: int) -> tuple[Text, ...]:
    worth = Money(amount, order.order.currency)
    en, zh = CURRENCIES.get(worth.currency, (worth.currency, worth.currency))
    units = worth.major.removesuffix(".00")
    told = (Text(f"the coupon is worth {units} {en}", f"优惠券面额{units}{zh}"),)
    return (*(told if choice == "coupon" else ()), AFTERWARDS[choice])


async def _within_budgets(
    at: Planning | Change, customer: CustomerId, currency: str, amount: int, terms: Terms
) -> bool:
    """Whether so much may still be given to this customer this year, and by the shop this month."""
    limits = (
        (terms.budget_customer_year, at.now - YEAR, customer),
        (terms.budget_shop_month, _month(at), None),
    )
    for most, since, of in limits:
        if amount and most is not None and await spent_on(at.session, at.shop, currency, since, of) + amount > most:
            return False
    return True


def _month(at: Planning | Change) -> datetime:
    there = at.now.astimezone(ZoneInfo(at.shop.timezone))
    return there.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _over_budget(order: ChangeableOrder, decision: Decision) -> Refused:
    """A coupon that the budgets no longer allow; where the policy knows another way, it is named."""
    if "priority" in decision.terms.compensation and not order.order.expedited:
        words = Text(
            "I cannot give a coupon for this one, but I can have it packed first",
            "这一单送不了优惠券了，可以帮您优先打包",
        )
        return Refused(Refusal.POLICY, words, decision.cite, decision.rule_id, {"instead": "priority"})
    words = Text("I cannot give a coupon for this one", "这一单送不了优惠券了")
    return Refused(Refusal.POLICY, words, decision.cite, decision.rule_id)


async def _compensate(
    change: Change, order: ChangeableOrder, choice: str, amount: int, decision: Decision
) -> Done | Refused:
    row = order.order
    customer = CustomerId(row.customer_id)
    await hold_budget(change.session, change.shop)
    if await compensated(change.session, change.shop, customer, row.id):
        return TWICE
    if not await _within_budgets(change, customer, row.currency, amount, decision.terms):
        return _over_budget(order, decision)
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
