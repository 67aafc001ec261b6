"""What a change may look at, and what it comes to before the yes: a plan, checked against rows and policy at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.policies.shelf import PolicyShelf
from orderline.act.services.change import Change, Done
from orderline.orders.identifiers import CustomerId, OrderId
from orderline.orders.order import Text
from orderline.orders.policy.evaluate import Decision, evaluate
from orderline.orders.policy.facts import FACTS, Facts, RuleKind
from orderline.orders.policy.rules import PolicySet, Verdict
from orderline.orders.quote import Asks, MoneyMove, Refusal, Refused
from orderline.orders.transitions import TransitionRefused
from orderline.store.models import OrderLine
from orderline.store.repositories.changeable import ChangeableOrder
from orderline.store.repositories.shops import ShopFacts

_SEVERITY = {Verdict.DENY: 0, Verdict.HUMAN: 1, Verdict.ASK: 2, Verdict.ALLOW: 3}


@dataclass(frozen=True, slots=True)
class Planning:
    """One transaction's view of the shop, for one caller."""

    session: AsyncSession
    shop: ShopFacts
    shelf: PolicyShelf
    now: datetime
    today: date
    """At the shop."""
    customer_id: CustomerId


@dataclass(frozen=True, slots=True)
class Plan:
    """A change that is allowed, and what it does. Nothing is written yet."""

    order_ids: tuple[OrderId, ...]
    """The orders it changes; the first is the one it is about."""
    decision: Decision
    carry_out: Callable[[Change], Awaitable[Done | Refused]]
    """Writes it, inside the writer's transaction."""
    moves: tuple[MoneyMove, ...] = ()
    lost_coupons: tuple[str, ...] = ()
    conditions: tuple[Text, ...] = ()
    """Beyond those of the decision's terms."""


Planned = Plan | Refused | Asks


def set_of(at: Planning, order: ChangeableOrder, line: OrderLine | None) -> PolicySet | None:
    """The policy set a line was sold under; where it kept none, the one in force there on the day it was placed."""
    address = line.policy_set if line is not None else ""
    kept = at.shelf.at(address) if address else None
    row = order.order
    return kept or at.shelf.in_force(at.shop.id, row.channel, row.jurisdiction, at.shop.day(row.placed_at))


def judge(
    at: Planning, order: ChangeableOrder, kind: RuleKind, facts: Facts, lines: tuple[OrderLine, ...] = ()
) -> Decision:
    """What the sets of these lines (none: of the whole order) decide; the strictest of them."""
    sets = {found.address: found for line in lines or order.lines or (None,) if (found := set_of(at, order, line))}
    decisions = [evaluate(policy_set, kind, facts) for policy_set in sets.values()]
    return min(decisions, key=lambda decision: _SEVERITY[decision.verdict], default=NO_POLICY)


NO_POLICY = Decision(
    Verdict.HUMAN, Text("no policy covers this order", "没有适用于该订单的政策"), "docs/policies.md", "none@0/none"
)
"""Where no set is in force: a person decides."""


def strictest(decisions: list[Decision]) -> Decision:
    """The first of the strictest."""
    return min(decisions, key=lambda decision: _SEVERITY[decision.verdict])


def refusal(decision: Decision, details: Mapping[str, str] | None = None) -> Refused | None:
    """The refusal that a decision is already, with the facts known so far; None where it may still be allowed."""
    if decision.verdict is Verdict.DENY:
        return Refused(Refusal.POLICY, decision.because, decision.cite, decision.rule_id, details or {})
    if decision.verdict is Verdict.HUMAN:
        return Refused(Refusal.PERSON_NEEDED, decision.because, decision.cite, decision.rule_id, details or {})
    return None


def verdict(decision: Decision, details: Mapping[str, str] | None = None) -> Refused | Asks | None:
    """What stands in the way with every fact gathered; None: allowed.

    A fact that only the caller knows is asked for; one that should have been recorded and is not needs a person.
    """
    if decision.verdict is Verdict.ASK:
        fact = FACTS[decision.ask]
        if fact.asked:
            return Asks(decision.ask, decision.choices, decision.rule_id)
        words = Text(
            f"{decision.ask} is not recorded, so a person has to look", f"缺少{decision.ask}的记录，需要人工处理"
        )
        return Refused(Refusal.PERSON_NEEDED, words, decision.cite, decision.rule_id, details or {})
    return refusal(decision, details)


def refuse(code: Refusal, en: str, zh: str, **details: str) -> Refused:
    """A refusal with its words."""
    return Refused(code, Text(en, zh), details=details)


def bad_transition(refused: TransitionRefused) -> Refused:
    """The refusal for a state that does not lead there, whatever a policy says."""
    return Refused(Refusal.BAD_TRANSITION, refused.because)
