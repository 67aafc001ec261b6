"""What is wrong with a policy set, each named by its rule: checked when it is loaded, before any caller meets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from orderline.orders.policy.conditions import leaves, problem_in
from orderline.orders.policy.evaluate import Decision
from orderline.orders.policy.explore import explore, explore_pair, told
from orderline.orders.policy.facts import RuleKind
from orderline.orders.policy.rules import PolicySet, Rule, Verdict


@dataclass(frozen=True, slots=True)
class PolicyProblem:
    """One thing wrong with one rule."""

    set_id: str
    rule_id: str
    """Empty where the whole set is meant."""
    what: str

    def __str__(self) -> str:
        place = f"{self.set_id}/{self.rule_id}" if self.rule_id else self.set_id
        return f"{place}: {self.what}"


def lint(policy_set: PolicySet, floor: PolicySet | None = None) -> tuple[PolicyProblem, ...]:
    """Everything wrong with a set: facts and words first, and only where those hold, what its rules amount to."""
    plain = (*_bad_tests(policy_set), *_bad_words(policy_set), *_twice(policy_set))
    if plain:
        return plain
    deep = [*_unreachable(policy_set)]
    if floor is not None:
        deep += _weakened(policy_set, floor)
    return tuple(deep)


def _bad_tests(policy_set: PolicySet) -> Iterator[PolicyProblem]:
    for rule in policy_set.rules:
        for leaf in leaves(rule.when):
            if what := problem_in(leaf):
                yield PolicyProblem(policy_set.set_id, rule.rule_id, f"{what}.")


def _bad_words(policy_set: PolicySet) -> Iterator[PolicyProblem]:
    """Every rule says why, in both languages, and cites; whatever it decides."""
    for rule in policy_set.rules:
        for language, words in (("English", rule.because.en), ("Chinese", rule.because.zh), ("cite", rule.cite)):
            if not words.strip():
                missing = "it cites nothing" if language == "cite" else f"its reason is missing in {language}"
                yield PolicyProblem(policy_set.set_id, rule.rule_id, f"{missing}.")


def _twice(policy_set: PolicySet) -> Iterator[PolicyProblem]:
    seen: set[str] = set()
    ranks: dict[tuple[RuleKind, int], str] = {}
    for rule in policy_set.rules:
        if rule.rule_id in seen:
            yield PolicyProblem(policy_set.set_id, rule.rule_id, "there are two rules of that name.")
        seen.add(rule.rule_id)
        rank = (rule.kind, rule.priority)
        if rank in ranks:
            yield PolicyProblem(
                policy_set.set_id, rule.rule_id, f"it has the same priority {rule.priority} as {ranks[rank]}."
            )
        ranks[rank] = rule.rule_id


def _unreachable(policy_set: PolicySet) -> Iterator[PolicyProblem]:
    """Rules that no facts lead to, and kinds that some facts leave without a decision (unless law leaves it open)."""
    for kind in sorted({rule.kind for rule in policy_set.rules}):
        reached: set[str] = set()
        gap = ""
        for facts, decision in explore(policy_set, kind):
            rule_id = decision.rule_id.rpartition("/")[2]
            reached.add(rule_id)
            if rule_id == "none" and not gap:
                gap = told(facts)
        for rule in policy_set.of(kind):
            if rule.rule_id not in reached:
                yield PolicyProblem(policy_set.set_id, rule.rule_id, _why_unreachable(policy_set, rule))
        if gap and not policy_set.is_floor:
            yield PolicyProblem(policy_set.set_id, "", f"no rule of {kind.value} decides for {gap}.")


def _why_unreachable(policy_set: PolicySet, rule: Rule) -> str:
    earlier = [other.rule_id for other in policy_set.of(rule.kind) if other.priority < rule.priority]
    behind = f" before it come {', '.join(earlier)}" if earlier else " its own condition is never true"
    return f"it is unreachable: no facts lead to it;{behind}."


def _weakened(policy_set: PolicySet, floor: PolicySet) -> Iterator[PolicyProblem]:
    """Where the shop gives less than the law, for one example each rule."""
    for kind in sorted({rule.kind for rule in floor.rules}):
        told_of: set[tuple[str, str]] = set()
        for facts, law, shop in explore_pair(floor, policy_set, kind):
            what = _less(law, shop)
            pair = (shop.rule_id, law.rule_id)
            if what and pair not in told_of:
                told_of.add(pair)
                yield PolicyProblem(
                    policy_set.set_id,
                    shop.rule_id.rpartition("/")[2],
                    f"{what} {law.cite} ({law.rule_id}) for {told(facts)}.",
                )


def _less(law: Decision, shop: Decision) -> str:
    """What the shop gives less than the law; empty where nothing is."""
    if law.verdict is not Verdict.ALLOW:
        return ""
    if shop.verdict is not Verdict.ALLOW:
        return f"it says {shop.verdict.value} where the law allows:"
    if law.deadline and shop.deadline and shop.deadline.days < law.deadline.days:
        return f"its {shop.deadline.days} days are fewer than the {law.deadline.days} of"
    if shop.terms.restocking > law.terms.restocking:
        return f"it holds back {shop.terms.restocking / 100:g} % where the law allows {law.terms.restocking / 100:g} %:"
    if law.terms.freight == "seller" and shop.terms.freight == "buyer":
        return "it makes the buyer pay the way back, which the seller owes by"
    if law.terms.refund_days[1] and shop.terms.refund_days[1] > law.terms.refund_days[1]:
        return f"its refund takes {shop.terms.refund_days[1]} days, more than the {law.terms.refund_days[1]} of"
    missing = [remedy for remedy in law.terms.remedies if remedy not in shop.terms.remedies]
    return f"it leaves out {missing[0].replace('_', ' ')}, owed by" if missing else ""
