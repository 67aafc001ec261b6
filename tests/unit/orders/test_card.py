from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from orderline.orders.card import order_card
from orderline.orders.card_words import CHANNEL_WORDS, DELAY_WORDS, STATE_WORDS
from orderline.orders.identifiers import OrderId, OrderNumber
from orderline.orders.order import (
    DelayReason,
    ItemView,
    Lateness,
    OrderState,
    SalesChannel,
    Scan,
    Text,
    TrackedOrder,
    WarehouseStep,
)

pytestmark = pytest.mark.unit

PLACED = datetime(2026, 11, 17, 9, 30, tzinfo=UTC)
LEFT = datetime(2026, 11, 18, 16, 0, tzinfo=UTC)
SHIPPED = TrackedOrder(
    order_id=OrderId("o1"),
    number=OrderNumber("204821"),
    channel=SalesChannel.DOUYIN,
    placed_at=PLACED,
    state=OrderState.SHIPPED,
    items=(ItemView(Text("Rain jacket", "雨衣"), 1, (("color", "blue"), ("size", "M"))),),
    warehouse_step=WarehouseStep.LEFT,
    warehouse_at=LEFT,
    carrier=Text("SF Express", "顺丰速运"),
    last_scan=Scan(Text("Hangzhou", "杭州"), LEFT),
    promised_on=date(2026, 11, 20),
    expected_on=date(2026, 11, 22),
    delivered_at=None,
    late=Lateness(2, DelayReason.WEATHER),
)


def test_a_card_shows_the_last_four_of_the_number_only() -> None:
    assert order_card(SHIPPED).number_tail == "4821"


def test_a_shipped_order_is_done_up_to_shipped_with_the_times_that_rows_hold() -> None:
    steps = [(step.text.en, step.at, step.done) for step in order_card(SHIPPED).steps]
    assert steps == [
        ("Placed", PLACED, True),
        ("Paid", None, True),
        ("Packed", None, True),
        ("Shipped", LEFT, True),
        ("Out for delivery", None, False),
        ("Delivered", None, False),
    ]


def test_a_cancelled_order_ends_at_cancelled() -> None:
    steps = order_card(replace(SHIPPED, state=OrderState.CANCELLED)).steps
    assert [step.text.zh for step in steps] == ["已下单", "已取消"]


def test_a_return_stands_after_delivery() -> None:
    steps = order_card(replace(SHIPPED, state=OrderState.RETURN_REQUESTED)).steps
    assert steps[-1].text.en == "Return requested"
    assert all(step.done for step in steps)


def test_lateness_without_a_recorded_reason_gives_none() -> None:
    late = order_card(replace(SHIPPED, late=Lateness(1, None))).late
    assert late is not None
    assert late.reason is None


def test_options_are_shown_by_their_values() -> None:
    assert order_card(SHIPPED).items[0].options == "blue, M"


@pytest.mark.parametrize("state", OrderState)
def test_every_state_makes_a_card_with_words_in_both_languages(state: OrderState) -> None:
    card = order_card(replace(SHIPPED, state=state))
    assert card.state_text.en
    assert card.state_text.zh
    assert card.steps[0].done


def test_every_channel_and_delay_has_words() -> None:
    assert set(CHANNEL_WORDS) == set(SalesChannel)
    assert set(DELAY_WORDS) == set(DelayReason)
    assert set(STATE_WORDS) == set(OrderState)
