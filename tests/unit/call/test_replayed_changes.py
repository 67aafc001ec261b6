"""Calls that change orders, decided again from what a journal keeps of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from tests.unit.decide.counter_in_memory import BOOK, CUSTOMER, Counter
from tests.unit.decide.talk import a_meaning

from orderline.call.journal import Journal, journal_path
from orderline.call.replay import replay
from orderline.clock import VirtualClock
from orderline.decide.dialogue import decide
from orderline.decide.state import DialogueState
from orderline.events.book import BookAddress
from orderline.events.decision import Action, IdentifyCaller, Request
from orderline.events.happening import CallerSaid, CallStarted, Happening, OutcomeArrived
from orderline.events.outcome import Identified, Outcome
from orderline.orders.identifiers import CallId, OrderId

pytestmark = pytest.mark.unit

CALL = CallId("a-call")
AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
OWN = replace(
    BOOK,
    orders=tuple(replace(order, order_id=OrderId(f"o-{place}")) for place, order in enumerate(BOOK.orders)),
    addresses=(BookAddress("adr-1", "Springfield", "Evergreen Terrace", is_default=True),),
)
SECRETS = ("482913", "317745", "204821", "123456", "654321", "Springfield", "Evergreen", "emma", "94107")
KNOWN = ("track_order digits:482913", "digits:0173")
TALKS = (
    (*KNOWN, "cancel_order order_number:482913", "reason:no_longer_needed", "yes", "goodbye"),
    (*KNOWN, "cancel_order digits:2913", "yes", "digits:654321", "digits:123456", "goodbye"),
    (*KNOWN, "cancel_order order_number:998888", "order_number:317745", "no", "order_number:482913", "yes"),
    (*KNOWN, "return_item product:lamp product:kettle", "choice:2", "yes", "order_details digits:4821", "yes"),
    (*KNOWN, "cancel_order product:lamp + cancel_order product:kettle", "yes", "yes", "goodbye"),
    ("cancel_order name:emma postcode:94107 order_number:482913", "phone_tail:0173", "choice:both", "yes"),
    (*KNOWN, "change_item product:lamp option:color=green@to", "address:Springfield", "choice:1", "yes"),
)
SAID = sorted({turn for talk in TALKS for turn in talk})


class Shop(Counter):
    """A counter that knows the caller by the order they name."""

    def answer(self, request: Request) -> Outcome:
        if isinstance(request, IdentifyCaller):
            return Identified(CUSTOMER, OrderId("o-0"), ("order_number", "phone_tail"), 1.0)
        return super().answer(request)


Step = tuple[Happening, tuple[Action, ...]]


def turns_of(said: list[str], counter: Counter) -> list[list[Step]]:
    """The turns of a call, each with what was decided of what happened in it."""
    state, turns = DialogueState("en"), []
    happenings: list[Happening] = [CallStarted("en", AT), *(CallerSaid(a_meaning(turn)) for turn in said)]
    for happening in happenings:
        decision = decide(state, happening)
        steps: list[Step] = [(happening, decision.actions)]
        while decision.state.pending is not None:
            arrived = OutcomeArrived(counter.answer(decision.state.pending))
            decision = decide(decision.state, arrived)
            steps.append((arrived, decision.actions))
        state = decision.state
        turns.append(steps)
    return turns


def check(said: list[str], counter: Counter, folder: Path) -> None:
    journal = Journal.open(folder, CALL, DialogueState("en"), VirtualClock())
    for steps in turns_of(said, counter):
        journal.turn(steps)
    journal.close()
    assert journal.written(10)
    text = journal_path(folder, CALL).read_text()
    assert not [secret for secret in SECRETS if secret in text]
    assert not [(step.happening, step.then, step.now) for step in replay(folder, CALL).differences]


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk[-3].split()[0])
def test_a_change_is_decided_again_alike_and_nothing_personal_is_kept(tmp_path: Path, talk: tuple[str, ...]) -> None:
    check(list(talk), Shop(OWN, step_up=2 if "654321" in "".join(talk) else 0), tmp_path)


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_said_in_whatever_order(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    check(random.choices(SAID, k=14), Shop(OWN, step_up=random.choice((0, 2))), tmp_path)
