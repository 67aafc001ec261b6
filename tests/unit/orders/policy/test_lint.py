from __future__ import annotations

from datetime import date

import pytest

from orderline.orders.order import Text
from orderline.orders.policy.conditions import ALWAYS, All, Between, Condition, HasAny, Not, OneOf
from orderline.orders.policy.explore import explore
from orderline.orders.policy.facts import RuleKind
from orderline.orders.policy.lint import lint
from orderline.orders.policy.rules import NO_TERMS, Deadline, PolicySet, Rule, Terms, Verdict

pytestmark = pytest.mark.unit

KIND = RuleKind.RETURN_ITEM
WORDS = Text("because", "因为")


def rule(
    rule_id: str,
    priority: int,
    when: Condition,
    decide: Verdict,
    *,
    terms: Terms = NO_TERMS,
    days: int | None = None,
    because: Text = WORDS,
    cite: str = "clause 1",
) -> Rule:
    deadline = None if days is None else Deadline(days, "signed")
    return Rule(rule_id, KIND, priority, when, decide, because, cite, terms, deadline)


def policy(*rules: Rule, is_floor: bool = False) -> PolicySet:
    name = "law" if is_floor else "shop"
    return PolicySet(name, "1", "*", "*", "*", date(2026, 1, 1), None, rules, is_floor=is_floor)


WEEK = Between("days.since_signed", high=7)
FRESH = HasAny("line.tags", ("fresh", "custom"))
LAW = policy(
    rule("exempt", 10, FRESH, Verdict.DENY),
    rule(
        "week",
        20,
        WEEK,
        Verdict.ALLOW,
        days=7,
        terms=Terms(remedies=("refund",), freight="seller", refund_days=(1, 7)),
        cite="art. 25",
    ),
    is_floor=True,
)
GOOD_TERMS = Terms(remedies=("refund", "exchange"), freight="seller", refund_days=(1, 7))


def shop(days: int = 7, terms: Terms = GOOD_TERMS, otherwise: Verdict = Verdict.DENY) -> PolicySet:
    within = Between("days.since_signed", high=days)
    return policy(
        rule("fresh", 10, FRESH, Verdict.DENY),
        rule("in_time", 20, within, Verdict.ALLOW, days=days, terms=terms),
        rule("otherwise", 30, ALWAYS, otherwise),
    )


def whats(policy_set: PolicySet, floor: PolicySet | None = None) -> list[str]:
    return [str(problem) for problem in lint(policy_set, floor)]


@pytest.mark.parametrize("days", [7, 8, 15])
def test_a_shop_that_gives_as_much_as_the_law_or_more_is_fine(days: int) -> None:
    assert whats(shop(days), LAW) == []


@pytest.mark.parametrize(
    ("weak", "named"),
    [
        (shop(6), ["shop/otherwise: it says deny where the law allows: art. 25", "shop/in_time: its 6 days are fewer"]),
        (shop(terms=Terms(("refund",), "seller", restocking=1500, refund_days=(1, 7))), ["holds back 15 %"]),
        (shop(terms=Terms(("refund",), "buyer", refund_days=(1, 7))), ["makes the buyer pay the way back"]),
        (shop(terms=Terms(("refund",), "seller", refund_days=(1, 8))), ["takes 8 days, more than the 7"]),
        (shop(terms=Terms(("exchange",), "seller", refund_days=(1, 7))), ["leaves out refund"]),
        (policy(rule("never", 10, ALWAYS, Verdict.HUMAN)), ["shop/never: it says human where the law allows"]),
    ],
)
def test_a_shop_that_gives_less_than_the_law_is_named_with_an_example(weak: PolicySet, named: list[str]) -> None:
    found = " · ".join(whats(weak, LAW))
    assert all(words in found for words in named)
    assert "days.since_signed = " in found


def test_a_rule_that_only_looks_at_other_facts_than_the_law_is_compared_too() -> None:
    weak = policy(
        rule("worn", 10, OneOf("line.condition", frozenset({"worn"})), Verdict.DENY),
        rule("ok", 20, ALWAYS, Verdict.ALLOW, terms=GOOD_TERMS),
    )
    assert any("line.condition = worn" in what for what in whats(weak, LAW))


def test_an_unreachable_rule_is_named_with_what_is_before_it() -> None:
    behind = policy(
        rule("week", 10, WEEK, Verdict.ALLOW),
        rule("day", 20, Between("days.since_signed", high=1), Verdict.DENY),
        rule("rest", 30, ALWAYS, Verdict.DENY),
    )
    assert whats(behind) == ["shop/day: it is unreachable: no facts lead to it; before it come week."]


def test_a_rule_that_contradicts_itself_is_unreachable() -> None:
    never = policy(rule("never", 10, All((WEEK, Not(WEEK))), Verdict.ALLOW), rule("rest", 20, ALWAYS, Verdict.DENY))
    assert whats(never) == ["shop/never: it is unreachable: no facts lead to it; its own condition is never true."]


def test_facts_without_a_decision_are_named() -> None:
    assert whats(policy(rule("week", 10, WEEK, Verdict.ALLOW))) == [
        "shop: no rule of return_item decides for days.since_signed = 8."
    ]


@pytest.mark.parametrize(
    ("condition", "what"),
    [
        (OneOf("order.stat", frozenset({"paid"})), "there is no fact 'order.stat'"),
        (OneOf("order.state", frozenset({"payed"})), "order.state cannot be 'payed'"),
        (OneOf("target.on_sale", frozenset({"yes"})), "target.on_sale cannot be 'yes'"),
        (OneOf("days.late", frozenset({"many"})), "days.late cannot be 'many'"),
        (HasAny("line.tags", ("freshh",)), "line.tags has no tag 'freshh'"),
        (Between("order.state", 1, 2), "order.state is no number"),
        (Between("days.late", 5, 2), "days.late cannot be from 5 to 2"),
    ],
)
def test_a_typing_error_is_named(condition: Condition, what: str) -> None:
    assert any(what in found for found in whats(policy(rule("r", 10, condition, Verdict.DENY))))


@pytest.mark.parametrize(
    ("because", "cite", "what"),
    [
        (Text("", "因为"), "c", "missing in English"),
        (Text("because", " "), "c", "missing in Chinese"),
        (WORDS, "", "cites nothing"),
    ],
)
def test_a_rule_without_words_in_both_languages_or_a_clause_is_named(because: Text, cite: str, what: str) -> None:
    silent = policy(rule("r", 10, ALWAYS, Verdict.DENY, because=because, cite=cite))
    assert any(what in found for found in whats(silent))


def test_two_rules_of_one_name_or_one_priority_are_named() -> None:
    twice = policy(rule("r", 10, WEEK, Verdict.DENY), rule("r", 10, ALWAYS, Verdict.DENY))
    assert whats(twice) == [
        "shop/r: there are two rules of that name.",
        "shop/r: it has the same priority 10 as r.",
    ]


def test_exploring_visits_both_sides_of_every_boundary_and_every_tag() -> None:
    seen = {(facts.get("days.since_signed"), decision.rule_id) for facts, decision in explore(shop(), KIND)}
    assert seen == {(None, "shop@1/fresh"), (7, "shop@1/in_time"), (8, "shop@1/otherwise")}
