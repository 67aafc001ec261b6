from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderline.orders.identifiers import LANGUAGES, Language
from orderline.understand.confidence import DIGITS_MATTER, WORDS_MATTER, combine, load_acceptor

pytestmark = pytest.mark.unit


@given(st.floats(), st.floats())
def test_confidence_stays_between_zero_and_one(interpretation: float, recognition: float) -> None:
    assert 0.0 <= combine(interpretation, recognition, WORDS_MATTER) <= 1.0


@given(st.floats(0, 1), st.floats(0, 1))
def test_wrong_words_hurt_numbers_more_than_wishes(interpretation: float, recognition: float) -> None:
    wish, number = (combine(interpretation, recognition, matter) for matter in (WORDS_MATTER, DIGITS_MATTER))
    assert number <= wish + 1e-12


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_acceptor_trusts_a_clear_ranking_more_than_a_close_one(language: Language) -> None:
    acceptor = load_acceptor(language)
    clear = acceptor.probability((0.95, 0.9, 0.01, 1.0, 1.0, 1.0, 0.6))
    close = acceptor.probability((0.3, 0.05, 0.25, 0.0, 0.0, 0.4, 0.6))
    assert clear > 0.9
    assert close < 0.5
