"""What the policy says of one line of one order, and how it came to it. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from orderline.act.services.facts import line_facts, order_facts
from orderline.act.services.planning import NO_POLICY, Planning, set_of
from orderline.orders.identifiers import OrderId
from orderline.orders.policy.evaluate import Decision, evaluate
from orderline.orders.policy.facts import Facts, FactValue, RuleKind
from orderline.store.repositories.changeable import changeable


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
