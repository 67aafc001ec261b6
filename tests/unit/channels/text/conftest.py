"""A text door on the real dialogue manager and wording, with a scripted understanding and a shop of one order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path

import pytest

from orderline.call.conversation import Conversation
from orderline.call.journal import Journal
from orderline.channels.text.door import TextDoor
from orderline.clock import VirtualClock
from orderline.decide.state import DialogueState
from orderline.events.decision import IdentifyCaller, ProposeCaller, Request
from orderline.events.meaning import Act, Entity, EntityKind, Meaning, RankedIntent
from orderline.events.outcome import CallerUnknown, Identified, Outcome, Tracked
from orderline.events.speech import Expect, Transcript
from orderline.orders.identifiers import CallId, CustomerId, OrderId, OrderNumber
from orderline.orders.order import ItemView, OrderState, SalesChannel, Text, TrackedOrder
from orderline.speak.wording.load import load_catalogue

CALL = CallId("Zx9-abc_DEF0123456789q")


class OneOrder:
    """A shop whose only order is 204821."""

    def __init__(self) -> None:
        self.asked: list[Request] = []

    async def answer(self, query: Request, *, speculative: bool = False, at_ms: int | None = None) -> Outcome:
        self.asked.append(query)
        if isinstance(query, ProposeCaller):
            return CallerUnknown()
        if isinstance(query, IdentifyCaller):
            return Identified(CustomerId("c-1"), OrderId("o-1"), ("order_number", "phone_tail"), 1.0)
        order = TrackedOrder(
            order_id=OrderId("o-1"),
            number=OrderNumber("204821"),
            channel=SalesChannel.WEB,
            placed_at=VirtualClock().now(),
            state=OrderState.PAID,
            items=(ItemView(Text("mug", "杯子"), 2, (("color", "blue"),)),),
            warehouse_step=None,
            warehouse_at=None,
            carrier=None,
            last_scan=None,
            promised_on=None,
            expected_on=None,
            delivered_at=None,
            late=None,
        )
        return Tracked((order,))


class Scripted:
    """Understands what its script says; anything else as `other`."""

    def understand(
        self, transcript: Transcript, *, expect: Expect, digits: int | None, today: date | None = None
    ) -> Meaning:
        text = transcript.text
        if text.isdigit():
            kind = EntityKind.PHONE_TAIL if expect is Expect.PHONE_TAIL else EntityKind.ORDER_NUMBER
            return self._meaning(transcript, "other", entities=(Entity(kind, text, text, 0.95),))
        acts = {"person": (Act.PERSON,), "bye": (Act.BYE,)}.get(text, ())
        return self._meaning(transcript, "track_order" if "order" in text else "other", acts=acts)

    @staticmethod
    def _meaning(
        transcript: Transcript, intent: str, entities: tuple[Entity, ...] = (), acts: tuple[Act, ...] = ()
    ) -> Meaning:
        ranked = (RankedIntent(intent, 1.0),)
        return Meaning(transcript.text, transcript.language, ranked, entities, acts, 0.95)


@pytest.fixture
def shop() -> OneOrder:
    return OneOrder()


@pytest.fixture
def door(shop: OneOrder, tmp_path: Path) -> Iterator[TextDoor]:
    clock = VirtualClock()
    state = DialogueState("en")
    conversation = Conversation(
        state,
        understanding=Scripted(),
        services=shop,
        catalogue=load_catalogue(),
        timezone=UTC,
        journal=Journal.open(tmp_path, CALL, state, clock),
        clock=clock,
        service_deadline_s=1.0,
    )
    yield TextDoor(conversation, "en", clock, silence_s=8.0)
    conversation.close()
