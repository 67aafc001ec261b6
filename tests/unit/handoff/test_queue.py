from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from tests.unit.handoff.test_briefing import FACTS
from tests.unit.handoff.virtual_timers import VirtualTimers

from orderline.events.happening import NobodyCame
from orderline.handoff.briefing import Speaker, brief
from orderline.handoff.listeners import (
    BACKLOG,
    AgentId,
    Bridged,
    CaptionSaid,
    QueueChanged,
    Released,
    ReleaseReason,
)
from orderline.handoff.queue import CardStatus, DeskQueue, Refusal
from orderline.handoff.ring import CallerLeft, PickedUp
from orderline.orders.identifiers import CallId

pytestmark = pytest.mark.unit

CALL = CallId("c1")
ANN = AgentId("ann")
BO = AgentId("bo")
BRIEFING = brief(FACTS)


@pytest.fixture
def timers() -> VirtualTimers:
    return VirtualTimers()


@pytest.fixture
def queue(timers: VirtualTimers) -> DeskQueue:
    return DeskQueue(timers.clock, ring_s=45.0, connect_s=10.0, later=timers.later)


async def test_a_person_who_picks_up_and_connects_is_on_the_call(queue: DeskQueue) -> None:
    ring = queue.ring(BRIEFING)
    assert queue.pick_up(CALL, ANN) is None
    assert queue.bridged(CALL, ANN) is None
    assert await ring.answer() == PickedUp(ANN)


async def test_of_two_who_pick_up_one_wins(queue: DeskQueue) -> None:
    queue.ring(BRIEFING)
    assert queue.pick_up(CALL, ANN) is None
    assert queue.pick_up(CALL, BO) is Refusal.TAKEN
    assert queue.holds(CALL, ANN)
    assert not queue.holds(CALL, BO)


async def test_picking_up_twice_changes_nothing(queue: DeskQueue) -> None:
    queue.ring(BRIEFING)
    assert queue.pick_up(CALL, ANN) is None
    assert queue.pick_up(CALL, ANN) is None


async def test_a_person_has_one_call_at_a_time(queue: DeskQueue) -> None:
    queue.ring(BRIEFING)
    queue.ring(replace(BRIEFING, call_id=CallId("c2")))
    queue.pick_up(CALL, ANN)
    assert queue.pick_up(CallId("c2"), ANN) is Refusal.BUSY


async def test_nobody_comes_until_the_deadline_and_the_line_takes_the_call_back(
    queue: DeskQueue, timers: VirtualTimers
) -> None:
    ring = queue.ring(BRIEFING)
    timers.advance(44.9)
    assert len(queue.cards(ANN)) == 1
    timers.advance(0.2)
    assert await ring.answer() == NobodyCame()
    assert queue.cards(ANN) == ()


async def test_a_person_whose_sound_never_comes_loses_the_call_and_it_rings_again(
    queue: DeskQueue, timers: VirtualTimers
) -> None:
    queue.ring(BRIEFING)
    desk = queue.listen(ANN)
    queue.pick_up(CALL, ANN)
    timers.advance(10.1)
    assert Released(CALL, ReleaseReason.NOT_CONNECTED) in await desk.next()
    assert queue.pick_up(CALL, BO) is None


async def test_a_second_reservation_gets_its_own_time(queue: DeskQueue, timers: VirtualTimers) -> None:
    queue.ring(BRIEFING)
    queue.pick_up(CALL, ANN)
    timers.advance(9.0)
    queue.give_back(CALL, ANN)
    queue.pick_up(CALL, ANN)
    timers.advance(9.0)
    assert queue.holds(CALL, ANN)


async def test_a_reservation_that_fails_after_the_ring_deadline_ends_the_ring(
    queue: DeskQueue, timers: VirtualTimers
) -> None:
    ring = queue.ring(BRIEFING)
    timers.advance(40.0)
    queue.pick_up(CALL, ANN)
    timers.advance(9.0)
    assert queue.holds(CALL, ANN)
    timers.advance(2.0)
    assert await ring.answer() == NobodyCame()


@pytest.mark.parametrize("picked_up", [False, True])
async def test_a_caller_who_leaves_before_anybody_came_takes_the_card_away(queue: DeskQueue, picked_up: bool) -> None:
    ring = queue.ring(BRIEFING)
    if picked_up:
        queue.pick_up(CALL, ANN)
    queue.caller_left(CALL)
    assert await ring.answer() == CallerLeft()
    assert queue.cards(ANN) == ()
    assert queue.pick_up(CALL, ANN) is Refusal.GONE


