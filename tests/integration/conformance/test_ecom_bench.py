"""Replaying a small Chinese shop of the same shape as the data set, written for these tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from orderline.cli.app import app
from orderline.errors import ConfigurationError
from orderline.qa.conformance.ecom_bench.exporter import changes
from orderline.qa.conformance.ecom_bench.shape import read_bench

pytestmark = pytest.mark.integration

FIXTURE = Path(__file__).parents[2] / "fixtures" / "ecom_shaped" / "bench.json"
OUTSIDE = Path(__file__).parents[3].parent / "shared" / "data" / "ecom-bench-zh" / "ecom_bench.json"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], str]:
    out = tmp_path_factory.mktemp("report") / "out.json"
    result = CliRunner().invoke(app, ["conformance", "ecom-bench-zh", "--data", str(FIXTURE), "-o", str(out)])
    assert result.exit_code == 0, result.output
    tasks: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))["tasks"]
    return tasks, result.output


@pytest.mark.parametrize("task", ["0", "2", "3", "4"])
def test_what_the_rules_allow_ends_as_the_reference_says(report: tuple[dict[str, Any], str], task: str) -> None:
    result = report[0][task]
    assert result["equal"], result["unexplained"]
    assert result["policy_wins"] == []


def test_a_call_the_line_does_not_offer_is_told(report: tuple[dict[str, Any], str]) -> None:
    assert [call["tool"] for call in report[0]["0"]["not_offered"]] == ["schedule_service"]


@pytest.mark.parametrize(
    ("task", "rule", "words"),
    [
        ("1", "return_not_signed", "仅已签收的订单可以申请退货"),
        ("5", "manage_ecard", "下单后价格没有下降"),
        ("6", "item_not_on_sale", "该商品没有上架"),
        ("7", "manage_ecard", "订单取消或退货，款项必须退还"),
    ],
)
def test_where_the_reference_breaks_the_rules_the_policy_wins(
    report: tuple[dict[str, Any], str], task: str, rule: str, words: str
) -> None:
    result = report[0][task]
    (case,) = result["policy_wins"]
    assert rule in case["rule"]
    assert case["because"]["zh"] == words
    assert case["cite"].startswith("agent_rules_zh")
    assert not result["equal"]
    assert result["unexplained"] == []


def test_the_command_says_how_many_are_equal_and_lists_the_cases(report: tuple[dict[str, Any], str]) -> None:
    assert "exported identical to what was imported: yes" in report[1]
    assert "8 tasks: 4 equal, 4 where the shop's rules win, 0 unexplained" in report[1]
    assert "task 1: only what has been signed for can be returned" in report[1]


def test_changes_are_told_by_path() -> None:
    before = {"a": {"b": 1, "c": [1]}, "d": 1}
    after = {"a": {"b": 2, "c": [1, 2]}, "e": {"f": 1}}
    assert list(changes(before, after)) == [
        {"path": ["a", "b"], "from": 1, "to": 2},
        {"path": ["a", "c"], "from": [1], "to": [1, 2]},
        {"path": ["d"], "from": 1, "to": None},
        {"path": ["e"], "from": None, "to": {"f": 1}},
    ]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    text = FIXTURE.read_text(encoding="utf-8").replace('"支付方式"', '"付款"')
    path = tmp_path / "bench.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"支付方式: Field required.*Nothing was imported"):
        read_bench(path)


@pytest.mark.skipif(not OUTSIDE.is_file(), reason="the data set is not here; it is never part of the project")
def test_every_difference_in_the_data_set_has_a_rule_behind_it(tmp_path: Path) -> None:
    arguments = ["conformance", "ecom-bench-zh", "--data", str(OUTSIDE), "-o", str(tmp_path / "out.json"), "--json"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    figures = {figure["name"]: figure["value"] for figure in json.loads(result.output)["figures"]}
    assert figures["unexplained"] == 0
    assert figures["export_identical"] == 1
    assert figures["equal"] + figures["policy_wins"] == 27
