"""Any conversation: garbage, contradictions, floods, injections, other people's orders. What must always hold, holds.

Runs `ORDERLINE_CALLS` calls (default 60); `orderline bench dialogue --fuzz 10000` runs as many as the issue asks for.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.understanding import share_trained

from orderline.bootstrap import load_settings, open_conversations
from orderline.channels.text.door import TextDoor
from orderline.clock import SystemClock
from orderline.orders.identifiers import CallId, Language
from orderline.qa.callers.conduct import Door
from orderline.qa.callers.doors import InProcess
from orderline.qa.callers.line_turn import LineTurn
from orderline.qa.conformance.fresh import FreshShop
from orderline.qa.dialogue_bench.fuzz import troubles
from orderline.qa.dialogue_bench.guard import Guard, Neighbours
from orderline.qa.dialogue_bench.people import Person, people_of
from orderline.qa.dialogue_bench.troublemaker import Troublemaker, Uttered
from orderline.store.demo import create_demo_shop

pytestmark = [pytest.mark.property, pytest.mark.timeout(3600)]
CALLS = int(os.environ.get("ORDERLINE_CALLS", "60"))


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> FreshShop:
    path = tmp_path_factory.mktemp("trouble") / "demo.db"
    create_demo_shop(f"sqlite:///{path}", SystemClock().now().date(), "demo")
    return FreshShop(path)


@pytest.fixture(scope="module")
def people(fresh: FreshShop) -> tuple[Person, ...]:
    return people_of(fresh.working, "demo")


async def test_nothing_a_caller_says_breaks_a_rule(
    fresh: FreshShop, people: tuple[Person, ...], tmp_path: Path
) -> None:
    settings = load_settings(database=f"sqlite:///{fresh.working}")
    share_trained(tmp_path)
    line = settings.line.model_copy(update={"data_dir": tmp_path})
    privacy = settings.privacy.model_copy(update={"journal_days": 0})
    settings = settings.model_copy(update={"line": line, "privacy": privacy})
    async with open_conversations(settings) as conversations:

        @asynccontextmanager
        async def ring(language: Language) -> AsyncIterator[Door]:
            call_id = CallId(secrets.token_urlsafe(16))
            conversation = conversations.conversation(call_id, language)
            try:
                yield InProcess(TextDoor(conversation, language, conversations.clock, 8.0), call_id)
            finally:
                conversation.close()

        first = int(os.environ.get("ORDERLINE_SEED", "1"))
        broken = [call async for call in troubles(fresh, people, ring, range(first, first + CALLS)) if call.broken]
    assert not broken, [(call.seed, call.broken, call.exchanges[-4:]) for call in broken[:3]]


def test_the_same_seed_is_the_same_caller(people: tuple[Person, ...]) -> None:
    first, second = (Troublemaker(people, 7) for _ in range(2))
    assert [first.say() for _ in range(20)] == [second.say() for _ in range(20)]


def turn(text: str, *actions: Mapping[str, object], key: str = "greeting.ask") -> LineTurn:
    return LineTurn(text, ((key, text),), (*actions, {"type": "Listen", "expect": "yes_no"}), False, False)


def test_a_guard_notices_what_may_not_be(people: tuple[Person, ...]) -> None:
    emma, noah = people[:2]
    guard = Guard(Neighbours(people))
    guard.line(turn(f"It goes to {noah.street}, order ending {noah.orders[0].tail}."))
    guard.line(turn("Hello.", {"type": "ReadBook", "customer_id": emma.customer_id}))
    guard.line(turn("Done.", {"type": "Write"}))
    for _ in range(4):
        guard.line(turn("And?"))
    told = " ".join(guard.broken)
    assert noah.street.lower() in told
    assert noah.orders[0].tail in told
    assert f"took the caller for {emma.customer_id}" in told
    assert "wrote without a yes" in told
    assert "again and again" in told


def test_a_guard_lets_pass_what_is_right(people: tuple[Person, ...]) -> None:
    emma = people[0]
    guard = Guard(Neighbours(people))
    guard.caller(Uttered("it is", (emma.orders[0].number, emma.facts.postcode)))
    reading = {"type": "AskQuote", "customer_id": emma.customer_id}
    guard.line(turn(f"Order ending {emma.orders[0].tail} to {emma.street}?", reading, key="change.confirm"))
    guard.caller(Uttered("yes", clean_yes=True))
    guard.line(turn("Done.", {"type": "Write"}))
    assert not guard.broken
    assert guard.writes == 1
