from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderline.orders.apportion import apportion
from orderline.orders.money import BadMoney, MixedCurrencies, Money, total

pytestmark = pytest.mark.unit

amounts = st.integers(-(10**12), 10**12)


@given(amounts, amounts)
def test_adding_and_taking_away_again_gives_the_same_amount(a: int, b: int) -> None:
    one, other = Money(a, "CNY"), Money(b, "CNY")
    assert one + other - other == one
    assert (one < other) == (a < b)
    assert (one >= other) == (a >= b)
    assert bool(one) == bool(a)


@given(amounts, st.sampled_from(["USD", "JPY", "KWD"]))
def test_what_is_written_in_major_units_is_read_back_exactly(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.parse(money.major, currency) == money


@pytest.mark.parametrize("text", ["12.345", "nonsense", "NaN", "Infinity", ""])
def test_an_amount_that_cannot_be_paid_is_named(text: str) -> None:
    with pytest.raises(BadMoney):
        Money.parse(text, "USD")


def test_an_unknown_currency_is_named() -> None:
    with pytest.raises(BadMoney, match="XYZ"):
        Money(1, "XYZ")
    with pytest.raises(BadMoney, match="XYZ"):
        Money.parse("1", "XYZ")


def test_mixed_currencies_are_refused_in_sums_and_comparisons() -> None:
    with pytest.raises(MixedCurrencies):
        Money(1, "USD") + Money(1, "CNY")
    with pytest.raises(MixedCurrencies):
        _ = Money(1, "USD") < Money(1, "CNY")
    with pytest.raises(MixedCurrencies):
        total([Money(1, "USD"), Money(1, "CNY")], "USD")


@pytest.mark.parametrize(
    ("minor", "hundredths", "expected"), [(1050, 1000, 105), (5, 1000, 1), (4, 1000, 0), (-5, 1000, -1)]
)
def test_percent_rounds_half_away_from_zero(minor: int, hundredths: int, expected: int) -> None:
    assert Money(minor, "USD").percent(hundredths) == Money(expected, "USD")


@given(amounts, st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_shares_sum_to_the_amount_and_are_within_one_of_their_exact_part(amount: int, weights: list[int]) -> None:
    shares = apportion(amount, weights)
    assert sum(shares) == amount
    assert apportion(amount, weights) == shares
    whole = sum(weights)
    if whole:
        for share, weight in zip(shares, weights, strict=True):
            assert abs(share * whole - amount * weight) < whole
            assert weight or not share


def test_equal_remainders_go_to_the_earlier_place() -> None:
    assert apportion(100, [1, 1, 1]) == (34, 33, 33)
    assert apportion(-100, [1, 1, 1]) == (-34, -33, -33)
    assert apportion(5, [0, 0]) == (3, 2)
    assert apportion(0, []) == ()


@pytest.mark.parametrize(("amount", "weights"), [(1, []), (1, [1, -1])])
def test_sharing_among_nobody_or_less_than_nobody_is_an_error(amount: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="share"):
        apportion(amount, weights)
