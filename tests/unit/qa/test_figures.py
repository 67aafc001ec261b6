"""Figures come in one shape, and say themselves whether they are met."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orderline.errors import ConfigurationError
from orderline.qa.benchmarks_page import benchmarks_page
from orderline.qa.figures import Figure, Measured, percentile

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("value", "goal", "at_least", "met"),
    [(5, 6, False, True), (7, 6, False, False), (7, 6, True, True), (None, 6, False, False), (5, None, False, None)],
)
def test_a_figure_is_met_or_missed_or_has_no_goal(
    value: float | None, goal: float | None, at_least: bool, met: bool | None
) -> None:
    assert Figure("x", value, "ms", 1, goal, at_least=at_least).met is met


def test_the_object_holds_what_the_design_asks_for() -> None:
    measured = Measured(
        "orderline x", datetime(2026, 11, 21, tzinfo=UTC), {"recognition": "sphinx"}, [Figure("a", 1, "ms", 2)]
    )
    found = json.loads(measured.to_json())
    assert {"command", "date", "machine", "engines", "figures"} <= found.keys()
    assert found["figures"] == [
        {"name": "a", "value": 1, "unit": "ms", "count": 2, "goal": None, "peer": None, "met": None}
    ]
    assert found["machine"]["cores"]


def test_percentiles_of_nothing_are_nothing() -> None:
    assert percentile([], 0.5) is None
    assert percentile([1, 2, 3], 0.5) == 2


def test_the_page_shows_missed_goals_as_missed(tmp_path: Path) -> None:
    measured = Measured(
        "orderline bench turns",
        datetime(2026, 11, 21, 12, 30, tzinfo=UTC),
        {"recognition": "sphinx"},
        [Figure("slow", 950, "ms", 24, 900), Figure("quick", 100, "ms", 24, 200)],
        {"speech": "synthetic"},
    )
    path = tmp_path / "turns.json"
    path.write_text(measured.to_json())
    page = benchmarks_page([path])
    assert "| slow | 950 ms | 900 **missed** | 24 |" in page
    assert "| quick | 100 ms | 200 met | 24 |" in page
    assert "Speech: synthetic." in page


def test_a_file_that_is_no_result_is_named(tmp_path: Path) -> None:
    path = tmp_path / "no.json"
    path.write_text("{}")
    with pytest.raises(ConfigurationError, match=r"no\.json"):
        benchmarks_page([path])
