"""What a call changes: never before the commit, never lost to a hang-up, never twice, never "done" without a row."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.call.cast import ScriptedServices, begun

from orderline.call import conversation
from orderline.call.conversation import MOST_REQUESTS, Conversation
from orderline.clock import VirtualClock
from orderline.decide.decision import Decision
from orderline.decide.state import DialogueState, Phase
from orderline.events.book import Book
from orderline.events.decision import AskQuote, Listen, ReadBook, Request, Say, Write
from orderline.events.happening import CallerSaid, CallStarted, Happening, OutcomeArrived
from orderline.events.outcome import BookRead, CodeSent, Outcome, Quoted, ServiceDown, WishRefused, Written
from orderline.events.speech import Expect, Transcript
from orderline.orders.identifiers import CustomerId, OrderId
from orderline.orders.order import Text
from orderline.orders.quote import ActionId, Quote, QuoteId, Receipt, ReceiptId, Refusal, Refused

pytestmark = pytest.mark.unit

ANNA = CustomerId("c-1")
READ, ASK, WRITE = ReadBook(ANNA), AskQuote(ANNA, "cancel_order", {"order_id": "o-1"}), Write(QuoteId("q-1"), 1)
AT = VirtualClock().now()
WRITTEN = Written(Receipt(ReceiptId("r-1"), ActionId("call/1"), "cancel_order", OrderId("o-1"), AT))
LISTEN = Listen(Expect.OPEN)


def quoted(number: int) -> Quoted:
    text = Text("not sent yet", "还没有发出")
    quote_id = QuoteId(f"q-{number}")
    return Quoted(Quote(quote_id, "cancel_order", OrderId("o-1"), (), (), (), None, text, "", "set@1/rule", AT))


@pytest.fixture
def decides(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes every turn of the caller put these requests, one after the other, and then say something."""

    def script(*requests: Request) -> None:
        def decide(state: DialogueState, happening: Happening) -> Decision:
            if isinstance(happening, CallStarted):
                state = replace(state, phase=Phase.TALKING, started_at=happening.at, listening=LISTEN)
                return Decision(state, (LISTEN,))
            place = 0
            if isinstance(happening, OutcomeArrived):
                assert state.pending is not None
                place = requests.index(state.pending) + 1
            if place < len(requests):
                return Decision(replace(state, pending=requests[place]), (requests[place],))
            return Decision(replace(state, pending=None), (Say("repair.are_you_there"), LISTEN))

        monkeypatch.setattr(conversation, "decide", decide)

    return script


def answers(request: Request) -> Outcome:
    if isinstance(request, Write):
        return WRITTEN
    return quoted(1) if isinstance(request, AskQuote) else BookRead(Book(ANNA, (), (), (), ()))


YES = Transcript("yes", "en", 0.9, audio_ms=400)


async def test_a_considered_answer_stops_before_an_effect_and_is_worked_out_for_good(
    tmp_path: Path, decides: Callable[..., None]
) -> None:
    decides(READ, WRITE)
    services = ScriptedServices(answers)
    talk = await begun(tmp_path, services)
    considered = await talk.consider(YES)
    assert not considered.whole
    assert services.asked == [("ReadBook", True)]
    result = await talk.hear(YES, considered)
    assert services.asked == [("ReadBook", True), ("Write", False)], "the book is not read twice"
    assert result.whole
    assert result.outcomes[-1] == WRITTEN
    assert result.reply.sentences


async def test_a_quote_that_was_considered_is_asked_for_good_once_the_turn_is_over(
    tmp_path: Path, decides: Callable[..., None]
) -> None:
    decides(READ, ASK)
    numbers = iter((1, 2))
    services = ScriptedServices(lambda asked: quoted(next(numbers)) if isinstance(asked, AskQuote) else answers(asked))
    talk = await begun(tmp_path, services)
    considered = await talk.consider(YES)
    assert considered.whole
    assert considered.provisional
    result = await talk.hear(YES, considered)
    assert services.asked == [("ReadBook", True), ("AskQuote", True), ("AskQuote", False)]
    assert result.outcomes[-1] == quoted(2)
    assert result.reply == considered.reply


