from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderline.events.speech import Expect
from orderline.hear.completeness import Completeness
from orderline.hear.endpointing import (
    Endpointer,
    EndpointEvent,
    EndReason,
    Heard,
    SpeculateNow,
    SpeechResumed,
    SpeechStarted,
    TurnEnded,
)
from orderline.settings import EndpointingSettings

pytestmark = pytest.mark.unit

SETTINGS = EndpointingSettings()


def play(machine: Endpointer, *spans: tuple[bool, int]) -> list[tuple[int, EndpointEvent]]:
    """Feed spans of (speech, ms); the events with the time of the frame that made them."""
    at = 0
    events: list[tuple[int, EndpointEvent]] = []
    for speech, ms in spans:
        for _ in range(ms // 20):
            at += 20
            events += [(at, event) for event in machine.frame(speech)]
    return events


def ended_after(expect: Expect, heard: Heard | None) -> tuple[int, EndReason]:
    """Silence and reason of a turn in which the transcript arrives as soon as it is asked for."""
    machine = Endpointer(SETTINGS)
    machine.ask(expect)
    play(machine, (True, 600))
    for ms in range(20, 5000, 20):
        for event in machine.frame(False):
            if isinstance(event, SpeculateNow) and heard is not None:
                machine.hear(heard, event.number)
            if isinstance(event, TurnEnded):
                assert event.silence_ms == ms
                return ms, event.reason
    raise AssertionError("the turn did not end")


@pytest.mark.parametrize(
    ("expect", "heard", "ms", "reason"),
    [
        (Expect.YES_NO, Heard(Completeness.COMPLETE), 300, EndReason.YES_NO),
        (Expect.ORDER_NUMBER, Heard(Completeness.COMPLETE), 360, EndReason.DIGITS),
        (Expect.PHONE_TAIL, Heard(Completeness.COMPLETE), 360, EndReason.DIGITS),
        (Expect.POSTCODE, Heard(Completeness.PARTIAL), 1500, EndReason.DIGITS_PARTIAL),
        (Expect.ORDER_NUMBER, None, 1500, EndReason.DIGITS_PARTIAL),
        (Expect.ORDER_NUMBER, Heard(Completeness.OPEN, understood=True), 500, EndReason.UNDERSTOOD),
        (Expect.OPEN, Heard(Completeness.OPEN, understood=True), 500, EndReason.UNDERSTOOD),
        (Expect.OPEN, Heard(Completeness.OPEN), 800, EndReason.OPEN),
        (Expect.OPEN, None, 800, EndReason.OPEN),
        (Expect.YES_NO, None, 800, EndReason.OPEN),
        (Expect.OPEN, Heard(Completeness.UNFINISHED, understood=True), 1600, EndReason.UNFINISHED),
        (Expect.YES_NO, Heard(Completeness.UNFINISHED), 1600, EndReason.UNFINISHED),
    ],
)
def test_the_wait_depends_on_what_was_asked_and_what_was_heard(
    expect: Expect, heard: Heard | None, ms: int, reason: EndReason
) -> None:
    assert ended_after(expect, heard) == (ms, reason)


def test_a_plain_turn_starts_speculates_and_ends() -> None:
    events = play(Endpointer(SETTINGS), (False, 200), (True, 600), (False, 1000))
    assert events == [
        (320, SpeechStarted()),
        (920, SpeculateNow(1)),
        (1600, TurnEnded(EndReason.OPEN, 800, 1400)),
    ]


def test_speech_shorter_than_the_start_opens_nothing() -> None:
    assert play(Endpointer(SETTINGS), *[(True, 100), (False, 20)] * 50, (False, 2000)) == []


def test_a_caller_who_goes_on_voids_the_speculation_and_its_transcript() -> None:
    machine = Endpointer(SETTINGS)
    machine.ask(Expect.YES_NO)
    assert play(machine, (True, 200), (False, 120))[-1][1] == SpeculateNow(1)
    machine.hear(Heard(Completeness.COMPLETE), 1)
    assert play(machine, (True, 200)) == [(60, SpeechResumed())]
    machine.hear(Heard(Completeness.COMPLETE), 1)
    events = play(machine, (False, 1000))
    assert events == [(120, SpeculateNow(2)), (800, TurnEnded(EndReason.OPEN, 800, 1320))]


def test_a_click_in_the_silence_neither_resumes_nor_delays_the_turn() -> None:
    events = play(Endpointer(SETTINGS), (True, 400), (False, 300), (True, 40), (False, 600))
    assert events[-1] == (1200, TurnEnded(EndReason.OPEN, 800, 1200))
    assert not any(isinstance(event, SpeechResumed) for _, event in events)


def test_a_transcript_of_an_earlier_silence_is_ignored() -> None:
    machine = Endpointer(SETTINGS)
    play(machine, (True, 400), (False, 200), (True, 200), (False, 200))
    machine.hear(Heard(Completeness.OPEN, understood=True), 1)
    assert play(machine, (False, 400)) == []
    machine.hear(Heard(Completeness.OPEN, understood=True), 2)
    assert [type(event) for _, event in play(machine, (False, 20))] == [TurnEnded]


def test_a_transcript_that_comes_late_ends_the_turn_at_the_next_frame() -> None:
    machine = Endpointer(SETTINGS)
    machine.ask(Expect.YES_NO)
    play(machine, (True, 400), (False, 700))
    machine.hear(Heard(Completeness.COMPLETE), 1)
    assert play(machine, (False, 20)) == [(20, TurnEnded(EndReason.YES_NO, 720, 1120))]


def test_a_caller_who_never_stops_is_answered_at_the_longest_turn() -> None:
    events = play(Endpointer(SETTINGS), (True, SETTINGS.max_turn_ms + 40))
    assert events == [
        (120, SpeechStarted()),
        (30_000, SpeculateNow(1)),
        (30_000, TurnEnded(EndReason.MAX_TURN, 0, 30_000)),
    ]


def test_an_abandoned_turn_ends_nothing() -> None:
    machine = Endpointer(SETTINGS)
    play(machine, (True, 400))
    assert machine.in_turn
    machine.abandon()
    assert not machine.in_turn
    assert play(machine, (False, 3000)) == []


def test_silence_is_known_inside_a_turn_only() -> None:
    machine = Endpointer(SETTINGS)
    play(machine, (True, 400), (False, 80))
    assert machine.silence_ms == 80
    play(machine, (False, 1000))
    assert machine.silence_ms == 0


SPANS = st.lists(st.tuples(st.booleans(), st.integers(1, 60)), min_size=1, max_size=60)
HEARD = st.lists(st.builds(Heard, st.sampled_from(Completeness), st.booleans()), min_size=1, max_size=5)


@given(SPANS, HEARD, st.sampled_from(Expect))
def test_events_keep_their_order_on_any_timeline(
    spans: list[tuple[bool, int]], heards: list[Heard], expect: Expect
) -> None:
    settings = EndpointingSettings(max_turn_ms=6000)
    machine = Endpointer(settings)
    machine.ask(expect)
    started: int | None = None
    speculating = False
    number = at = 0
    for speech, frames in spans:
        for _ in range(frames):
            at += 20
            for event in machine.frame(speech):
                match event:
                    case SpeechStarted():
                        assert started is None
                        started, number = at, 0
                    case SpeculateNow():
                        assert started is not None
                        assert not speculating
                        assert event.number == number + 1
                        number, speculating = event.number, True
                        machine.hear(heards[number % len(heards)], number)
                    case SpeechResumed():
                        assert speculating
                        speculating = False
                    case TurnEnded():
                        assert speculating
                        started, speculating = None, False
            assert machine.in_turn == (started is not None)
            assert started is None or at - started < settings.max_turn_ms


@given(SPANS, HEARD)
def test_a_turn_ends_within_its_longest_wait_of_silence(spans: list[tuple[bool, int]], heards: list[Heard]) -> None:
    machine = Endpointer(SETTINGS)
    machine.ask(Expect.ORDER_NUMBER)
    play(machine, *[(speech, frames * 20) for speech, frames in spans])
    machine.hear(heards[0], 1)
    play(machine, (False, SETTINGS.unfinished_ms))
    assert not machine.in_turn
