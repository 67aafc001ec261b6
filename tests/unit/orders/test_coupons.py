from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderline.orders.coupons import AfterReturn, Basis, Coupon, Goods, price, reprice, return_refund
from orderline.orders.money import Money, total

pytestmark = pytest.mark.unit


def yuan(minor: int) -> Money:
    return Money(minor, "CNY")


def goods(*prices: int, quantity: int = 1) -> list[Goods]:
    return [Goods(f"l{i}", f"s{i}", quantity, yuan(minor)) for i, minor in enumerate(prices)]


TWENTY_OFF_100 = Coupon("c20", Basis.ORDER, yuan(2000), threshold=yuan(10000))

coupons = st.lists(
    st.builds(
        Coupon,
        st.integers(0, 10**6).map(lambda i: f"c{i}"),
        st.sampled_from(Basis),
        st.integers(0, 30000).map(yuan),
        st.sampled_from([0, 500, 1000, 10000]),
        st.none() | st.integers(0, 50000).map(yuan),
        st.sampled_from([frozenset[str](), frozenset({"s0"})]),
        st.integers(0, 3),
        st.booleans(),
        st.sampled_from(AfterReturn),
    ),
    max_size=4,
    unique_by=lambda coupon: coupon.coupon_id,
)
baskets = st.lists(st.tuples(st.integers(1, 30000), st.integers(1, 4)), min_size=1, max_size=5).map(
    lambda rows: [Goods(f"l{i}", f"s{i}", count, yuan(unit)) for i, (unit, count) in enumerate(rows)]
)


@given(baskets, st.integers(0, 2000), coupons)
def test_lines_coupons_and_fee_always_sum(lines: list[Goods], fee: int, used: list[Coupon]) -> None:
    priced = price(lines, yuan(fee), used)
    gross = total((line.gross for line in lines), "CNY") + yuan(fee)
    assert priced.total + total(priced.applied.values(), "CNY") == gross
    assert all(net >= yuan(0) for net in priced.nets.values())
    assert priced.shipping >= yuan(0)
    assert set(priced.applied) | set(priced.missed) == {coupon.coupon_id for coupon in used}


@given(baskets, coupons, st.data())
def test_a_return_pays_back_at_most_what_was_paid_and_all_of_it_for_everything(
    lines: list[Goods], used: list[Coupon], data: st.DataObject
) -> None:
    returned = {
        line.line_id: count for line in lines if (count := data.draw(st.integers(0, line.quantity), label=line.line_id))
    }
    result = return_refund(lines, returned, yuan(0), used)
    paid = total(price(lines, yuan(0), used).nets.values(), "CNY")
    assert yuan(0) <= result.refund <= paid
    assert total(result.shares.values(), "CNY") == result.refund
    if returned == {line.line_id: line.quantity for line in lines}:
        assert result.refund == paid


def test_dropping_the_socks_loses_the_twenty_off_a_hundred() -> None:
    lines = goods(8400, 2000)
    change = reprice(lines, lines[:1], yuan(0), [TWENTY_OFF_100])
    assert change.before.total == yuan(8400)
    assert change.after.total == yuan(8400)
    assert change.lost == ("c20",)
    assert change.won == ()
    assert change.difference == yuan(0)


def test_adding_a_line_can_win_a_coupon() -> None:
    lines = goods(8400, 2000)
    assert reprice(lines[:1], lines, yuan(0), [TWENTY_OFF_100]).won == ("c20",)


@pytest.mark.parametrize(
    ("fate", "refund"),
    [(AfterReturn.KEPT, 4000), (AfterReturn.LOST, 3000), (AfterReturn.REISSUED, 3000)],
)
def test_a_partial_return_below_the_threshold_follows_the_coupons_rule(fate: AfterReturn, refund: int) -> None:
    coupon = Coupon("c", Basis.ORDER, yuan(2000), threshold=yuan(10000), after_return=fate)
    result = return_refund(goods(5000, 5000), {"l0": 1}, yuan(0), [coupon])
    assert result.refund == yuan(refund)
    assert result.fates == {"c": fate}


def test_a_coupon_whose_threshold_is_still_met_stays() -> None:
    result = return_refund(goods(5000, 5000, 5000), {"l2": 1}, yuan(0), [TWENTY_OFF_100])
    assert result.fates == {"c20": AfterReturn.KEPT}
    assert result.refund == yuan(5000 - 666)


def test_coupons_stack_in_their_order_and_a_lone_one_steps_back() -> None:
    tenth = Coupon("tenth", Basis.ORDER, yuan(0), percent=1000, stack_order=2)
    lone = Coupon("lone", Basis.ORDER, yuan(500), stack_order=3, stacks=False)
    priced = price(goods(10000), yuan(0), [lone, tenth, TWENTY_OFF_100])
    assert priced.applied == {"c20": yuan(2000), "tenth": yuan(800)}
    assert priced.missed == ("lone",)


def test_a_shipping_coupon_takes_off_the_fee_only() -> None:
    free = Coupon("free", Basis.SHIPPING, yuan(9900))
    priced = price(goods(5000), yuan(800), [free])
    assert (priced.total, priced.shipping) == (yuan(5000), yuan(0))


@pytest.mark.parametrize("returned", [{"l9": 1}, {"l0": 2}, {"l0": 0}, {"l0": -1}])
def test_returning_what_is_not_there_is_an_error(returned: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="cannot be returned"):
        return_refund(goods(100), returned, yuan(0), [])
