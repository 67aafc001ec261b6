"""Policies as a page for people: every rule with what it decides, why, by which clause, and the test that pins it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from orderline.orders.policy.conditions import All, Any, Between, Condition, HasAny, Not, OneOf
from orderline.orders.policy.rules import PolicySet, Rule, Verdict


def tables(sets: Mapping[str, PolicySet]) -> str:
    """All sets in Markdown; a rule that a set takes over from another stands there only."""
    return "\n".join(line for policy_set in sets.values() for line in _set(policy_set, sets))


def _set(policy_set: PolicySet, sets: Mapping[str, PolicySet]) -> Iterator[str]:
    base = set(sets["house"].rules) if "house" in sets and policy_set.set_id != "house" else set()
    own = [rule for rule in policy_set.rules if rule not in base]
    yield f"## {policy_set.set_id}"
    yield ""
    yield _head(policy_set, taken=len(policy_set.rules) - len(own))
    yield ""
    yield "| for | rule | when | decides | because | cite | test |"
    yield "|---|---|---|---|---|---|---|"
    yield from (_row(rule) for rule in own)
    yield ""


def _head(policy_set: PolicySet, taken: int) -> str:
    if policy_set.is_floor:
        role = f"Law ({policy_set.jurisdiction}): no shop's set may give less."
    elif policy_set.shop == "-":
        role = "In force nowhere by itself; other sets extend it."
    else:
        shop = "every shop" if policy_set.shop == "*" else f"shop `{policy_set.shop}`"
        role = f"{policy_set.jurisdiction}, {shop}, from {policy_set.effective_from}."
    floor = f" Not below `{policy_set.floor}`." if policy_set.floor else ""
    return f"{role}{floor}" + (f" Besides, {taken} rules of `house`." if taken else "")


def _row(rule: Rule) -> str:
    decides = rule.decide.value
    if rule.deadline is not None and rule.decide is Verdict.ALLOW:
        decides += f", {rule.deadline.days} days since {rule.deadline.since}"
    cells = (
        f"`{rule.kind.value}`",
        f"`{rule.rule_id}`",
        words(rule.when) or "otherwise",
        decides,
        f"{rule.because.en} / {rule.because.zh}",
        rule.cite,
        f"`{rule.test}`" if rule.test else "",
    )
    return f"| {' | '.join(cells)} |"


def words(condition: Condition) -> str:
    """A condition in words; empty for one that always holds."""
    if isinstance(condition, OneOf):
        return f"{condition.fact} is {' or '.join(sorted(str(value).lower() for value in condition.values))}"
    if isinstance(condition, Between):
        return _between(condition)
    if isinstance(condition, HasAny):
        return f"{condition.fact} has {' or '.join(condition.tags)}"
    if isinstance(condition, Not):
        return f"not ({words(condition.of)})"
    parts = [words(part) for part in condition.of]
    if isinstance(condition, All):
        return " and ".join(part for part in parts if part)
    return " or ".join(f"({part})" for part in parts) if isinstance(condition, Any) else ""


def _between(condition: Between) -> str:
    if condition.low is None:
        return f"{condition.fact} ≤ {condition.high}"
    if condition.high is None:
        return f"{condition.fact} ≥ {condition.low}"
    return f"{condition.low} ≤ {condition.fact} ≤ {condition.high}"
