"""Considered answers are answers only while they hold; nothing is counted twice; a service that fails is told."""

import asyncio
from pathlib import Path

import pytest
from tests.unit.call.cast import ScriptedServices, begun

from orderline.call.conversation import Conversation
from orderline.decide.state import Phase
from orderline.events.decision import IdentifyCaller, Request
from orderline.events.happening import LanguageChosen
from orderline.events.outcome import MismatchReason, NotIdentified, Outcome, ServiceDown
from orderline.events.speech import Transcript

pytestmark = pytest.mark.unit


def said(text: str) -> Transcript:
    return Transcript(text, "en", 0.9)


def no_match(_: Request) -> Outcome:
    return NotIdentified(MismatchReason.NO_SUCH_PAIR)


def broken(_: Request) -> Outcome:
    raise RuntimeError("a bug in a service")


async def asked_for_second_factor(folder: Path, services: ScriptedServices, deadline_s: float = 1.0) -> Conversation:
    talk = await begun(folder, services, deadline_s=deadline_s)
    await talk.hear(said("where is my order"))
    await talk.hear(said("204821"))
    return talk


async def test_considering_changes_nothing(tmp_path: Path) -> None:
    services = ScriptedServices(no_match)
    talk = await asked_for_second_factor(tmp_path, services)
    before = talk.state
    first, second = await talk.consider(said("7350")), await talk.consider(said("7350"))
    assert talk.state is before
    assert first == second
    assert services.asked == [("IdentifyCaller", True)] * 2


async def test_a_considered_answer_that_still_holds_is_the_answer(tmp_path: Path) -> None:
    talk = await begun(tmp_path)
    considered = await talk.consider(said("where is my order"))
    assert await talk.hear(said("where is my order"), considered) is considered
    assert talk.state is considered.state


async def test_a_considered_answer_is_what_would_have_been_answered(tmp_path: Path) -> None:
    first, second = await begun(tmp_path / "1"), await begun(tmp_path / "2")
    considered = await first.consider(said("where is my order"))
    assert (await second.hear(said("where is my order"))).reply == considered.reply


async def test_a_considered_answer_to_other_words_is_thrown_away(tmp_path: Path) -> None:
    talk = await begun(tmp_path)
    considered = await talk.consider(said("where is my order"))
    result = await talk.hear(said("bye"), considered)
    assert result is not considered
    assert result.hang_up


async def test_a_considered_answer_is_thrown_away_once_something_else_happened(tmp_path: Path) -> None:
    talk = await begun(tmp_path)
    considered = await talk.consider(said("where is my order"))
    now = (await talk.happen(LanguageChosen("zh"))).state
    result = await talk.hear(said("where is my order"), considered)
    assert result is not considered
    assert result.before is now


async def test_a_failed_identification_is_asked_for_good_once(tmp_path: Path) -> None:
    services = ScriptedServices(no_match)
    talk = await asked_for_second_factor(tmp_path, services)
    await talk.hear(said("7350"), await talk.consider(said("7350")))
    assert services.asked == [("IdentifyCaller", True), ("IdentifyCaller", False)]


async def test_a_failed_identification_that_was_never_considered_is_asked_once(tmp_path: Path) -> None:
    services = ScriptedServices(no_match)
    talk = await asked_for_second_factor(tmp_path, services)
    await talk.hear(said("7350"))
    assert services.asked == [("IdentifyCaller", False)]


async def test_a_failed_identification_that_was_withdrawn_is_never_asked_for_good(tmp_path: Path) -> None:
    services = ScriptedServices(no_match)
    talk = await asked_for_second_factor(tmp_path, services)
    await talk.hear(said("bye"), await talk.consider(said("7350")))
    assert services.asked == [("IdentifyCaller", True)]


async def test_a_service_that_does_not_answer_is_down_and_a_person_is_brought_in(tmp_path: Path) -> None:
    services = ScriptedServices(no_match, hold=asyncio.Event())
    talk = await asked_for_second_factor(tmp_path, services, deadline_s=0.05)
    result = await talk.hear(said("7350"))
    assert result.outcomes == (ServiceDown(IdentifyCaller.__name__),)
    assert result.handoff is not None
    assert talk.state.phase is Phase.WITH_PERSON


async def test_a_service_that_raises_is_down_and_a_person_is_brought_in(tmp_path: Path) -> None:
    talk = await asked_for_second_factor(tmp_path, ScriptedServices(broken))
    result = await talk.hear(said("7350"))
    assert result.outcomes == (ServiceDown(IdentifyCaller.__name__),)
    assert result.handoff is not None


async def test_two_happenings_at_once_are_decided_one_after_the_other(tmp_path: Path) -> None:
    hold = asyncio.Event()
    talk = await asked_for_second_factor(tmp_path, ScriptedServices(no_match, hold), deadline_s=60)
    first = asyncio.create_task(talk.hear(said("7350")))
    await asyncio.sleep(0)
    second = asyncio.create_task(talk.happen(LanguageChosen("zh")))
    await asyncio.sleep(0)
    assert not second.done()
    hold.set()
    assert (await second).before is (await first).state


async def test_a_caller_who_goes_on_can_cancel_the_considering(tmp_path: Path) -> None:
    talk = await asked_for_second_factor(tmp_path, ScriptedServices(no_match, hold=asyncio.Event()), deadline_s=60)
    considering = asyncio.create_task(talk.consider(said("7350")))
    await asyncio.sleep(0)
    considering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await considering
    assert (await talk.hear(said("bye"))).hang_up
