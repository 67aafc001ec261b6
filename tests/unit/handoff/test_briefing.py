from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.orders.test_card import SHIPPED

from orderline.events.decision import HandOff, HandoffReason
from orderline.events.meaning import Entity, EntityKind
from orderline.events.outcome import Identified, MismatchReason, NotIdentified
from orderline.handoff.briefing import TRANSCRIPT_LINES, CallFacts, Speaker, TranscriptLine, brief
from orderline.orders.identifiers import CallId, CustomerId, OrderId

pytestmark = pytest.mark.unit

FACTS = CallFacts(
    call_id=CallId("c1"),
    language="en",
    handoff=HandOff(HandoffReason.ASKED, "track_order", ("track_order.in_transit", "track_order.in_transit")),
    identity=Identified(CustomerId("u1"), OrderId("o1"), ("order_number", "phone_tail"), 0.97),
    name="Anna Mori",
    entities=(
        Entity(EntityKind.ORDER_NUMBER, "104821", "one oh four", 0.4),
        Entity(EntityKind.PHONE_TAIL, "7350", "seven three five oh", 0.9),
        Entity(EntityKind.ORDER_NUMBER, "204821", "two oh four", 0.9),
    ),
    confidence=0.42,
    order=SHIPPED,
    transcript=(TranscriptLine(Speaker.CALLER, "my order is 204821", 3.0),),
)


def test_a_verified_caller_is_shown_with_what_proved_it() -> None:
    who = brief(FACTS).who
    assert (who.name_masked, who.verified, who.how) == ("A. M.", True, ("order_number", "phone_tail"))


def test_the_wish_and_the_reason_are_in_words() -> None:
    briefing = brief(FACTS)
    assert briefing.wants.en == "Where the order is"
    assert briefing.reason.zh == "要求转人工"


def test_an_attempt_made_twice_is_listed_once() -> None:
    assert len(brief(FACTS).tried) == 1


def test_the_last_number_heard_is_shown_by_its_tail() -> None:
    values = [fact.value for fact in brief(FACTS).facts]
    assert values == ["••4821", "7350"]


def test_no_whole_number_and_no_name_is_anywhere_on_the_card() -> None:
    shown = repr(brief(FACTS))
    assert "204821" not in shown
    assert "Anna" not in shown
    assert "Mori" not in shown


def test_an_order_is_not_shown_of_a_caller_who_is_not_verified() -> None:
    briefing = brief(replace(FACTS, identity=NotIdentified(MismatchReason.AMBIGUOUS)))
    assert briefing.order is None
    assert briefing.who.name_masked == ""
    assert briefing.tried[-1].en == "What the caller gave fits more than one customer"


def test_only_the_end_of_a_long_transcript_is_kept() -> None:
    lines = tuple(TranscriptLine(Speaker.LINE, f"turn {n}", float(n)) for n in range(TRANSCRIPT_LINES + 5))
    assert brief(replace(FACTS, transcript=lines)).transcript == lines[5:]
