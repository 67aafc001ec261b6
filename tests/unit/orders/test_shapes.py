from __future__ import annotations

import pytest

from orderline.orders.shapes import NumberShapes, learn, shape_of, told

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("code", "shape"), [("94107", "00000"), ("SW1A 1AA", "AA0A0AA"), ("K1A-0B1", "A0A0A0"), ("", "")]
)
def test_a_shape_keeps_digits_and_letters_apart(code: str, shape: str) -> None:
    assert shape_of(code) == shape


def test_shapes_are_learnt_from_what_the_shop_prints() -> None:
    assert learn(["#W2378156", "#W1234567"], ["94107", "94103", "SW1A1AA"]) == NumberShapes(
        "W", (7,), ("00000", "AA0A0AA")
    )


def test_numbers_that_grew_have_both_lengths_and_a_slip_has_none() -> None:
    numbers = [f"#{number}" for number in range(9000, 11000)]
    assert learn([*numbers, "#1"], []).order_lengths == (4, 5)


def test_two_prefixes_are_none() -> None:
    assert learn(["A1000", "B1000"], []).order_prefix == ""


def test_a_shop_without_orders_has_no_shapes() -> None:
    assert learn([], []) == NumberShapes()


def test_what_is_told_goes_over_what_was_learnt() -> None:
    learnt = NumberShapes("W", (7,), ("00000",))
    assert told("", (), learnt) == learnt
    assert told("100482", ("200031",), learnt) == NumberShapes("", (6,), ("000000",))
