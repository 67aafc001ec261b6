from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderline.orders.order import OrderState, Text
from orderline.orders.policy.conditions import ALWAYS, All, Any, Between, Condition, HasAny, Not, OneOf, Unknown
from orderline.orders.policy.evaluate import evaluate
from orderline.orders.policy.facts import FACTS, FactKind, Facts, FactValue, RuleKind, check_facts
from orderline.orders.policy.rules import Deadline, PolicySet, Rule, Verdict

pytestmark = pytest.mark.unit

KIND = RuleKind.RETURN_ITEM
WORDS = Text("because", "因为")


def rule(rule_id: str, priority: int, when: Condition, decide: Verdict, deadline: Deadline | None = None) -> Rule:
    return Rule(rule_id, KIND, priority, when, decide, WORDS, "clause 1", deadline=deadline)


def policy(*rules: Rule) -> PolicySet:
    return PolicySet("p", "1+0", "*", "*", "*", date(2026, 1, 1), None, rules)


DELIVERED = OneOf("order.state", frozenset({"delivered"}))
FRESH = HasAny("line.tags", ("fresh",))
WEEK = Between("days.since_signed", high=7)
SEVEN_DAYS = policy(
    rule("not_there", 10, Not(DELIVERED), Verdict.DENY),
    rule("fresh", 20, FRESH, Verdict.DENY),
    rule("late", 30, Not(WEEK), Verdict.DENY),
    rule("ok", 40, ALWAYS, Verdict.ALLOW, Deadline(7, "signed")),
)


@pytest.mark.parametrize(
    ("facts", "verdict", "rule_id", "ask"),
    [
        ({}, Verdict.ASK, "not_there", "order.state"),
        ({"order.state": "paid"}, Verdict.DENY, "not_there", ""),
        ({"order.state": "delivered"}, Verdict.ASK, "fresh", "line.tags"),
        ({"order.state": "delivered", "line.tags": frozenset({"fresh"})}, Verdict.DENY, "fresh", ""),
        ({"order.state": "delivered", "line.tags": frozenset()}, Verdict.ASK, "late", "days.since_signed"),
        (
            {"order.state": "delivered", "line.tags": frozenset({"custom"}), "days.since_signed": 7},
            Verdict.ALLOW,
            "ok",
            "",
        ),
        ({"order.state": "delivered", "line.tags": frozenset(), "days.since_signed": 8}, Verdict.DENY, "late", ""),
    ],
)
def test_the_first_rule_that_matches_decides_and_a_missing_fact_is_asked_for(
    facts: Facts, verdict: Verdict, rule_id: str, ask: str
) -> None:
    decision = evaluate(SEVEN_DAYS, KIND, facts)
    assert (decision.verdict, decision.rule_id, decision.ask) == (verdict, f"p@1+0/{rule_id}", ask)
    assert decision.trace[-1].rule_id == rule_id


def test_the_deadline_counts_from_the_facts() -> None:
    facts: Facts = {"order.state": "delivered", "line.tags": frozenset(), "days.since_signed": 5}
    decision = evaluate(SEVEN_DAYS, KIND, facts)
    assert decision.days_left == 2
    assert [step.outcome for step in decision.trace] == ["passed over"] * 3 + ["matched"]


def test_a_kind_without_rules_is_left_to_a_person() -> None:
    decision = evaluate(SEVEN_DAYS, RuleKind.CANCEL_ORDER, {})
    assert decision.verdict is Verdict.HUMAN
    assert decision.rule_id == "p@1+0/none"
    assert decision.because.zh


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        (All((DELIVERED, FRESH)), {"order.state": "paid"}, False),
        (All((FRESH, DELIVERED)), {"order.state": "paid"}, False),
        (All((FRESH, DELIVERED)), {"order.state": "delivered"}, Unknown("line.tags", "fresh")),
        (Any((FRESH, DELIVERED)), {"order.state": "delivered"}, True),
        (Any((FRESH, DELIVERED)), {"order.state": "paid"}, Unknown("line.tags", "fresh")),
        (Any(()), {}, False),
        (All(()), {}, True),
        (Not(FRESH), {}, Unknown("line.tags", "fresh")),
        (Not(FRESH), {"line.tags#fresh": False}, True),
        (WEEK, {"days.since_signed": 8}, False),
        (Between("days.since_signed", 3, 7), {"days.since_signed": 2}, False),
    ],
)
def test_conditions_know_true_false_and_unknown(condition: Condition, facts: Facts, expected: bool | Unknown) -> None:
    assert condition.test(facts) == expected


def values(name: str) -> st.SearchStrategy[FactValue]:
    fact = FACTS[name]
    if fact.kind is FactKind.YES_NO:
        return st.booleans()
    if fact.kind is FactKind.WHOLE:
        return st.integers(0, 800)
    if fact.kind is FactKind.TAGS:
        return st.frozensets(st.sampled_from(fact.values), max_size=4)
    return st.sampled_from(fact.values)


all_facts = st.fixed_dictionaries({}, optional={name: values(name) for name in FACTS})


@given(all_facts)
def test_evaluation_is_total_and_the_same_facts_give_the_same_answer(facts: dict[str, FactValue]) -> None:
    check_facts(facts)
    decision = evaluate(SEVEN_DAYS, KIND, facts)
    assert decision == evaluate(SEVEN_DAYS, KIND, dict(reversed(facts.items())))
    assert decision.because.en
    assert decision.because.zh
    assert decision.cite


@given(all_facts)
def test_learning_a_fact_never_turns_an_answer_round(facts: dict[str, FactValue]) -> None:
    decision = evaluate(SEVEN_DAYS, KIND, facts)
    if decision.verdict is not Verdict.ASK:
        more: dict[str, FactValue] = {"reason": "faulty", **facts}
        assert evaluate(SEVEN_DAYS, KIND, more).verdict is decision.verdict


@pytest.mark.parametrize(
    "facts",
    [
        {"order.stat": "paid"},
        {"order.state": "gone"},
        {"days.late": True},
        {"line.tags": frozenset({"odd"})},
        {"target.on_sale": 1},
    ],
)
def test_a_fact_that_cannot_be_is_an_error(facts: Facts) -> None:
    with pytest.raises(ValueError, match=r"no fact|cannot be"):
        check_facts(facts)


def test_every_state_of_an_order_is_a_value_of_its_fact() -> None:
    assert set(FACTS["order.state"].values) == set(OrderState)
