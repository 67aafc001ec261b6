from __future__ import annotations

import pytest

from orderline.orders.options import Ambiguous, NoSuchOption, Resolution, Resolved, SoldOut, Variant, resolve

pytestmark = pytest.mark.unit


def shirt(sku: str, color: str, size: str, fit: str = "slim", available: bool = True) -> Variant:
    return Variant(sku, (("color", color), ("size", size), ("fit", fit)), available)


SHIRTS = [
    shirt("blue-m", "blue", "M"),
    shirt("red-m", "red", "M"),
    shirt("red-l", "red", "L"),
    shirt("red-l-wide", "red", "L", "wide"),
    shirt("black-l", "black", "L", available=False),
    shirt("black-m-wide", "black", "M", "wide"),
]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (["large", "red"], Resolved("red-l")),
        (["红色", "大号"], Resolved("red-l")),
        ([("color", "red")], Resolved("red-m")),
        (["wide", "red", "L"], Resolved("red-l-wide")),
        (["black", "L"], SoldOut("black-l", ())),
        (["black"], Resolved("black-m-wide")),
        (["green"], NoSuchOption("green")),
        (["blue", "L"], NoSuchOption("blue, L")),
        ([("size", "red")], NoSuchOption("red")),
    ],
)
def test_what_the_caller_names_becomes_one_sku(wanted: list[str | tuple[str, str]], expected: Resolution) -> None:
    assert resolve(SHIRTS, wanted, current="blue-m") == expected


def test_without_a_current_variant_what_is_open_is_asked_for() -> None:
    assert resolve(SHIRTS, ["red"]) == Ambiguous("size", ("M", "L"), ("red-m", "red-l", "red-l-wide"))


def test_sold_out_names_what_else_has_the_wanted_value() -> None:
    variants = [*SHIRTS, shirt("black-l-wide", "black", "L", "wide")]
    assert resolve(variants, ["black", "L"], current="blue-m") == SoldOut("black-l", ("black-l-wide",))