async def test_a_refusal_that_was_considered_is_not_asked_for_again(
    tmp_path: Path, decides: Callable[..., None]
) -> None:
    decides(ASK)
    refused = WishRefused(Refused(Refusal.POLICY, Text("it has left already", "已经发出了")))
    services = ScriptedServices(lambda _: refused)
    talk = await begun(tmp_path, services)
    considered = await talk.consider(YES)
    assert await talk.hear(YES, considered) is considered
    assert services.asked == [("AskQuote", True)]


async def test_a_hang_up_in_the_middle_of_a_write_loses_nothing(tmp_path: Path, decides: Callable[..., None]) -> None:
    decides(WRITE)
    hold, done = asyncio.Event(), []

    def written(request: Request) -> Outcome:
        done.append(request)
        return WRITTEN

    talk = await begun(tmp_path, ScriptedServices(written, hold), deadline_s=60)
    turn = asyncio.create_task(talk.hear(YES))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    ending = asyncio.create_task(talk.finish())
    await asyncio.sleep(0)
    assert not ending.done()
    hold.set()
    await ending
    assert done == [WRITE]


async def test_a_write_whose_answer_did_not_come_is_asked_for_again_before_anything_is_said(
    tmp_path: Path, decides: Callable[..., None]
) -> None:
    decides(WRITE)
    outcomes = iter((ServiceDown("write"), WRITTEN))
    services = ScriptedServices(lambda _: next(outcomes))
    talk = await begun(tmp_path, services)
    assert (await talk.hear(YES)).outcomes == (WRITTEN,)
    assert services.asked == [("Write", False)] * 2


async def test_a_write_that_takes_too_long_is_asked_for_again_and_then_down(
    tmp_path: Path, decides: Callable[..., None]
) -> None:
    decides(WRITE)
    services = ScriptedServices(answers, hold=asyncio.Event())
    talk = await begun(tmp_path, services, deadline_s=0.02)
    assert (await talk.hear(YES)).outcomes == (ServiceDown("Write"),)
    assert services.asked == [("Write", False)] * 2


async def test_a_turn_that_never_stops_asking_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def decide(state: DialogueState, happening: Happening) -> Decision:
        if isinstance(happening, OutcomeArrived) and isinstance(happening.outcome, ServiceDown):
            return Decision(replace(state, pending=None), (LISTEN,))
        if isinstance(happening, CallerSaid | OutcomeArrived):
            return Decision(replace(state, pending=READ), (READ,))
        return Decision(replace(state, started_at=AT), (LISTEN,))

    monkeypatch.setattr(conversation, "decide", decide)
    services = ScriptedServices(lambda _: CodeSent(""))
    talk = await begun(tmp_path, services)
    result = await talk.hear(YES)
    assert len(services.asked) == MOST_REQUESTS
    assert result.outcomes[-1] == ServiceDown("ReadBook")
    assert result.whole


class Places(ScriptedServices):
    """Writes down where in the recording each write was agreed to."""

    def __init__(self) -> None:
        super().__init__(answers)
        self.places: list[int | None] = []

    async def answer(self, request: Request, *, speculative: bool = False, at_ms: int | None = None) -> Outcome:
        self.places.append(at_ms)
        return await super().answer(request, speculative=speculative, at_ms=at_ms)


def at_a_virtual_clock(talk: Conversation) -> VirtualClock:
    talk._clock = clock = VirtualClock(elapsed_ms=5_000)
    talk._began_ms = 2_000
    return clock


async def test_a_write_knows_where_in_the_recording_the_yes_begins(
    tmp_path: Path, decides: Callable[..., None]
) -> None:
    decides(WRITE)
    services = Places()
    talk = await begun(tmp_path, services)
    at_a_virtual_clock(talk).advance(1_000)
    await talk.hear(YES, ended_ms=5_600)
    assert services.places == [3_200], "5.6 s less 2 s of ringing less 0.4 s of speech"


async def test_a_typed_yes_has_no_place_in_a_recording(tmp_path: Path, decides: Callable[..., None]) -> None:
    decides(WRITE)
    services = Places()
    talk = await begun(tmp_path, services)
    await talk.hear(Transcript("yes", "en", 1.0))
    assert services.places == [None]
