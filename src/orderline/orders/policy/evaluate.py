"""Facts in, decision out: the first rule that matches, in order of priority. The same facts give the same answer."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.orders.order import Text
from orderline.orders.policy.conditions import Unknown
from orderline.orders.policy.facts import FACTS, Facts, RuleKind
from orderline.orders.policy.rules import NO_TERMS, Deadline, PolicySet, Rule, Terms, Verdict


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that was looked at."""

    rule_id: str
    outcome: str
    """`matched`, `passed over`, or `needs <fact>`"""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the policy says, why, and how it came to it."""

    verdict: Verdict
    because: Text
    cite: str
    rule_id: str
    """`set@version/rule`; `set@version/none` where the set has no rule of that kind."""
    terms: Terms = NO_TERMS
    deadline: Deadline | None = None
    days_left: int | None = None
    """Days until the deadline, negative: past it. None: there is none, or its start is unknown."""
    ask: str = ""
    """The missing fact, where the verdict is `ask`."""
    tag: str = ""
    """While exploring only: which tag."""
    choices: tuple[str, ...] = ()
    """What the missing fact may be."""
    trace: tuple[Step, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether it may be done now."""
        return self.verdict is Verdict.ALLOW


def evaluate(policy_set: PolicySet, kind: RuleKind, facts: Facts) -> Decision:
    """Decide. Total: every set, kind and facts give a decision.

    Rules are looked at by priority. One that is false is passed over; the first that is true decides; one that cannot
    be told yet stops the search and asks for its missing fact, so that a later rule never wins by ignorance.
    """
    trace: list[Step] = []
    for rule in policy_set.of(kind):
        truth = rule.when.test(facts)
        if truth is False:
            trace.append(Step(rule.rule_id, "passed over"))
            continue
        if isinstance(truth, Unknown):
            trace.append(Step(rule.rule_id, f"needs {truth.fact}"))
            return _asking(policy_set, rule, truth, trace)
        trace.append(Step(rule.rule_id, "matched"))
        return _decided(policy_set, rule, facts, trace)
    return Decision(
        Verdict.HUMAN,
        Text(en="the shop's policy says nothing about this", zh="店铺政策对此没有规定"),
        policy_set.address,
        f"{policy_set.address}/none",
        trace=tuple(trace),
    )


def _asking(policy_set: PolicySet, rule: Rule, missing: Unknown, trace: list[Step]) -> Decision:
    fact = FACTS.get(missing.fact)
    return Decision(
        Verdict.ASK,
        rule.because,
        rule.cite,
        f"{policy_set.address}/{rule.rule_id}",
        ask=missing.fact,
        tag=missing.tag,
        choices=fact.values if fact else (),
        trace=tuple(trace),
    )


def _decided(policy_set: PolicySet, rule: Rule, facts: Facts, trace: list[Step]) -> Decision:
    left: int | None = None
    if rule.deadline is not None:
        passed = facts.get(f"days.since_{rule.deadline.since}")
        left = rule.deadline.days - passed if isinstance(passed, int) else None
    return Decision(
        rule.decide,
        rule.because,
        rule.cite,
        f"{policy_set.address}/{rule.rule_id}",
        rule.terms,
        rule.deadline,
        left,
        trace=tuple(trace),
    )
