from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderline.orders.sounding.letters import MATCH, alike, spelled_fit
from orderline.orders.sounding.words import NOT_IT, SAME, sound_key, word_fit

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("heard", "known"), [("dillon", "dylan"), ("gemma", "jemma"), ("smyth", "smith"), ("kenedy", "kennedy")]
)
def test_names_that_sound_alike_fit(heard: str, known: str) -> None:
    assert word_fit(heard, known) > 2


@pytest.mark.parametrize(("heard", "known"), [("sarah", "martin"), ("al", "alexandra")])
def test_other_names_do_not(heard: str, known: str) -> None:
    assert word_fit(heard, known) == NOT_IT


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), st.text("abcdefghijklmnop", max_size=12))
def test_nothing_fits_better_than_the_word_itself(known: str, heard: str) -> None:
    assert NOT_IT <= word_fit(heard, known) <= word_fit(known, known) == SAME
    assert spelled_fit(heard, known) <= spelled_fit(known, known) == pytest.approx(MATCH * len(known))
    assert sound_key(known) == sound_key(known.upper())


def test_a_letter_of_the_same_sound_costs_less_than_another() -> None:
    assert spelled_fit("b1", "p1") > spelled_fit("b1", "s1")
    assert set("mn") <= set(alike("m")) | {"m"}
