"""Sentences to sound: in order, caption first, cut by an interruption, and never the end of a call."""

import asyncio

import pytest
from pipecat.frames.frames import (
    Frame,
    InterruptionFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    TTSAudioRawFrame,
    TTSStartedFrame,
    TTSStoppedFrame,
    TTSTextFrame,
)
from tests.unit.call.cast import ScriptedSynthesizer
from tests.unit.call.pipe import running

from orderline.call.floor import Floor
from orderline.call.frames import GoodbyeFrame, SentenceFrame
from orderline.call.latency import TurnTimes
from orderline.call.speaking import QUEUE, Speaker
from orderline.clock import SystemClock
from orderline.errors import EngineBusy, EngineUnavailable
from orderline.events.reply import Sentence

pytestmark = pytest.mark.unit


def sentence(text: str, *, must_hear: bool = False) -> SentenceFrame:
    return SentenceFrame(text, sentence=Sentence("test.key", text, text.lower(), must_hear))


def speaker(synthesizer: ScriptedSynthesizer) -> Speaker:
    return Speaker(synthesizer, Floor("en"), SystemClock())


def story(frames: list[Frame]) -> list[str]:
    """Captions by their text, sound as one `~` a sentence."""
    told: list[str] = []
    for frame in frames:
        if isinstance(frame, TTSTextFrame):
            told.append(frame.text)
        elif isinstance(frame, TTSAudioRawFrame) and told[-1] != "~":
            told.append("~")
    return told


async def test_sentences_are_spoken_in_order_and_each_caption_comes_before_its_sound() -> None:
    async with running(speaker(ScriptedSynthesizer())) as pipe:
        await pipe.send(LLMFullResponseStartFrame(), sentence("One."), sentence("Two."), LLMFullResponseEndFrame())
        await pipe.until(lambda: pipe.of(TTSStoppedFrame))
    assert story(pipe.down) == ["One.", "~", "Two.", "~"]
    kinds = [type(frame) for frame in pipe.down]
    assert kinds.index(LLMFullResponseStartFrame) < kinds.index(TTSTextFrame)
    assert kinds.index(TTSStartedFrame) < kinds.index(TTSTextFrame)
    assert len(kinds) - 1 - kinds[::-1].index(TTSAudioRawFrame) < kinds.index(LLMFullResponseEndFrame)


async def test_all_the_sound_of_a_sentence_arrives() -> None:
    async with running(speaker(ScriptedSynthesizer(frames=37))) as pipe:
        await pipe.send(sentence("One."), LLMFullResponseEndFrame())
        await pipe.until(lambda: pipe.of(LLMFullResponseEndFrame))
    assert sum(len(frame.audio) for frame in pipe.of(TTSAudioRawFrame)) == 37 * 640


async def test_the_moment_of_the_first_sound_is_written_down_once() -> None:
    times = TurnTimes()
    frame = sentence("One.")
    frame.times = times
    async with running(speaker(ScriptedSynthesizer())) as pipe:
        await pipe.send(frame)
        await pipe.until(lambda: pipe.of(TTSAudioRawFrame))
    assert times.synthesised is not None


async def test_an_interruption_drops_what_is_spoken_and_what_waits() -> None:
    hold = asyncio.Event()
    async with running(speaker(ScriptedSynthesizer(hold=hold))) as pipe:
        await pipe.send(sentence("One."), sentence("Two."), sentence("Three."))
        await pipe.until(lambda: pipe.of(TTSAudioRawFrame))
        await pipe.send(InterruptionFrame())
        await pipe.until(lambda: pipe.of(InterruptionFrame))
        hold.set()
        await pipe.send(sentence("Four."), LLMFullResponseEndFrame())
        await pipe.until(lambda: pipe.of(LLMFullResponseEndFrame))
    assert story(pipe.down) == ["One.", "~", "Four.", "~"]
    assert len(pipe.of(TTSAudioRawFrame)) < 1 + 3


@pytest.mark.parametrize("spoken", ["first", "waiting"])
async def test_what_must_be_heard_survives_an_interruption(spoken: str) -> None:
    hold = asyncio.Event()
    must = sentence("You must know this.", must_hear=True)
    line = [must, sentence("Not this.")] if spoken == "first" else [sentence("Not this."), must]
    async with running(speaker(ScriptedSynthesizer(hold=hold))) as pipe:
        await pipe.send(*line)
        await pipe.until(lambda: pipe.of(TTSAudioRawFrame))
        await pipe.send(InterruptionFrame())
        await pipe.until(lambda: pipe.of(InterruptionFrame))
        hold.set()
        await pipe.send(LLMFullResponseEndFrame())
        await pipe.until(lambda: pipe.of(LLMFullResponseEndFrame))
    kept = [frame for frame in pipe.of(TTSAudioRawFrame) if not frame.interruptible]
    assert sum(len(frame.audio) for frame in kept) == 10 * 640
    assert "You must know this." in story(pipe.down)


def test_no_queue_on_the_way_drops_the_goodbye_or_what_must_be_heard() -> None:
    assert not GoodbyeFrame().interruptible
    assert not sentence("You must know this.", must_hear=True).interruptible
    assert sentence("Not this.").interruptible


@pytest.mark.parametrize("fault", [EngineBusy("no worker"), EngineUnavailable("gone"), RuntimeError("a bug")])
async def test_a_sentence_that_cannot_be_spoken_is_shown_and_the_next_is_spoken(fault: Exception) -> None:
    async with running(speaker(ScriptedSynthesizer(faults={"one.": fault}))) as pipe:
        await pipe.send(sentence("One."), sentence("Two."), GoodbyeFrame())
        await pipe.until(lambda: pipe.of(GoodbyeFrame))
    assert story(pipe.down) == ["One.", "Two.", "~"]


async def test_too_many_sentences_are_dropped_and_the_goodbye_is_not() -> None:
    hold = asyncio.Event()
    async with running(speaker(ScriptedSynthesizer(hold=hold, frames=2))) as pipe:
        await pipe.send(*[sentence(f"{number}.") for number in range(QUEUE + 20)], GoodbyeFrame())
        await pipe.until(lambda: pipe.of(TTSAudioRawFrame))
        hold.set()
        await pipe.until(lambda: pipe.of(GoodbyeFrame))
    assert len(pipe.of(TTSTextFrame)) <= QUEUE + 1


async def test_a_call_that_ends_in_the_middle_of_a_sentence_leaves_no_task() -> None:
    before = asyncio.all_tasks()
    async with running(speaker(ScriptedSynthesizer(hold=asyncio.Event()))) as pipe:
        await pipe.send(sentence("One."), sentence("Two."))
        await pipe.until(lambda: pipe.of(TTSAudioRawFrame))
    await asyncio.sleep(0)
    assert {task.get_name() for task in asyncio.all_tasks() - before} == set()
