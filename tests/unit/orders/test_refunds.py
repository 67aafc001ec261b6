from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderline.orders.money import Money
from orderline.orders.refunds import PaidBy, RefundShare, RefundSplit, RefundTooLarge, due_now, split_refund

pytestmark = pytest.mark.unit


def usd(minor: int) -> Money:
    return Money(minor, "USD")


@st.composite
def payments(draw: st.DrawFn) -> list[PaidBy]:
    sums = draw(
        st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6), st.booleans()), min_size=1, max_size=5)
    )
    return [PaidBy(f"m{i}", usd(max(a, b)), usd(min(a, b)), stored) for i, (a, b, stored) in enumerate(sums)]


@given(payments(), st.integers(0, 10**6), st.sampled_from(RefundSplit))
def test_a_refund_sums_and_never_gives_a_method_more_than_it_paid(
    paid: list[PaidBy], minor: int, rule: RefundSplit
) -> None:
    capacity = sum(method.refundable.minor_units for method in paid)
    result = split_refund(usd(minor), paid, rule)
    if minor > capacity:
        assert result == RefundTooLarge(usd(minor), usd(capacity))
        return
    assert not isinstance(result, RefundTooLarge)
    assert sum(share.amount.minor_units for share in result) == minor
    room = {method.method_id: method.refundable for method in paid}
    assert all(share.amount <= room[share.method_id] for share in result)


CARD_AND_GIFT = [PaidBy("card", usd(7000), usd(0)), PaidBy("gift", usd(3000), usd(0), stored_value=True)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (RefundSplit.PRO_RATA, {"card": 3500, "gift": 1500}),
        (RefundSplit.STORED_VALUE_FIRST, {"card": 2000, "gift": 3000}),
        (RefundSplit.STORED_VALUE_LAST, {"card": 5000}),
    ],
)
def test_half_a_refund_is_spread_by_the_shops_rule(rule: RefundSplit, expected: dict[str, int]) -> None:
    assert split_refund(usd(5000), CARD_AND_GIFT, rule) == tuple(
        RefundShare(method, usd(minor)) for method, minor in expected.items()
    )


def test_what_was_already_refunded_is_not_refunded_again() -> None:
    paid = [PaidBy("old", usd(5000), usd(5000)), PaidBy("new", usd(5000), usd(0))]
    assert split_refund(usd(5000), paid) == (RefundShare("new", usd(5000)),)


def test_a_negative_refund_is_an_error() -> None:
    with pytest.raises(ValueError, match="negative"):
        split_refund(usd(-1), CARD_AND_GIFT)


def _paid(method: str, paid: int, refunded: int = 0) -> PaidBy:
    return PaidBy(method, Money(paid, "USD"), Money(refunded, "USD"))


def _shares(*shares: tuple[str, int]) -> tuple[RefundShare, ...]:
    return tuple(RefundShare(method, Money(units, "USD")) for method, units in shares)


@pytest.mark.parametrize(
    ("promised", "paid", "due"),
    [
        ([("card", 70), ("gift", 30)], [_paid("card", 70), _paid("gift", 30)], [("card", 70), ("gift", 30)]),
        ([("card", 60)], [_paid("card", 70, 40), _paid("gift", 50)], [("card", 30), ("gift", 30)]),
        ([("card", 60)], [_paid("card", 70, 40)], [("card", 30)]),
        ([("gift", 60)], [_paid("card", 100, 20)], [("gift", 60)]),
        ([("gift", 60)], [_paid("card", 100, 70)], [("gift", 30)]),
        ([("card", 60)], [_paid("card", 60, 60)], []),
        ([], [_paid("card", 60)], []),
    ],
)
def test_what_was_promised_is_due_as_far_as_it_is_still_there(
    promised: list[tuple[str, int]], paid: list[PaidBy], due: list[tuple[str, int]]
) -> None:
    assert due_now(_shares(*promised), paid) == _shares(*due)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 500)), max_size=4),
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=3),
)
def test_what_is_due_is_never_more_than_promised_or_left(
    promised: list[tuple[str, int]], paid: list[tuple[int, int]]
) -> None:
    methods = [_paid("abc"[place], most, min(most, back)) for place, (most, back) in enumerate(paid)]
    due = sum(share.amount.minor_units for share in due_now(_shares(*promised), methods))
    left = sum(by.refundable.minor_units for by in methods)
    assert due == min(sum(units for _, units in promised), left)