@pytest.mark.parametrize(
    ("end", "why"),
    [
        (lambda queue: queue.give_back(CALL, ANN), ReleaseReason.GIVEN_BACK),
        (lambda queue: queue.hang_up(CALL, ANN), ReleaseReason.HUNG_UP),
        (lambda queue: queue.caller_left(CALL), ReleaseReason.CALLER_LEFT),
        (lambda queue: queue.agent_left(ANN), ReleaseReason.AGENT_LEFT),
    ],
)
async def test_every_end_of_a_taken_call_is_told_to_both_sides(queue: DeskQueue, end, why: ReleaseReason) -> None:  # type: ignore[no-untyped-def]
    ring = queue.ring(BRIEFING)
    desk = queue.listen(ANN)
    queue.pick_up(CALL, ANN)
    queue.bridged(CALL, ANN)
    end(queue)
    assert await ring.release() is why
    assert Released(CALL, why) in await desk.next()
    assert queue.cards(ANN) == ()


async def test_only_the_one_on_the_call_may_end_it(queue: DeskQueue) -> None:
    queue.ring(BRIEFING)
    queue.pick_up(CALL, ANN)
    assert queue.hang_up(CALL, BO) is Refusal.NOT_YOURS
    assert queue.give_back(CALL, BO) is Refusal.NOT_YOURS
    assert queue.bridged(CALL, BO) is Refusal.NOT_YOURS


async def test_a_desk_that_closes_gives_its_caller_back_to_the_line(queue: DeskQueue) -> None:
    ring = queue.ring(BRIEFING)
    desk = queue.listen(ANN)
    queue.pick_up(CALL, ANN)
    queue.bridged(CALL, ANN)
    queue.leave(desk)
    assert await ring.release() is ReleaseReason.AGENT_LEFT


async def test_no_deadline_stays_armed_after_a_call(queue: DeskQueue, timers: VirtualTimers) -> None:
    queue.ring(BRIEFING)
    queue.pick_up(CALL, ANN)
    queue.bridged(CALL, ANN)
    queue.hang_up(CALL, ANN)
    assert timers.armed == 0


async def test_each_desk_sees_the_call_its_own_way(queue: DeskQueue, timers: VirtualTimers) -> None:
    queue.ring(BRIEFING)
    timers.advance(3.0)
    assert [(card.status, card.since_s) for card in queue.cards(ANN)] == [(CardStatus.RINGING, 3.0)]
    queue.pick_up(CALL, ANN)
    assert [card.status for card in queue.cards(ANN)] == [CardStatus.MINE]
    assert [card.status for card in queue.cards(BO)] == [CardStatus.TAKEN]


async def test_the_callers_place_counts_those_who_still_ring(queue: DeskQueue) -> None:
    queue.ring(BRIEFING)
    queue.ring(replace(BRIEFING, call_id=CallId("c2")))
    assert queue.position(CallId("c2")) == 2
    queue.pick_up(CALL, ANN)
    assert queue.position(CallId("c2")) == 1
    assert queue.position(CALL) is None


async def test_captions_reach_the_desk_masked_and_join_the_transcript_when_final(queue: DeskQueue) -> None:
    ring = queue.ring(BRIEFING)
    desk = queue.listen(ANN)
    ring.caption(Speaker.CALLER, "it is 2048", 4, 9.0, final=False)
    ring.caption(Speaker.CALLER, "it is 204821", 4, 9.0, final=True)
    assert await desk.next() == (
        QueueChanged(),
        CaptionSaid(CALL, Speaker.CALLER, "it is 2048", 4, False),
        CaptionSaid(CALL, Speaker.CALLER, "it is ••4821", 4, True),
    )
    assert [line.text for line in queue.cards(ANN)[0].briefing.transcript][-1] == "it is ••4821"


async def test_what_is_said_to_a_person_reaches_that_person_only(queue: DeskQueue) -> None:
    ring = queue.ring(BRIEFING)
    other = queue.listen(BO)
    queue.pick_up(CALL, ANN)
    await other.next()
    ring.caption(Speaker.CALLER, "hello", 5, 12.0, final=True)
    queue.bridged(CALL, ANN)
    assert await other.next() == (QueueChanged(),)


async def test_a_desk_that_does_not_read_keeps_the_newest_updates_and_one_change(queue: DeskQueue) -> None:
    ring = queue.ring(BRIEFING)
    desk = queue.listen(ANN)
    for turn in range(BACKLOG + 10):
        ring.caption(Speaker.CALLER, f"turn {turn}", turn, 1.0, final=True)
    updates = await desk.next()
    assert updates[0] == QueueChanged()
    assert len(updates) == BACKLOG + 1
    last = updates[-1]
    assert isinstance(last, CaptionSaid)
    assert last.turn == BACKLOG + 9


async def test_a_connected_person_is_told(queue: DeskQueue) -> None:
    queue.ring(BRIEFING)
    desk = queue.listen(ANN)
    queue.pick_up(CALL, ANN)
    queue.bridged(CALL, ANN)
    assert Bridged(CALL) in await desk.next()


async def test_one_who_stops_waiting_for_the_answer_does_not_break_the_ring(queue: DeskQueue) -> None:
    ring = queue.ring(BRIEFING)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await ring.answer()
    queue.pick_up(CALL, ANN)
    queue.bridged(CALL, ANN)
    assert await ring.answer() == PickedUp(ANN)
