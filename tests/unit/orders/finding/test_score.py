from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderline.orders.finding.differ import CLEARLY_BEST, LEAST, contenders, tells_apart
from orderline.orders.finding.score import Clues, Findable, best_thing, scores, thing
from orderline.orders.finding.terms import terms
from orderline.orders.finding.vocabulary import vocabulary
from orderline.orders.order import SalesChannel

pytestmark = pytest.mark.unit
DAY = date(2026, 11, 17)
BLUE, RED = (("color", "blue"),), (("color", "red"),)
KETTLE = ("electric kettle", "电热水壶", "kettle", "水壶", "烧水壶")
MUG = ("stoneware mug", "陶瓷马克杯", "mug", "cup", "杯子", "马克杯")
ENGRAVED = ("engraved mug", "刻字马克杯", "刻字杯")
CHERRIES = ("fresh cherries, 2 kg", "车厘子两公斤", "cherries", "樱桃", "车厘子")
LAMP = ("desk lamp", "台灯", "lamp", "灯")


def order(key: str, names: tuple[str, ...], options: tuple[tuple[str, str], ...] = BLUE, day: date = DAY) -> Findable:
    return Findable(key, "4821", SalesChannel.WEB, day, (thing(names, options),))


SHOP = [order("kettle", KETTLE), order("mug", MUG), order("engraved", ENGRAVED), order("cherries", CHERRIES, ())]


def best(clues: Clues, orders: list[Findable]) -> list[str]:
    """The orders that fit about equally well."""
    found = sorted(zip(scores(clues, orders), (one.key for one in orders), strict=True), reverse=True)
    return sorted(key for score, key in found if score >= max(found[0][0] * CLEARLY_BEST, LEAST))


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("the kettle", ["kettle"]),
        ("the electric kettle I bought for my mother", ["kettle"]),
        ("my mother's kettle", ["kettle"]),
        ("kettles", ["kettle"]),
        ("水壶", ["kettle"]),
        ("上周二买的那个水壶", ["kettle"]),
        ("我那个电热水壶到哪了", ["kettle"]),
        ("烧水壶", ["kettle"]),
        ("the cherry", ["cherries"]),
        ("车厘子", ["cherries"]),
        ("我的樱桃", ["cherries"]),
        ("mug", ["engraved", "mug"]),
        ("the cup", ["mug"]),
        ("the engraved mug", ["engraved"]),
        ("刻字杯", ["engraved"]),
        ("马克杯", ["engraved", "mug"]),
        ("the aquarium", []),
        ("鱼缸", []),
    ],
)
def test_a_thing_is_found_by_any_of_its_names_in_either_language(words: str, meant: list[str]) -> None:
    assert best(Clues(words), SHOP) == meant


@pytest.mark.parametrize("wanted", ["blue", "蓝", "蓝色", "Blue"])
def test_an_option_word_decides_between_two_of_a_kind(wanted: str) -> None:
    orders = [order("red", KETTLE, RED), order("blue", KETTLE, BLUE)]
    assert best(Clues("kettle", (wanted,)), orders) == ["blue"]
    assert best(Clues(f"the {wanted} kettle"), orders) == ["blue"]
    assert best(Clues("kettle"), orders) == ["blue", "red"]


@pytest.mark.parametrize("words", ["灯", "我买的灯", "那个灯到哪了"])
def test_a_one_character_name_is_found_alone_and_in_a_sentence(words: str) -> None:
    assert best(Clues(words), [*SHOP, order("lamp", LAMP)]) == ["lamp"]
    assert vocabulary([("lamp", LAMP), ("mug", MUG)]).named(words, 5) == ("lamp",)


def test_a_one_character_colour_before_the_name_decides() -> None:
    assert best(Clues("那个蓝水壶"), [order("red", KETTLE, RED), order("blue", KETTLE, BLUE)]) == ["blue"]


