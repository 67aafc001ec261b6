"""Walking through everything a policy can decide: by asking it, and answering every question in every way.

A set is asked with no facts; where it asks for one, the walk goes on once for each value that could make a difference.
So each leaf is a region of the product of all facts, and every region is visited, without building the product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from orderline.orders.policy.conditions import Between, OneOf, leaves
from orderline.orders.policy.evaluate import Decision, evaluate
from orderline.orders.policy.facts import FACTS, FactKind, Facts, FactValue, RuleKind
from orderline.orders.policy.rules import PolicySet, Verdict

Numbers = dict[str, tuple[int, ...]]


def numbers_of(sets: Sequence[PolicySet], kind: RuleKind) -> Numbers:
    """For each numeric fact the values at and just beyond every boundary in `sets`: one for each interval."""
    marks: dict[str, set[int]] = {}
    for policy_set in sets:
        for rule in policy_set.of(kind):
            for leaf in leaves(rule.when):
                if isinstance(leaf, Between):
                    low = {leaf.low - 1, leaf.low} if leaf.low is not None else set()
                    high = {leaf.high, leaf.high + 1} if leaf.high is not None else set()
                    marks.setdefault(leaf.fact, set()).update(low | high)
                elif isinstance(leaf, OneOf) and FACTS[leaf.fact].kind is FactKind.WHOLE:
                    whole = {v for v in leaf.values if isinstance(v, int)}
                    marks.setdefault(leaf.fact, set()).update(whole | {v - 1 for v in whole} | {v + 1 for v in whole})
    return {fact: tuple(sorted(value for value in values if value >= 0)) or (0,) for fact, values in marks.items()}


def choices(decision: Decision, numbers: Numbers) -> Iterator[tuple[str, FactValue]]:
    """Every answer to a question that could make a difference, as (fact, value)."""
    fact = FACTS[decision.ask]
    if fact.kind is FactKind.TAGS:
        yield f"{decision.ask}#{decision.tag}", True
        yield f"{decision.ask}#{decision.tag}", False
    elif fact.kind is FactKind.YES_NO:
        yield decision.ask, True
        yield decision.ask, False
    elif fact.kind is FactKind.WHOLE:
        for value in numbers.get(decision.ask, (0,)):
            yield decision.ask, value
    else:
        for choice in fact.values:
            yield decision.ask, choice


def explore(policy_set: PolicySet, kind: RuleKind, facts: Facts | None = None) -> Iterator[tuple[Facts, Decision]]:
    """Every region of facts (as one example of it) with what is decided there."""
    numbers = numbers_of([policy_set], kind)
    for known, decisions in _walk([lambda f: evaluate(policy_set, kind, f)], numbers, dict(facts or {})):
        yield known, decisions[0]


def explore_pair(one: PolicySet, other: PolicySet, kind: RuleKind) -> Iterator[tuple[Facts, Decision, Decision]]:
    """Every region of the facts that either set speaks of, with what both decide there."""
    numbers = numbers_of([one, other], kind)
    judges = [lambda f: evaluate(one, kind, f), lambda f: evaluate(other, kind, f)]
    for known, decisions in _walk(judges, numbers, {}):
        yield known, decisions[0], decisions[1]


def _walk(
    judges: Sequence[Callable[[Facts], Decision]], numbers: Numbers, facts: dict[str, FactValue]
) -> Iterator[tuple[Facts, tuple[Decision, ...]]]:
    decisions = tuple(judge(facts) for judge in judges)
    asking = next((decision for decision in decisions if decision.verdict is Verdict.ASK), None)
    if asking is None:
        yield facts, decisions
        return
    for name, value in choices(asking, numbers):
        yield from _walk(judges, numbers, {**facts, name: value})


def told(facts: Facts) -> str:
    """Example facts in words, for a message."""
    words = []
    for name, value in facts.items():
        base, _, tag = name.partition("#")
        if tag:
            words.append(f"{base} {'has' if value else 'lacks'} {tag}")
        else:
            words.append(f"{name} = {str(value).lower() if isinstance(value, bool) else value}")
    return ", ".join(words) or "no facts at all"
