from __future__ import annotations

import pytest

from orderline.handoff.attempts import attempts_words

pytestmark = pytest.mark.unit


def test_each_attempt_is_listed_once_oldest_first() -> None:
    words = attempts_words(
        [
            "greeting.hello",
            "identify_caller.ask_order_number",
            "identify_caller.order_number_hint",
            "identify_caller.order_number_hint",
            "identify_caller.no_match",
        ]
    )
    assert [text.en for text in words] == [
        "Asked for the order number",
        "Asked for the order number again",
        "Found no match",
    ]


def test_everything_told_about_one_order_is_one_line_and_its_lateness_another() -> None:
    words = attempts_words(
        [
            "track_order.shipped_with",
            "track_order.scanned_expected",
            "track_order.late_weather",
            "track_order.ask_another",
        ]
    )
    assert [text.zh for text in words] == ["告知了订单进度", "说明了订单晚到的原因"]


def test_a_question_about_the_wish_names_the_wish() -> None:
    (text,) = attempts_words(["repair.confirm_cancel_order"])
    assert (text.en, text.zh) == ("Asked whether it is: To cancel an order", "确认诉求：取消订单")
