"""The caller's sound to finished turns: speculation, withdrawal, commit, barge-in, and engines that fail."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pipecat.frames.frames import (
    InputAudioRawFrame,
    InterruptionFrame,
    TranscriptionFrame,
    UserStartedSpeakingFrame,
    UserStoppedSpeakingFrame,
)
from tests.unit.call.cast import ScriptedRecognizer, begun, silence, sound, speech
from tests.unit.call.pipe import Pipe, running, until

from orderline.call.conversation import Conversation
from orderline.call.floor import Floor
from orderline.call.frames import CallerTurnFrame, TurnDroppedFrame
from orderline.call.listening import Listener
from orderline.clock import SystemClock
from orderline.errors import EngineBusy, EngineUnavailable
from orderline.events.decision import Listen
from orderline.events.speech import FRAME_BYTES, Expect
from orderline.orders.identifiers import Language
from orderline.settings import Settings

pytestmark = pytest.mark.unit

OPEN_MS = 820
"""Silence that ends any open turn, and one frame."""


@dataclass
class Line:
    """A listener and everything it talks to."""

    recognizer: ScriptedRecognizer
    conversation: Conversation
    floor: Floor = field(default_factory=lambda: Floor("en"))
    prefetched: list[tuple[str, Language]] = field(default_factory=list)
    captions: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.listener = Listener(
            self.recognizer,
            self.conversation,
            self.floor,
            SystemClock(),
            settings=Settings(),
            prefetch=lambda spoken, language: self.prefetched.append((spoken, language)),
            on_heard=lambda text, final: self.captions.append((text, final)),
        )


Script = list[list[str | Exception]]


async def line(folder: Path, scripts: Script, holds: list[asyncio.Event] | None = None) -> Line:
    return Line(ScriptedRecognizer(scripts, holds or []), await begun(folder))


async def say(pipe: Pipe, ms: int = 400) -> None:
    """Speech, then the first silence: enough to speculate, not to commit."""
    await pipe.send(*speech(ms), *silence(200))


async def test_a_turn_is_answered_before_it_is_over_and_committed_with_that_answer(tmp_path: Path) -> None:
    talk = await line(tmp_path, [["where is my order"]])
    async with running(talk.listener) as pipe:
        await say(pipe)
        await pipe.until(lambda: talk.prefetched)
        assert not pipe.of(CallerTurnFrame)
        await pipe.send(*silence(OPEN_MS))
        await pipe.until(lambda: pipe.of(CallerTurnFrame))
    turn = pipe.of(CallerTurnFrame)[0]
    assert turn.transcript is not None
    assert turn.transcript.text == "where is my order"
    assert turn.considered is not None
    answer = [sentence.spoken for sentence in turn.considered.reply.sentences]
    assert answer == [spoken for spoken, _ in talk.prefetched]
    assert talk.captions == [("where is my order", False), ("where is my order", True)]
    assert talk.recognizer.heard[0].decoded == ["where is my order"]
    assert talk.recognizer.heard[0].closed == 1
    kinds = [type(frame) for frame in pipe.down]
    order = (UserStartedSpeakingFrame, UserStoppedSpeakingFrame, TranscriptionFrame, CallerTurnFrame)
    assert [kind for kind in kinds if kind in order] == list(order)


async def test_the_times_of_a_turn_are_in_their_order(tmp_path: Path) -> None:
    talk = await line(tmp_path, [["where is my order"]])
    async with running(talk.listener) as pipe:
        await say(pipe)
        await pipe.until(lambda: talk.prefetched)
        await pipe.send(*silence(OPEN_MS))
        await pipe.until(lambda: pipe.of(CallerTurnFrame))
    times = pipe.of(CallerTurnFrame)[0].times
    moments = [times.speech_ended, times.speculated, times.transcribed, times.decided, times.committed]
    known = [moment for moment in moments if moment is not None]
    assert len(known) == 5
    assert known == sorted(known)
    assert times.withdrawn == 0


async def test_a_caller_who_goes_on_withdraws_what_was_worked_out(tmp_path: Path) -> None:
    talk = await line(tmp_path, [["where is", "where is my order"]])
    async with running(talk.listener) as pipe:
        await say(pipe)
        await pipe.until(lambda: talk.captions)
        await say(pipe)
        await pipe.until(lambda: talk.prefetched and ("where is my order", False) in talk.captions)
        await pipe.send(*silence(OPEN_MS))
        await pipe.until(lambda: pipe.of(CallerTurnFrame))
    turn = pipe.of(CallerTurnFrame)[0]
    assert turn.transcript is not None
    assert turn.transcript.text == "where is my order"
    assert turn.considered is not None
    assert turn.considered.meaning is not None
    assert turn.considered.meaning.text == "where is my order"
    assert turn.times.withdrawn == 1


async def test_a_caller_who_goes_on_while_it_is_decoded_is_heard_whole(tmp_path: Path) -> None:
    hold = asyncio.Event()
    talk = await line(tmp_path, [["where is my order"]], [hold])
    async with running(talk.listener) as pipe:
        await say(pipe)
        await pipe.until(lambda: talk.recognizer.heard)
        await pipe.send(*speech(400), *silence(OPEN_MS))
        await pipe.until(lambda: pipe.of(UserStoppedSpeakingFrame))
        hold.set()
        await pipe.until(lambda: pipe.of(CallerTurnFrame))
    turn = pipe.of(CallerTurnFrame)[0]
    assert turn.transcript is not None
    assert turn.transcript.text == "where is my order"
    assert talk.recognizer.heard[0].fed >= (400 + 200 + 400) // 20 * FRAME_BYTES


async def test_what_was_said_before_speech_was_noticed_is_heard_too(tmp_path: Path) -> None:
    talk = await line(tmp_path, [["yes"]])
    async with running(talk.listener) as pipe:
        await pipe.send(*silence(1000), *speech(400))
        await pipe.until(lambda: talk.recognizer.heard)
        await pipe.settled()
    limits = Settings().endpointing
    assert talk.recognizer.heard[0].fed == (limits.preroll_ms + 400 - limits.start_ms) // 20 * FRAME_BYTES


async def test_a_sound_without_words_is_a_turn_of_no_words(tmp_path: Path) -> None:
    talk = await line(tmp_path, [[""]])
    async with running(talk.listener) as pipe:
        await pipe.send(*speech(400), *silence(OPEN_MS))
        await pipe.until(lambda: pipe.of(CallerTurnFrame))
    turn = pipe.of(CallerTurnFrame)[0]
    assert turn.transcript is not None
    assert turn.transcript.text == ""
    assert turn.considered is None
    assert talk.captions == []
    assert pipe.of(TranscriptionFrame) == []


@pytest.mark.parametrize("fault", [EngineBusy("no worker"), EngineUnavailable("gone"), RuntimeError("a bug")])
async def test_an_engine_that_fails_is_a_turn_of_no_words(tmp_path: Path, fault: Exception) -> None:
    talk = await line(tmp_path, [[fault]])
    async with running(talk.listener) as pipe:
        await pipe.send(*speech(400), *silence(OPEN_MS))
        await pipe.until(lambda: pipe.of(CallerTurnFrame))
    turn = pipe.of(CallerTurnFrame)[0]
    assert turn.transcript is not None
    assert turn.transcript.text == ""
    assert talk.recognizer.heard[0].closed == 1


async def test_turns_are_handed_on_in_the_order_they_were_said(tmp_path: Path) -> None:
    hold = asyncio.Event()
    talk = await line(tmp_path, [["first"], ["second"]], [hold])
    async with running(talk.listener) as pipe:
        for _ in range(2):
            await pipe.send(*speech(400), *silence(OPEN_MS))
        await pipe.until(lambda: len(pipe.of(UserStoppedSpeakingFrame)) == 2)
        await pipe.until(lambda: talk.recognizer.heard[1].decoded)
        assert not pipe.of(CallerTurnFrame)
        hold.set()
        await pipe.until(lambda: len(pipe.of(CallerTurnFrame)) == 2)
    assert [turn.transcript.text for turn in pipe.of(CallerTurnFrame) if turn.transcript] == ["first", "second"]


async def test_a_caller_who_speaks_over_the_line_stops_it_once_they_mean_it(tmp_path: Path) -> None:
    talk = await line(tmp_path, [["where is my order"]])
    talk.floor.line_speaking = True
    async with running(talk.listener) as pipe:
        await pipe.send(*speech(280))
        await pipe.until(lambda: pipe.of(UserStartedSpeakingFrame))
        await pipe.settled()
        assert not pipe.of(InterruptionFrame)
        await pipe.send(*speech(400))
        await pipe.until(lambda: pipe.of(InterruptionFrame))
        await pipe.settled()
    assert len(pipe.of(InterruptionFrame)) == 1
    assert any(isinstance(frame, InterruptionFrame) for frame in pipe.up)


async def test_speech_that_is_not_sure_enough_does_not_stop_the_line(tmp_path: Path) -> None:
    talk = await line(tmp_path, [["well"]])
    talk.floor.line_speaking = True
    async with running(talk.listener) as pipe:
        await pipe.send(*sound(0.6, 1000))
        await pipe.settled()
    assert not pipe.of(InterruptionFrame)
    assert not pipe.of(UserStartedSpeakingFrame)


async def test_a_cough_over_the_line_is_dropped_and_the_dialogue_is_told(tmp_path: Path) -> None:
    talk = await line(tmp_path, [[""]])
    talk.floor.line_speaking = True
    async with running(talk.listener) as pipe:
        await pipe.send(*speech(200), *silence(OPEN_MS))
        await pipe.until(lambda: pipe.of(TurnDroppedFrame))
    assert not pipe.of(CallerTurnFrame)
    assert not pipe.of(InterruptionFrame)


async def test_the_question_that_was_asked_goes_to_the_recogniser(tmp_path: Path) -> None:
    talk = await line(tmp_path, [["two zero four eight two one"]])
    talk.floor.listen = Listen(Expect.ORDER_NUMBER, 6)
    async with running(talk.listener) as pipe:
        await pipe.send(*speech(400))
        await pipe.until(lambda: talk.recognizer.heard)
    hints = talk.recognizer.heard[0].hints
    assert (hints.language, hints.expect, hints.digits) == ("en", Expect.ORDER_NUMBER, 6)


async def test_forgetting_closes_what_is_being_heard_and_the_next_turn_is_heard(tmp_path: Path) -> None:
    talk = await line(tmp_path, [["nothing of this"], ["where is my order"]])
    async with running(talk.listener) as pipe:
        await pipe.send(*speech(400))
        await pipe.until(lambda: talk.recognizer.heard)
        await pipe.settled()
        await talk.listener.forget()
        assert talk.recognizer.heard[0].closed == 1
        assert not talk.floor.caller_speaking
        await pipe.send(*silence(OPEN_MS), *speech(400), *silence(OPEN_MS))
        await pipe.until(lambda: pipe.of(CallerTurnFrame))
    assert [turn.transcript.text for turn in pipe.of(CallerTurnFrame) if turn.transcript] == ["where is my order"]


async def test_a_call_that_ends_in_mid_word_gives_its_recogniser_back(tmp_path: Path) -> None:
    talk = await line(tmp_path, [["where is my order"]], [asyncio.Event()])
    async with running(talk.listener) as pipe:
        await say(pipe)
        await pipe.until(lambda: talk.recognizer.heard)
    await until(lambda: talk.recognizer.heard[0].closed == 1)


async def test_a_call_that_ends_while_a_turn_is_committed_gives_its_recogniser_back(tmp_path: Path) -> None:
    talk = await line(tmp_path, [["where is my order"]], [asyncio.Event()])
    async with running(talk.listener) as pipe:
        await pipe.send(*speech(400), *silence(OPEN_MS))
        await pipe.until(lambda: pipe.of(UserStoppedSpeakingFrame))
    await until(lambda: talk.recognizer.heard[0].closed == 1)


async def test_the_callers_sound_goes_no_further(tmp_path: Path) -> None:
    talk = await line(tmp_path, [])
    async with running(talk.listener) as pipe:
        await pipe.send(*silence(100))
        await pipe.settled()
    assert not pipe.of(InputAudioRawFrame)
