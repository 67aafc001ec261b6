from __future__ import annotations

import pytest
from typer.testing import CliRunner

from orderline.cli.app import app
from orderline.cli.explain import facts_said, rule_kind
from orderline.errors import ConfigurationError, OrderlineError
from orderline.orders.policy.facts import RuleKind

pytestmark = pytest.mark.contract

HENRYS = "615902"
FRESH = "days.since_signed=3"
"""The command reads the machine's clock; this keeps the answer the same on any day."""


def explain(url: str, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["policy", "explain", *arguments, "--database", url])
    if isinstance(result.exception, OrderlineError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def test_a_decision_is_explained_with_its_trace(url: str) -> None:
    said = [part for fact in ("reason=no_reason", "line.condition=worn", FRESH) for part in ("--fact", fact)]
    told = explain(url, HENRYS, "2", "return", *said)
    assert "decision  deny" in told
    assert "opened goods of this kind cannot be returned without a fault / 此类商品拆封后没有质量问题不能退" in told
    assert "cite      shop terms 6.2" in told
    assert "return_not_arrived           passed over" in told
    assert "return_opened_software       matched" in told
    assert "order.state                  delivered" in told


def test_a_missing_fact_is_shown_as_a_question(url: str) -> None:
    assert "decision  ask: reason (no_longer_needed" in explain(url, HENRYS, "2", "return", "--fact", FRESH)


@pytest.mark.parametrize(
    ("order", "line", "what"), [("999999", "1", "There is no order ••9999"), (HENRYS, "9", "has no line 9")]
)
def test_what_is_not_there_is_named(url: str, order: str, line: str, what: str) -> None:
    with pytest.raises(OrderlineError, match=what):
        explain(url, order, line, "return")


def test_kinds_and_facts_are_named_as_people_type_them() -> None:
    assert rule_kind("return") is RuleKind.RETURN_ITEM
    assert rule_kind("change_item") is RuleKind.CHANGE_ITEM
    assert facts_said(["days.late=2", "line.tags=fresh,custom", "target.on_sale=false"]) == {
        "days.late": 2,
        "line.tags": frozenset({"fresh", "custom"}),
        "target.on_sale": False,
    }
    with pytest.raises(ConfigurationError, match="change_address, "):
        rule_kind("change")
    with pytest.raises(ConfigurationError, match="no fact 'colour'"):
        facts_said(["colour=red"])
    with pytest.raises(ConfigurationError, match="reason cannot be 'odd'"):
        facts_said(["reason=odd"])


def test_the_shipped_policies_pass_their_own_check() -> None:
    result = CliRunner().invoke(app, ["policy", "lint"])
    assert result.exit_code == 0
    assert "cn_law@1+" in result.output