@pytest.mark.parametrize(("off", "score"), [(0, 1.0), (1, 0.7), (-1, 0.7), (2, 0.5), (7, 0.3), (8, 0.05)])
def test_a_day_near_the_one_named_fits_less_and_a_far_one_hardly(off: int, score: float) -> None:
    assert scores(Clues(days=(DAY, DAY)), [order("a", MUG, day=DAY + timedelta(days=off))]) == [score]


def test_a_span_of_days_fits_wholly_from_first_to_last() -> None:
    span = (DAY, DAY + timedelta(days=6))
    orders = [order(str(off), MUG, day=DAY + timedelta(days=off)) for off in (-1, 0, 3, 6, 7)]
    assert scores(Clues(days=span), orders) == [0.7, 1.0, 1.0, 1.0, 0.7]


@pytest.mark.parametrize(
    ("tails", "score"),
    [(("4821",), 1.0), (("4831", "4821"), 0.9), (("4831",), 0.4), (("9999",), 0.05), (("821",), 0.05)],
)
def test_digits_fit_by_their_reading_or_one_digit_off(tails: tuple[str, ...], score: float) -> None:
    assert scores(Clues(number_tails=tails), [order("a", MUG)]) == [pytest.approx(score)]


def test_another_channel_fits_less() -> None:
    douyin = replace(order("b", MUG), channel=SalesChannel.DOUYIN)
    assert best(Clues(channel=SalesChannel.DOUYIN), [order("a", MUG), douyin]) == ["b"]


def test_the_line_that_is_meant_is_named() -> None:
    two = Findable("o", "1", SalesChannel.APP, DAY, (thing(MUG, BLUE), thing(KETTLE, RED)))
    assert [best_thing(clues, two) for clues in (Clues("kettle"), Clues("mug"), Clues(options=("red",)))] == [1, 0, 1]
    assert best_thing(Clues(channel=SalesChannel.APP), two) is None
    assert best_thing(Clues("aquarium"), two) is None
    assert best_thing(Clues("mug"), replace(two, things=())) is None


@given(st.text(max_size=40), st.lists(st.text(max_size=8), max_size=3), st.lists(st.text(max_size=5), max_size=2))
def test_whatever_is_said_every_score_lies_between_nothing_and_one(
    words: str, options: list[str], tails: list[str]
) -> None:
    found = scores(Clues(words, tuple(options), (DAY, DAY), None, tuple(tails)), SHOP)
    assert all(0 <= score <= 1 for score in found)


def test_an_order_that_answers_to_everything_said_scores_one() -> None:
    clues = Clues("blue kettle", ("blue",), (DAY, DAY), SalesChannel.WEB, ("4821",))
    assert scores(clues, SHOP)[0] == pytest.approx(1.0)


def test_words_without_a_thing_have_no_terms() -> None:
    assert terms("the one I ordered") == terms("") == terms("?!") == frozenset()


def test_contenders_are_the_first_that_score_about_the_same() -> None:
    assert [contenders(found) for found in ([], [1.0], [1.0, 0.75], [1.0, 0.74], [0.4, 0.31, 0.1])] == [0, 1, 2, 1, 2]


def test_the_fact_with_most_answers_tells_orders_apart_and_of_equals_the_first() -> None:
    assert tells_apart([["a", "a", "b"], [1, 2, 3], ["x", "y", "z"]]) == 1
    assert tells_apart([["a", "a"], [1, 1]]) is None
    assert tells_apart([]) is None


def test_a_vocabulary_names_the_products_that_words_fit_best() -> None:
    words = vocabulary([("kettle", KETTLE), ("mug", MUG), ("engraved", ENGRAVED), ("cherries", CHERRIES)])
    assert words.named("the electric kettle", 5) == ("kettle",)
    assert sorted(words.named("马克杯", 5)) == ["engraved", "mug"]
    assert words.named("mug", 1) == ("mug",)
    assert words.named("aquarium", 5) == words.named("", 5) == ()
