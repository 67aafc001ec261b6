"""Random calls with real-looking numbers, driven through the real dialogue manager."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

from orderline.decide.dialogue import decide
from orderline.decide.state import DialogueState
from orderline.decide.tasks.registry import TASKS
from orderline.events.decision import Action, IdentifyCaller, ProposeCaller, Request
from orderline.events.happening import (
    CallerSaid,
    CallerSilent,
    CallStarted,
    Happening,
    NobodyCame,
    NothingUnderstood,
    OutcomeArrived,
    PersonLeft,
)
from orderline.events.meaning import Act, Entity, EntityKind, Meaning, RankedIntent, Role
from orderline.events.outcome import (
    CallerProposed,
    CallerUnknown,
    Identified,
    MismatchReason,
    NotIdentified,
    Outcome,
    ServiceDown,
    Tracked,
)
from orderline.events.speech import KeysPressed
from orderline.orders.identifiers import CustomerId, OrderId, OrderNumber
from orderline.orders.order import DelayReason, Lateness, OrderState, SalesChannel, Text, TrackedOrder, WarehouseStep

AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
NUMBERS = ("204821", "526630", "204021", "31", "4821", "73509999", "7350", "94107", "200120", "1234567890")
HINT = "4155557350"
SAID: dict[EntityKind, tuple[str, str]] = {
    EntityKind.PRODUCT: ("blue-mug", "the blue mug"),
    EntityKind.OPTION: ("color=blue", "blue"),
    EntityKind.QUANTITY: ("2", "two"),
    EntityKind.MONEY: ("24292 USD", "two hundred forty two ninety two"),
    EntityKind.DATE: ("2026-11-24", "tuesday"),
    EntityKind.SLOT: ("2026-11-23T09:00/2026-11-23T11:00", "nine to eleven"),
    EntityKind.METHOD: ("paypal", "my paypal"),
    EntityKind.REASON: ("no_longer_needed", "don't need it"),
    EntityKind.CONDITION: ("unopened", "still closed"),
    EntityKind.CHOICE: ("last", "the last one"),
    EntityKind.TOPIC: ("return_item", "send back"),
    EntityKind.TAG: ("fresh", "fruit"),
    EntityKind.CHANNEL: ("douyin", "on douyin"),
    EntityKind.NAME: ("emma chen", "Emma Chen"),
    EntityKind.EMAIL: ("emma@example.com", "emma at example dot com"),
    EntityKind.ADDRESS: ('{"line1": "88 Brannan St", "city": "Oakland"}', "88 Brannan Street in Oakland"),
}
"""Of each kind that is no number: a value, and the words for it."""
SECRETS = (
    *("204821", "526630", "204021", "73509999", "7350", "94107", "200120", "1234567890", HINT),
    *("emma chen", "Emma Chen", "emma@example", "emma at", "Brannan", "Oakland"),
)
"""What may be in no journal as it is."""

Steps = list[tuple[Happening, tuple[Action, ...]]]


def random_call(random: Random, state: DialogueState, length: int) -> Steps:
    """A call of `length` happenings: what happened, and what the dialogue manager decided of it."""
    steps: Steps = []
    happening: Happening = CallStarted(random.choice(("en", "zh")), AT, random.choice((None, HINT)))
    for _ in range(length):
        decision = decide(state, happening)
        state = decision.state
        steps.append((happening, decision.actions))
        happening = OutcomeArrived(_outcome(random, state.pending)) if state.pending else _from_caller(random)
    return steps


def _from_caller(random: Random) -> Happening:
    match random.randrange(12):
        case 0:
            return CallerSilent(8.0)
        case 1:
            return NothingUnderstood()
        case 2 | 3:
            return KeysPressed(random.choice((*NUMBERS, "1", "2", "0", "*", "#", "1#", "204821#", "73*7350#1")))
        case 4:
            return KeysPressed(random.choice("0123456789*#"))
        case 5:
            return random.choice((PersonLeft(), NobodyCame()))
        case _:
            return CallerSaid(_meaning(random), random.choice((0.25, 1.0)))


def _meaning(random: Random, *, deep: bool = True) -> Meaning:
    entities = tuple(_entity(random) for _ in range(random.choice((0, 0, 1, 1, 2, 3))))
    intent = random.choice((*TASKS, "track_order", "other"))
    return Meaning(
        text=" and ".join(["well", *(entity.text for entity in entities)]),
        language=random.choice(("en", "en", "zh")),
        intents=(RankedIntent(intent, 0.9), RankedIntent("other", 0.1)),
        entities=entities,
        acts=tuple(random.sample(list(Act), random.choice((0, 0, 1, 2)))),
        parts=tuple(_meaning(random, deep=False) for _ in range(random.choice((0, 0, 2)))) if deep else (),
        confidence=random.choice((0.2, 0.4, 0.5, 0.7, 0.95)),
    )


def _entity(random: Random) -> Entity:
    kind = random.choice((*list(EntityKind), EntityKind.ORDER_NUMBER, EntityKind.PHONE_TAIL, EntityKind.DIGITS))
    if kind is EntityKind.LANGUAGE:
        return Entity(kind, random.choice(("en", "zh", "fr")), "chinese", 0.9)
    if kind in SAID:
        value, text = SAID[kind]
        return Entity(kind, value, text, random.choice((0.4, 0.9)), role=random.choice(list(Role)))
    value = random.choice(NUMBERS)
    others = tuple(random.sample(NUMBERS, random.randrange(3)))
    return Entity(kind, value, " ".join(value), random.choice((0.1, 0.4, 0.8, 1.0)), others, random.random() < 0.3)


def _outcome(random: Random, pending: Request) -> Outcome:
    if random.random() < 0.1:
        return ServiceDown("store")
    if isinstance(pending, ProposeCaller):
        return random.choice((CallerProposed(CustomerId("c-0001")), CallerUnknown()))
    if isinstance(pending, IdentifyCaller):
        found = Identified(
            CustomerId("c-0001"), OrderId("o-1"), ("order_number", "phone_tail"), random.choice((1, 0.2))
        )
        return found if random.random() < 0.6 else NotIdentified(random.choice(list(MismatchReason)))
    return Tracked(tuple(_order(random, f"o-{i}") for i in range(1, random.randrange(1, 4))))


def _order(random: Random, order_id: str) -> TrackedOrder:
    return TrackedOrder(
        order_id=OrderId(order_id),
        number=OrderNumber("204821"),
        channel=SalesChannel.WEB,
        placed_at=AT,
        state=random.choice(list(OrderState)),
        items=(),
        warehouse_step=random.choice((None, *WarehouseStep)),
        warehouse_at=random.choice((None, AT)),
        carrier=random.choice((None, Text("Yunda", "韵达"))),
        last_scan=None,
        promised_on=random.choice((None, date(2026, 11, 20))),
        expected_on=random.choice((None, date(2026, 11, 24))),
        delivered_at=None,
        late=random.choice((None, Lateness(2, DelayReason.OUT_OF_STOCK, date(2026, 11, 23)))),
    )
