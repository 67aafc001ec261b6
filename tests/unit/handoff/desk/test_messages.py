from __future__ import annotations

import json

import pytest
from tests.unit.handoff.test_briefing import FACTS
from tests.unit.orders.test_card import SHIPPED

from orderline.handoff.briefing import Speaker, brief
from orderline.handoff.desk.messages import (
    MAX_MESSAGE_CHARS,
    EndCall,
    GiveBack,
    PickUp,
    order_json,
    queue_message,
    read_ask,
    refusal_message,
    update_message,
)
from orderline.handoff.listeners import CaptionSaid, Released, ReleaseReason
from orderline.handoff.queue import Card, CardStatus, Refusal
from orderline.orders.card import order_card
from orderline.orders.identifiers import CallId

pytestmark = pytest.mark.unit


def test_each_ask_is_read() -> None:
    assert read_ask('{"type": "pick_up", "call_id": "c1"}') == PickUp(type="pick_up", call_id="c1")
    assert read_ask('{"type": "give_back", "call_id": "c1"}') == GiveBack(type="give_back", call_id="c1")
    assert read_ask('{"type": "hang_up", "call_id": "c1"}') == EndCall(type="hang_up", call_id="c1")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "[]",
        '{"type": "sudo", "call_id": "c1"}',
        '{"type": "pick_up"}',
        '{"type": "pick_up", "call_id": "c1", "more": 1}',
        '{"type": "pick_up", "call_id": "' + "c" * MAX_MESSAGE_CHARS + '"}',
    ],
)
def test_anything_else_is_not_understood(text: str) -> None:
    assert read_ask(text) is None


def test_a_card_is_told_in_the_shape_of_the_protocol() -> None:
    message = queue_message([Card(CardStatus.RINGING, 3.04, brief(FACTS))])
    (card,) = json.loads(json.dumps(message))["calls"]
    assert set(card) == {
        "call_id", "since_s", "status", "language", "who", "wants", "reason", "tried", "facts", "confidence", "order",
        "transcript",
    }  # fmt: skip
    assert card["since_s"] == 3.0
    assert card["wants"] == {"en": "Where the order is", "zh": "查询订单到哪儿了"}
    assert card["facts"][0] == {"label": {"en": "Order number heard", "zh": "听到的订单号"}, "value": "••4821"}
    assert card["transcript"] == [{"who": "caller", "text": "my order is ••4821", "at_s": 3.0}]


def test_an_order_is_told_with_iso_dates() -> None:
    order = order_json(order_card(SHIPPED))
    assert order["expected_on"] == "2026-11-22"
    assert order["state"] == "shipped"
    assert order["steps"][0]["at"] == "2026-11-17T09:30:00Z"
    assert order["late"] == {"days": 2, "reason": {"en": "Bad weather on the way", "zh": "天气原因"}}


def test_updates_and_refusals_are_plain_json() -> None:
    caption = update_message(CaptionSaid(CallId("c1"), Speaker.CALLER, "hello", 2, True))
    assert json.loads(json.dumps(caption)) == {
        "type": "caption", "call_id": "c1", "who": "caller", "text": "hello", "turn": 2, "final": True,
    }  # fmt: skip
    assert update_message(Released(CallId("c1"), ReleaseReason.GIVEN_BACK))["why"] == "given_back"
    for refusal in Refusal:
        message = refusal_message(refusal)
        assert message["what"]
        assert message["do"]
