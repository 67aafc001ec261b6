"""Masking leaves the last four, and every length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderline.privacy import MASK, mask, mask_text

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("whole", "masked"),
    [("204821", "••4821"), ("+1 415-555-7350", "+• •••-•••-7350"), ("4821", "4821"), ("", "")],
)
def test_only_the_last_four_stay(whole: str, masked: str) -> None:
    assert mask(whole) == masked


def test_long_numbers_and_addresses_in_words_are_masked() -> None:
    assert mask_text("order 204821 for emma.chen@example.com").startswith(f"order {MASK * 2}4821 for {MASK * 4}.")
    assert "emma" not in mask_text("write to emma.chen@example.com")
    assert "2048" not in mask_text("order 2048-21, or 20 48 21, or 204821")


def test_short_numbers_stay_readable() -> None:
    assert mask_text("two orders, 14 days, 2026") == "two orders, 14 days, 2026"


@given(st.text(max_size=200))
def test_masking_keeps_the_length_of_any_text(text: str) -> None:
    assert len(mask_text(text)) == len(text)
    assert len(mask(text)) == len(text)
