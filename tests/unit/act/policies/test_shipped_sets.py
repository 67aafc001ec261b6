"""Each shipped set as tables: what is allowed on which day, in which state, for what. The tests that rules name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from orderline.act.policies import SHIPPED_SETS, load_policy_sets
from orderline.orders.order import OrderState
from orderline.orders.policy.conditions import All, Any, Between, Condition, Not
from orderline.orders.policy.evaluate import Decision, evaluate
from orderline.orders.policy.explore import explore
from orderline.orders.policy.facts import FACTS, Facts, FactValue, RuleKind, check_facts
from orderline.orders.policy.rules import PolicySet, Rule, Verdict

pytestmark = pytest.mark.unit

SETS = load_policy_sets(SHIPPED_SETS)
ALLOW, DENY, HUMAN, ASK = Verdict.ALLOW, Verdict.DENY, Verdict.HUMAN, Verdict.ASK
OPEN = ("awaiting_payment", "paid", "preparing")
PLAIN: dict[str, FactValue] = {
    "order.state": "delivered",
    "order.item_changes": 0,
    "order.payments": 1,
    "order.refunds": 0,
    "order.after_sales": 0,
    "line.tags": frozenset(),
    "line.condition": "opened",
    "reason": "no_reason",
    "days.since_signed": 1,
    "days.since_paid": 3,
    "days.late": 0,
    "calendar.holiday": False,
    "buyer.confirmed_exception": False,
    "refund.route": "original",
    "payment.same_as_now": False,
    "target.same_product": True,
    "target.same_variant": False,
    "target.on_sale": True,
    "target.listed": True,
    "order.compensated": False,
    "orders.same_address": True,
    "orders.same_state": True,
}


def decide(set_id: str, kind: RuleKind, **facts: FactValue) -> Decision:
    known = {**PLAIN, **{name.replace("__", "."): value for name, value in facts.items()}}
    check_facts(known)
    return evaluate(SETS.current[set_id], kind, known)


def outcome(set_id: str, kind: RuleKind, **facts: FactValue) -> tuple[Verdict, str]:
    decision = decide(set_id, kind, **facts)
    return decision.verdict, decision.rule_id.rpartition("/")[2]


def tags(*words: str) -> frozenset[str]:
    return frozenset(words)


RETURN = RuleKind.RETURN_ITEM


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"days__since_signed": 0}, (ALLOW, "return_no_reason")),
        ({"days__since_signed": 7}, (ALLOW, "return_no_reason")),
        ({"days__since_signed": 8}, (DENY, "return_too_late")),
        ({"days__since_signed": 15}, (DENY, "return_too_late")),
        ({"days__since_signed": 16}, (HUMAN, "return_far_too_late")),
        ({"reason": "faulty", "days__since_signed": 15}, (ALLOW, "return_faulty")),
        ({"reason": "faulty", "days__since_signed": 16}, (HUMAN, "return_far_too_late")),
        ({"reason": "wrong_item", "line__tags": tags("custom")}, (ALLOW, "return_faulty")),
        ({"line__tags": tags("custom")}, (DENY, "return_excluded")),
        ({"line__tags": tags("fresh", "fragile")}, (DENY, "return_excluded")),
        ({"line__tags": tags("digital")}, (DENY, "return_excluded")),
        ({"line__tags": tags("newspaper")}, (DENY, "return_excluded")),
        ({"line__tags": tags("fragile", "oversized")}, (ALLOW, "return_no_reason")),
        ({"line__tags": tags("software"), "line__condition": "unopened"}, (ALLOW, "return_no_reason")),
        ({"line__tags": tags("software")}, (DENY, "return_unsealed_media")),
        ({"buyer__confirmed_exception": True}, (DENY, "return_confirmed_exception")),
        ({"buyer__confirmed_exception": True, "reason": "damaged"}, (ALLOW, "return_faulty")),
        ({"line__condition": "tags_on"}, (ALLOW, "return_no_reason")),
        ({"line__condition": "worn"}, (DENY, "return_not_intact")),
        ({"line__condition": "activated"}, (DENY, "return_not_intact")),
        ({"line__condition": "damaged_on_arrival"}, (ALLOW, "return_damaged")),
        ({"refund__route": "other"}, (DENY, "return_route")),
        ({"refund__route": "stored_value"}, (ALLOW, "return_no_reason")),
        ({"order__state": "shipped"}, (DENY, "return_not_arrived")),
        ({"order__state": "return_requested"}, (DENY, "return_under_way")),
    ],
)
def test_cn_returns(facts: dict[str, FactValue], expected: tuple[Verdict, str]) -> None:
    assert outcome("cn", RETURN, **facts) == expected


def test_cn_returns_tell_who_pays_the_way_back_and_until_when() -> None:
    plain, faulty = decide("cn", RETURN, days__since_signed=3), decide("cn", RETURN, reason="faulty")
    assert (plain.terms.freight, plain.days_left, plain.terms.settle) == ("buyer", 4, "on_receipt")
    assert (faulty.terms.freight, faulty.terms.evidence) == ("seller", ("photo",))
    assert plain.terms.refund_days == (1, 7)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"days__since_signed": 14}, (ALLOW, "return_withdrawal")),
        ({"days__since_signed": 15}, (DENY, "return_too_late")),
        ({"line__condition": "worn"}, (ALLOW, "return_withdrawal")),
        ({"reason": "faulty", "days__since_signed": 730}, (ALLOW, "return_not_as_agreed")),
        ({"reason": "faulty", "days__since_signed": 731}, (DENY, "return_too_late")),
        ({"reason": "faulty", "line__tags": tags("custom")}, (ALLOW, "return_not_as_agreed")),
        ({"line__tags": tags("custom")}, (DENY, "return_exempt")),
        ({"line__tags": tags("hygiene")}, (DENY, "return_exempt")),
        ({"line__tags": tags("hygiene"), "line__condition": "unopened"}, (ALLOW, "return_withdrawal")),
        ({"line__tags": tags("digital")}, (ALLOW, "return_withdrawal")),
        ({"line__tags": tags("digital"), "buyer__confirmed_exception": True}, (DENY, "return_exempt")),
        ({"order__state": "paid"}, (DENY, "return_not_arrived")),
        ({"order__state": "exchange_requested"}, (DENY, "return_under_way")),
        ({"refund__route": "other"}, (DENY, "return_route")),
    ],
)
def test_eu_returns(facts: dict[str, FactValue], expected: tuple[Verdict, str]) -> None:
    assert outcome("eu", RETURN, **facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"days__since_signed": 30, "line__condition": "tags_on"}, (ALLOW, "return_open")),
        ({"days__since_signed": 31}, (DENY, "return_too_late")),
        ({"days__since_signed": 60, "calendar__holiday": True}, (ALLOW, "return_holiday")),
        ({"days__since_signed": 61, "calendar__holiday": True}, (DENY, "return_too_late")),
        ({"reason": "faulty", "days__since_signed": 90}, (ALLOW, "return_faulty")),
        ({"reason": "faulty", "days__since_signed": 91}, (DENY, "return_too_late")),
        ({"line__tags": tags("final_sale")}, (DENY, "return_never")),
        ({"line__tags": tags("digital"), "reason": "faulty"}, (ALLOW, "return_faulty")),
        ({"line__tags": tags("software")}, (DENY, "return_opened_software")),
        ({"line__tags": tags("software"), "line__condition": "unopened"}, (ALLOW, "return_open")),
        ({"line__tags": tags("activated_device")}, (ALLOW, "return_used_device")),
        ({"line__tags": tags("activated_device"), "line__condition": "unopened"}, (ALLOW, "return_open")),
        ({"line__condition": "worn"}, (DENY, "return_worn")),
        ({"order__state": "shipped"}, (DENY, "return_not_arrived")),
        ({"order__state": "return_requested"}, (DENY, "return_under_way")),
        ({"refund__route": "other"}, (DENY, "return_route")),
    ],
)
def test_us_returns(facts: dict[str, FactValue], expected: tuple[Verdict, str]) -> None:
    assert outcome("us_demo", RETURN, **facts) == expected


def test_us_returns_hold_fifteen_percent_back_on_opened_devices() -> None:
    assert decide("us_demo", RETURN, line__tags=tags("activated_device")).terms.restocking == 1500


@pytest.mark.parametrize("set_id", ["cn", "eu", "us_demo"])
@pytest.mark.parametrize(
    ("state", "expected"),
    [
        *((state, (ALLOW, "cancel_open")) for state in OPEN),
        ("packed", (ALLOW, "cancel_packed")),
        ("shipped", (DENY, "cancel_with_carrier")),
        ("out_for_delivery", (DENY, "cancel_with_carrier")),
        ("delivered", (DENY, "cancel_arrived")),
        ("return_requested", (DENY, "cancel_arrived")),
        ("exchange_requested", (DENY, "cancel_arrived")),
        ("cancelled", (DENY, "cancel_over")),
        ("returned", (DENY, "cancel_over")),
    ],
)
def test_cancelling_by_state(set_id: str, state: str, expected: tuple[Verdict, str]) -> None:
    assert outcome(set_id, RuleKind.CANCEL_ORDER, order__state=state) == expected


@pytest.mark.parametrize(
    ("state", "expected", "ticket"),
    [
        ("paid", (ALLOW, "address_open"), "wms"),
        ("packed", (ALLOW, "address_open"), "wms"),
        ("shipped", (ALLOW, "address_intercept"), "carrier"),
        ("out_for_delivery", (DENY, "address_on_the_last_mile"), None),
        ("delivered", (DENY, "address_arrived"), None),
        ("cancelled", (DENY, "address_over"), None),
    ],
)
def test_changing_the_address_by_state(state: str, expected: tuple[Verdict, str], ticket: str | None) -> None:
    decision = decide("cn", RuleKind.CHANGE_ADDRESS, order__state=state)
    assert (decision.verdict, decision.rule_id.rpartition("/")[2]) == expected
    if ticket is not None:
        assert decision.terms.tickets == (ticket,)
        assert decision.terms.step_up == 2, "an address needs a code besides"
    assert outcome("cn", RuleKind.CHANGE_DEFAULT_ADDRESS) == (ALLOW, "default_address")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, (ALLOW, "item_open")),
        ({"order__state": "packed"}, (DENY, "item_locked")),
        ({"target__same_product": False}, (DENY, "item_other_product")),
        ({"target__same_variant": True}, (DENY, "item_same")),
        ({"target__on_sale": False}, (DENY, "item_not_on_sale")),
        ({"refund__route": "other"}, (DENY, "item_refund_route")),
    ],
)
def test_changing_an_item(facts: dict[str, FactValue], expected: tuple[Verdict, str]) -> None:
    assert outcome("cn", RuleKind.CHANGE_ITEM, **{"order__state": "paid", **facts}) == expected


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (RuleKind.CHANGE_QUANTITY, "quantity"),
        (RuleKind.ADD_LINE, "add"),
        (RuleKind.REMOVE_LINE, "remove"),
        (RuleKind.SPLIT_ORDER, "split"),
        (RuleKind.MERGE_ORDERS, "merge"),
    ],
)
@pytest.mark.parametrize("state", list(OrderState))
def test_lines_can_change_until_packed(kind: RuleKind, name: str, state: OrderState) -> None:
    expected = (ALLOW, f"{name}_open") if state.value in OPEN else (DENY, f"{name}_locked")
    assert outcome("cn", kind, order__state=state.value) == expected
    if name == "add" and expected[0] is ALLOW:
        assert outcome("cn", kind, order__state=state.value, target__on_sale=False) == (DENY, "add_not_on_sale")


def test_merging() -> None:
    assert outcome("cn", RuleKind.MERGE_ORDERS, order__state="paid", orders__same_address=False) == (
        DENY,
        "merge_other_address",
    )
    assert outcome("cn", RuleKind.MERGE_ORDERS, order__state="paid", orders__same_state=False) == (
        DENY,
        "merge_other_state",
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, (ALLOW, "payment_open")),
        ({"order__state": "shipped"}, (DENY, "payment_locked")),
        ({"payment__same_as_now": True}, (DENY, "payment_same")),
        ({"order__payments": 0}, (DENY, "payment_none")),
        ({"order__payments": 2}, (HUMAN, "payment_several")),
    ],
)
def test_changing_the_payment(facts: dict[str, FactValue], expected: tuple[Verdict, str]) -> None:
    assert outcome("cn", RuleKind.CHANGE_PAYMENT, **{"order__state": "paid", **facts}) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"days__since_signed": 15}, (ALLOW, "exchange_open")),
        ({"days__since_signed": 16}, (DENY, "exchange_too_late")),
        ({"order__state": "shipped"}, (DENY, "exchange_not_arrived")),
        ({"line__tags": tags("custom")}, (HUMAN, "exchange_made_to_order")),
        ({"target__same_product": False}, (DENY, "exchange_other_product")),
        ({"refund__route": "other"}, (DENY, "exchange_refund_route")),
        ({"target__on_sale": False}, (DENY, "exchange_not_on_sale")),
        ({"line__condition": "worn"}, (DENY, "exchange_used")),
        ({"line__condition": "damaged_on_arrival"}, (ALLOW, "exchange_damaged")),
    ],
)
def test_exchanging(facts: dict[str, FactValue], expected: tuple[Verdict, str]) -> None:
    assert outcome("cn", RuleKind.EXCHANGE_ITEM, **facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"days__since_paid": 7}, (ALLOW, "price_within_7")),
        ({"days__since_paid": 8}, (DENY, "price_too_late")),
        ({"order__state": "cancelled"}, (DENY, "price_over")),
    ],
)
def test_price_protection(facts: dict[str, FactValue], expected: tuple[Verdict, str]) -> None:
    assert outcome("cn", RuleKind.PRICE_PROTECT, **facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"days__late": 1}, (ALLOW, "late")),
        ({"days__late": 0}, (DENY, "in_time")),
        ({"days__late": 1, "order__compensated": True}, (DENY, "compensated_already")),
    ],
)
def test_compensation_for_a_delay(facts: dict[str, FactValue], expected: tuple[Verdict, str]) -> None:
    assert outcome("cn", RuleKind.COMPENSATE_DELAY, **facts) == expected
    if expected[0] is ALLOW:
        assert decide("cn", RuleKind.COMPENSATE_DELAY, **facts).terms.compensation == ("coupon", "priority")


@pytest.mark.parametrize(
    ("state", "days", "expected"),
    [
        ("shipped", 2, (DENY, "claim_moving")),
        ("shipped", 3, (ALLOW, "claim_stuck")),
        ("out_for_delivery", 3, (ALLOW, "claim_stuck")),
        ("delivered", 9, (DENY, "claim_not_travelling")),
    ],
)
def test_claiming_a_parcel(state: str, days: int, expected: tuple[Verdict, str]) -> None:
    assert outcome("cn", RuleKind.CLAIM_PARCEL, order__state=state, order__stuck_days=days) == expected


def test_refunds_and_expediting() -> None:
    assert outcome("cn", RuleKind.REFUND) == (ALLOW, "refund_by_original_route")
    assert outcome("cn", RuleKind.EXPEDITE, order__state="paid") == (ALLOW, "expedite_open")
    assert outcome("cn", RuleKind.EXPEDITE, order__state="packed") == (DENY, "expedite_too_late")
    assert outcome("cn", RuleKind.PLACE_ORDER) == (ALLOW, "place_open")
    assert outcome("cn", RuleKind.PLACE_ORDER, target__on_sale=False) == (DENY, "place_not_on_sale")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"days__since_signed": 7}, (ALLOW, "within_7")),
        ({"days__since_signed": 8}, (HUMAN, "none")),
        ({"days__since_signed": 7, "reason": "faulty", "line__condition": "worn"}, (ALLOW, "faulty_within_7")),
        ({"line__tags": tags("fresh")}, (DENY, "never_for_these")),
        ({"line__tags": tags("software")}, (DENY, "unsealed_media")),
        ({"buyer__confirmed_exception": True}, (DENY, "confirmed_exception")),
        ({"line__condition": "worn"}, (DENY, "not_intact")),
        ({"refund__route": "other"}, (DENY, "other_route")),
    ],
)
def test_law_gives_seven_days(facts: dict[str, FactValue], expected: tuple[Verdict, str]) -> None:
    assert outcome("cn_law", RETURN, **facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"days__since_signed": 14}, (ALLOW, "within_14")),
        ({"days__since_signed": 15}, (HUMAN, "none")),
        ({"days__since_signed": 730, "reason": "damaged"}, (ALLOW, "not_as_agreed")),
        ({"line__tags": tags("auction")}, (DENY, "exempt_goods")),
        ({"refund__route": "other"}, (DENY, "other_route")),
    ],
)
def test_law_gives_fourteen_days(facts: dict[str, FactValue], expected: tuple[Verdict, str]) -> None:
    assert outcome("eu_law", RETURN, **facts) == expected
    assert outcome("eu_law", RuleKind.CANCEL_ORDER, order__state="paid") == (ALLOW, "withdrawal_before_delivery")


def test_law_lets_a_late_order_be_cancelled() -> None:
    cancel = RuleKind.CANCEL_ORDER
    assert outcome("us_ftc", cancel, order__state="packed", days__late=1) == (ALLOW, "not_shipped_when_promised")
    assert outcome("us_ftc", cancel, order__state="packed", days__late=0) == (HUMAN, "none")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"reason": "no_longer_needed"}, (ALLOW, "cancel")),
        ({"reason": "ordered_by_mistake"}, (ALLOW, "cancel")),
        ({"reason": "faulty"}, (DENY, "cancel_reason")),
        ({"order__item_changes": 1, "reason": "no_longer_needed"}, (DENY, "cancel_item_modified")),
        ({"order__state": "packed", "reason": "no_longer_needed"}, (DENY, "cancel_not_pending")),
        ({"order__state": "packed", "reason": "other", "days__late": 1}, (ALLOW, "cancel_late")),
    ],
)
def test_tau_retail_cancelling(facts: dict[str, FactValue], expected: tuple[Verdict, str]) -> None:
    assert outcome("tau_retail", RuleKind.CANCEL_ORDER, **{"order__state": "paid", **facts}) == expected


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (RuleKind.CHANGE_ADDRESS, "address"),
        (RuleKind.CHANGE_ITEM, "item"),
        (RuleKind.CHANGE_PAYMENT, "payment"),
    ],
)
def test_tau_retail_changes(kind: RuleKind, name: str) -> None:
    assert outcome("tau_retail", kind, order__state="paid") == (ALLOW, name)
    assert outcome("tau_retail", kind, order__state="packed") == (DENY, f"{name}_not_pending")
    assert outcome("tau_retail", kind, order__state="paid", order__item_changes=1) == (DENY, f"{name}_item_modified")
    for fact, rule in {
        "target__same_product": "item_other_product",
        "target__on_sale": "item_unavailable",
    }.items():
        if name == "item":
            assert outcome("tau_retail", kind, order__state="paid", **{fact: False}) == (DENY, rule)
    if name == "item":
        assert outcome("tau_retail", kind, order__state="paid", target__same_variant=True) == (ALLOW, "item")
    if name == "payment":
        assert outcome("tau_retail", kind, order__state="paid", order__payments=2) == (DENY, "payment_several")
        assert outcome("tau_retail", kind, order__state="paid", order__refunds=1) == (DENY, "payment_several")
        assert outcome("tau_retail", kind, order__state="paid", payment__same_as_now=True) == (DENY, "payment_same")
    assert outcome("tau_retail", RuleKind.CHANGE_DEFAULT_ADDRESS) == (ALLOW, "default_address")


@pytest.mark.parametrize("kind", ["change_quantity", "add_line", "remove_line", "split_order", "merge_orders"])
def test_tau_retail_offers_nothing_else(kind: str) -> None:
    assert decide("tau_retail", RuleKind(kind), order__state="paid").verdict is DENY


@pytest.mark.parametrize(
    ("kind", "facts", "expected"),
    [
        (RETURN, {}, (ALLOW, "return")),
        (RETURN, {"order__after_sales": 1}, (DENY, "return_not_delivered")),
        (RETURN, {"order__state": "paid"}, (DENY, "return_not_delivered")),
        (RETURN, {"refund__route": "other"}, (DENY, "return_route")),
        (RETURN, {"refund__route": "stored_value"}, (ALLOW, "return")),
        (RuleKind.EXCHANGE_ITEM, {}, (ALLOW, "exchange")),
        (RuleKind.EXCHANGE_ITEM, {"order__after_sales": 1}, (DENY, "exchange_not_delivered")),
        (RuleKind.EXCHANGE_ITEM, {"target__same_product": False}, (DENY, "exchange_other_product")),
        (RuleKind.EXCHANGE_ITEM, {"target__on_sale": False}, (DENY, "exchange_unavailable")),
    ],
)
def test_tau_retail_returns_and_exchanges(
    kind: RuleKind, facts: dict[str, FactValue], expected: tuple[Verdict, str]
) -> None:
    assert outcome("tau_retail", kind, **facts) == expected


@pytest.mark.parametrize(
    ("kind", "facts", "expected"),
    [
        *((RuleKind.CANCEL_ORDER, {"order__state": state}, (ALLOW, "cancel")) for state in OPEN),
        (RuleKind.CANCEL_ORDER, {"order__state": "shipped"}, (DENY, "cancel_too_late")),
        (RuleKind.CHANGE_ADDRESS, {"order__state": "preparing"}, (ALLOW, "address")),
        (RuleKind.CHANGE_ADDRESS, {"order__state": "shipped"}, (DENY, "address_too_late")),
        (RuleKind.CHANGE_ITEM, {"order__state": "paid"}, (ALLOW, "item")),
        (RuleKind.CHANGE_ITEM, {"order__state": "delivered"}, (DENY, "item_too_late")),
        (RuleKind.CHANGE_ITEM, {"order__state": "paid", "target__listed": False}, (DENY, "item_not_listed")),
        (RuleKind.CHANGE_ITEM, {"order__state": "paid", "target__on_sale": False}, (DENY, "item_not_on_sale")),
        (RETURN, {}, (ALLOW, "return")),
        (RETURN, {"order__state": "out_for_delivery"}, (DENY, "return_not_signed")),
        (RuleKind.PRICE_PROTECT, {"days__since_paid": 400}, (ALLOW, "price")),
        (RuleKind.PLACE_ORDER, {}, (ALLOW, "place")),
        (RuleKind.PLACE_ORDER, {"target__on_sale": False}, (DENY, "place_not_on_sale")),
        (RuleKind.EXPEDITE, {}, (ALLOW, "expedite")),
    ],
)
def test_ecom_bench_rules(kind: RuleKind, facts: dict[str, FactValue], expected: tuple[Verdict, str]) -> None:
    assert outcome("ecom_bench_zh", kind, **facts) == expected


def test_what_only_the_caller_knows_is_asked_for() -> None:
    known = {name: value for name, value in PLAIN.items() if not FACTS[name].asked}
    first = evaluate(SETS.current["cn"], RETURN, known)
    assert (first.verdict, first.ask) == (ASK, "reason")
    assert "faulty" in first.choices
    second = evaluate(SETS.current["cn"], RETURN, {**known, "reason": "no_reason"})
    assert (second.verdict, second.ask) == (ASK, "line.condition")


ALL_RULES = [(s, rule) for s in SETS.current.values() for rule in s.rules]


@pytest.mark.parametrize(("policy_set", "rule"), ALL_RULES, ids=[f"{s.set_id}-{r.rule_id}" for s, r in ALL_RULES])
def test_every_rule_speaks_both_languages_cites_and_names_a_test_that_is_here(
    policy_set: PolicySet, rule: Rule
) -> None:
    assert rule.because.en.isascii()
    assert any("\u4e00" <= char <= "\u9fff" for char in rule.because.zh)
    assert rule.cite
    assert rule.test in globals()


def boundaries(condition: Condition) -> Iterator[Between]:
    if isinstance(condition, Between):
        yield condition
    elif isinstance(condition, Not):
        yield from boundaries(condition.of)
    elif isinstance(condition, All | Any):
        for part in condition.of:
            yield from boundaries(part)


def flipped(condition: Condition, target: Between) -> Condition:
    """The condition with the boundaries of `target` one further."""
    if condition is target:
        low = None if target.low is None else target.low + 1
        return replace(target, low=low, high=None if target.high is None else target.high + 1)
    if isinstance(condition, Not):
        return Not(flipped(condition.of, target))
    if isinstance(condition, All | Any):
        return type(condition)(tuple(flipped(part, target) for part in condition.of))
    return condition


def decisions(policy_set: PolicySet, kind: RuleKind, probes: list[Facts]) -> list[str]:
    return [evaluate(policy_set, kind, facts).rule_id for facts in probes]


BOUNDED = [(s, rule, bound) for s, rule in ALL_RULES for bound in boundaries(rule.when)]


@pytest.mark.parametrize(
    ("policy_set", "rule", "bound"), BOUNDED, ids=[f"{s.set_id}-{r.rule_id}-{b.fact}" for s, r, b in BOUNDED]
)
def test_moving_any_boundary_by_one_changes_a_decision(policy_set: PolicySet, rule: Rule, bound: Between) -> None:
    mutant_rule = replace(rule, when=flipped(rule.when, bound))
    mutant = replace(policy_set, rules=tuple(mutant_rule if r is rule else r for r in policy_set.rules))
    probes = [with_tags(facts) for facts, _ in explore(policy_set, rule.kind)]
    assert decisions(policy_set, rule.kind, probes) != decisions(mutant, rule.kind, probes)


def with_tags(facts: Facts) -> Facts:
    """Single tags of an exploration as the one fact they make up."""
    present = frozenset(name.partition("#")[2] for name, value in facts.items() if "#" in name and value)
    plain = {name: value for name, value in facts.items() if "#" not in name}
    return {**plain, "line.tags": present}
