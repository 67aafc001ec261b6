from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderline.act.services.number_readings import READINGS, neighbours, number_readings

pytestmark = pytest.mark.unit
numbers = st.text("0123456789", min_size=4, max_size=8)


def edits(one: str, other: str) -> int:
    """How many insertions, deletions or substitutions lie between two strings (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        previous, row = row, [i]
        for j, b in enumerate(other, start=1):
            row.append(min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b)))
    return row[-1]


@given(numbers)
def test_neighbours_are_exactly_one_edit_away(number: str) -> None:
    assert {edits(number, other) for other in neighbours(number)} == {1}


@given(numbers, numbers)
def test_every_number_one_edit_away_is_a_neighbour(number: str, other: str) -> None:
    assert (other in neighbours(number)) == (edits(number, other) == 1)


def test_readings_are_cleaned_distinct_and_bounded() -> None:
    heard = number_readings(("204-821", "204821", "12", "", *(f"30000{n}" for n in range(9))), is_suffix=False)
    assert heard.readings[:2] == ("204821", "300000")
    assert len(heard.readings) == READINGS
    assert heard.tails == ()


def test_a_suffix_is_looked_up_by_its_last_four_alone() -> None:
    heard = number_readings(("04821",), is_suffix=True)
    assert heard.tails == ("4821",)
    assert heard.exact == ()
    assert heard.near == frozenset()


def test_a_certain_number_has_no_neighbours() -> None:
    assert number_readings(("204821",), is_suffix=False).near
    assert not number_readings(("204821",), is_suffix=False, is_certain=True).near
