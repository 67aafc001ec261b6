from __future__ import annotations

from pathlib import Path

import pytest

from orderline.errors import ConfigurationError
from orderline.understand.thresholds import Costs, load_costs, thresholds

pytestmark = pytest.mark.unit


def test_each_threshold_is_where_two_ways_cost_the_same() -> None:
    costs = load_costs()
    found = thresholds(costs)
    for at, wrong in ((found.read_at, costs.wrong_answer), (found.change_at, costs.wrong_change)):
        acting = (1 - at) * wrong
        asking = costs.question + (1 - at) * costs.said_again
        assert acting == pytest.approx(asking, abs=0.05)
    asking = costs.question + (1 - found.confirm_at) * costs.said_again
    assert asking == pytest.approx(costs.said_again, abs=0.05)


def test_what_is_dearer_to_get_wrong_needs_more_confidence() -> None:
    found = thresholds(load_costs())
    assert 0 < found.confirm_at < found.read_at < found.change_at < 1


def test_a_question_that_costs_nearly_nothing_is_asked_more() -> None:
    dear, cheap = thresholds(Costs(4, 9, 20, 26)), thresholds(Costs(1, 9, 20, 26))
    assert cheap.read_at > dear.read_at
    assert cheap.confirm_at < dear.confirm_at


@pytest.mark.parametrize(
    "said", ["question: 4", "question: a", "- 1", "question: 9\nsaid_again: 4\nwrong_answer: 20\nwrong_change: 26"]
)
def test_costs_that_cannot_be_are_told(said: str, tmp_path: Path) -> None:
    file = tmp_path / "costs.yaml"
    file.write_text(said, "utf-8")
    with pytest.raises(ConfigurationError, match=r"costs\.yaml"):
        load_costs(file)
