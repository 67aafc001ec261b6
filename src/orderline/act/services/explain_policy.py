"""What the policy says: of one line of one order and how it came to it, or of a kind of thing at all. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.policies.shelf import PolicyShelf
from orderline.act.services.facts import HOLIDAY_MONTHS, line_facts, order_facts
from orderline.act.services.planning import NO_POLICY, Planning, set_of
from orderline.act.services.refund_charge import LAW
from orderline.events.answer import PolicyExplained, PolicyRule
from orderline.events.reading import ExplainPolicy
from orderline.orders.identifiers import OrderId
from orderline.orders.order import OrderState
from orderline.orders.policy.evaluate import Decision, evaluate
from orderline.orders.policy.facts import TAGS, Facts, FactValue, RuleKind
from orderline.orders.policy.rules import Verdict
from orderline.store.models import Product
from orderline.store.repositories.changeable import changeable
from orderline.store.repositories.shops import ShopFacts

_ARRIVED = frozenset({RuleKind.RETURN_ITEM, RuleKind.EXCHANGE_ITEM})
"""What is asked for once goods are there; everything else while the order is still here."""
_ANYHOW: Facts = {
    "order.stage": "none",
    "order.item_changes": 0,
    "order.payments": 1,
    "order.refunds": 0,
    "order.after_sales": 0,
    "order.stuck_days": 3,
    "order.compensated": False,
    "days.since_placed": 0,
    "days.since_paid": 0,
    "days.since_signed": 0,
    "days.late": 1,
    "refund.route": "original",
    "buyer.confirmed_exception": False,
    "target.same_product": True,
    "target.same_variant": False,
    "target.on_sale": True,
    "target.listed": True,
    "identity.level": 1,
}
"""An order as it mostly is when somebody asks. Source: own choice: the day on which the right begins."""
_IN_STATE = {RuleKind.CLAIM_PARCEL: OrderState.SHIPPED, RuleKind.COMPENSATE_DELAY: OrderState.SHIPPED}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision with what it stands on."""

    policy: str
    """`id@version`; empty where no set is in force."""
    facts: Facts
    decision: Decision


async def explain_policy(
    at: Planning, order_id: OrderId, line_no: int, kind: RuleKind, said: Mapping[str, FactValue]
) -> Explanation | None:
    """The decision for a line as its rows stand, with `said` added; None: there is no such order or line.

    Where nothing else is said, money goes back the way it came.
    """
    order = await changeable(at.session, at.shop, order_id, at.customer_id)
    line = order.line(line_no) if order is not None else None
    if order is None or line is None:
        return None
    facts = {**(await order_facts(at, order)), **line_facts(order, line), "refund.route": "original", **said}
    policy = set_of(at, order, line)
    if policy is None:
        return Explanation("", facts, NO_POLICY)
    return Explanation(policy.address, facts, evaluate(policy, kind, facts))


async def explain_rule(
    session: AsyncSession, shop: ShopFacts, shelf: PolicyShelf, query: ExplainPolicy, today: date
) -> PolicyExplained:
    """What the shop's rules say today of things like that.

    Where opening it makes a difference and nobody said whether it was opened, both rules are told.
    """
    kind = RuleKind(query.kind)
    policy = shelf.in_force(shop.id, "*", LAW.get(query.currency, "*"), today) or shelf.in_force(
        shop.id, "*", "*", today
    )
    if policy is None:
        return PolicyExplained(_rule(NO_POLICY))
    product = await session.get(Product, (shop.id, query.product_id)) if query.product_id else None
    tags = {*query.tags, *(product.tags if product is not None else ())}
    state = OrderState.DELIVERED if kind in _ARRIVED else _IN_STATE.get(kind, OrderState.PAID)
    facts: dict[str, FactValue] = {
        **_ANYHOW,
        "order.state": state.value,
        "calendar.holiday": today.month in HOLIDAY_MONTHS,
        "line.tags": frozenset(tag for tag in tags if tag in TAGS),
        "reason": query.reason or "no_longer_needed",
    }
    if query.condition:
        return PolicyExplained(_rule(evaluate(policy, kind, {**facts, "line.condition": query.condition})))
    unopened, opened = (
        _rule(evaluate(policy, kind, {**facts, "line.condition": condition})) for condition in ("unopened", "opened")
    )
    return PolicyExplained(unopened, None if opened == unopened else opened)


def _rule(decision: Decision) -> PolicyRule:
    terms = decision.terms
    allowed = decision.verdict is Verdict.ALLOW
    return PolicyRule(
        decision.verdict.value,
        decision.because,
        (terms.freight or "") if allowed else "",
        terms.refund_days if allowed else (0, 0),
    )
