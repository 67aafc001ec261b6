from __future__ import annotations

from pathlib import Path

import pytest

from orderline.act.policies import SHIPPED_SETS, load_policy_sets
from orderline.act.policies.table import tables

pytestmark = pytest.mark.unit

PAGE = Path(__file__).parents[4] / "docs" / "policies.md"


def test_the_page_shows_the_rules_that_are_shipped() -> None:
    shown = PAGE.read_text(encoding="utf-8").partition("orderline policy table -->")[2]
    assert shown.strip() == tables(load_policy_sets(SHIPPED_SETS).current).strip(), "run `orderline policy table`"
