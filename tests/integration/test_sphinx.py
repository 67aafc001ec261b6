"""pocketsphinx itself: what it hears of the fixtures, and what becomes of its workers."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator

import pytest
from tests.speech import frames, noise, sentences, silence, spoken

from orderline.errors import EngineBusy, EngineUnavailable
from orderline.events.speech import Expect
from orderline.hear.stt.port import RecognitionHints
from orderline.hear.stt.sphinx import SphinxRecognizer
from orderline.settings import HearSettings

pytestmark = pytest.mark.integration

OPEN = RecognitionHints("en", Expect.OPEN)
SETTINGS = HearSettings(workers=1, deadline_ms=20_000)


def hints(text: str) -> RecognitionHints:
    """What the line would expect where a caller says `text`."""
    if text in ("yes", "no"):
        return RecognitionHints("en", Expect.YES_NO)
    if text.split()[-1] in ("one", "zero"):
        return RecognitionHints("en", Expect.ORDER_NUMBER, 6)
    return OPEN


@pytest.fixture
async def recognizer() -> AsyncIterator[SphinxRecognizer]:
    made = SphinxRecognizer(SETTINGS, ("Blue Wool Sweater",))
    await made.start()
    yield made
    await made.stop()


async def say(recognizer: SphinxRecognizer, pcm: bytes, expecting: RecognitionHints = OPEN) -> tuple[str, float]:
    recognition = recognizer.recognition(expecting)
    for frame in frames(pcm):
        recognition.feed(frame)
    transcript = await recognition.transcript()
    await recognition.close()
    return transcript.text, transcript.confidence


async def test_every_fixture_is_heard_word_for_word(recognizer: SphinxRecognizer) -> None:
    heard = {(text, voice): await say(recognizer, spoken(text, voice), hints(text)) for text, voice in sentences()}
    assert {said: text for said, (text, _) in heard.items()} == {said: said[0] for said in heard}


async def test_every_fixture_is_heard_where_nothing_was_asked(recognizer: SphinxRecognizer) -> None:
    heard = [(text, (await say(recognizer, spoken(text, voice)))[0]) for text, voice in sentences()]
    assert sum(said == text for said, text in heard) >= len(heard) - 1, heard


async def test_a_caller_who_is_asked_for_a_number_may_ask_for_a_person(recognizer: SphinxRecognizer) -> None:
    text = "can i talk to a person"
    assert (await say(recognizer, spoken(text), RecognitionHints("en", Expect.ORDER_NUMBER, 6)))[0] == text
    assert (await say(recognizer, spoken(text), RecognitionHints("en", Expect.YES_NO)))[0] == text


async def test_speech_is_surer_than_noise(recognizer: SphinxRecognizer) -> None:
    least = min([(await say(recognizer, spoken(text, voice), hints(text)))[1] for text, voice in sentences()])
    loudest = max([(await say(recognizer, noise(1500, rms, seed)))[1] for rms in (300, 3000) for seed in (1, 2)])
    assert loudest < 0.1 < least


async def test_words_have_times_within_the_sound(recognizer: SphinxRecognizer) -> None:
    recognition = recognizer.recognition(OPEN)
    recognition.feed(silence(500) + spoken("where is my order"))
    transcript = await recognition.transcript()
    await recognition.close()
    assert [word.text for word in transcript.words] == ["where", "is", "my", "order"]
    assert 500 <= transcript.words[0].start_ms < transcript.words[-1].end_ms <= transcript.audio_ms
    assert all(a.end_ms <= b.start_ms for a, b in zip(transcript.words, transcript.words[1:], strict=False))


async def test_speech_goes_on_after_a_transcript(recognizer: SphinxRecognizer) -> None:
    recognition = recognizer.recognition(hints("four eight two one"))
    recognition.feed(spoken("seven three five zero", "rms"))
    assert (await recognition.transcript()).text == "seven three five zero"
    recognition.feed(spoken("four eight two one", "rms"))
    assert (await recognition.transcript()).text == "seven three five zero four eight two one"
    await recognition.close()


async def test_nothing_of_one_caller_is_left_for_the_next(recognizer: SphinxRecognizer) -> None:
    first, confidence = await say(recognizer, spoken("where is my order"))
    for voice in ("awb", "rms"):
        await say(recognizer, spoken("goodbye", voice))
    again, confidence_again = await say(recognizer, spoken("where is my order"))
    assert again == first
    assert confidence_again == pytest.approx(confidence, abs=0.01)


async def test_it_never_enters_the_lines_own_process(recognizer: SphinxRecognizer) -> None:
    await say(recognizer, spoken("yes"))
    assert "pocketsphinx" not in sys.modules


def worker_pid(recognizer: SphinxRecognizer) -> int:
    """The process id of its only worker."""
    (pid,) = recognizer.pids
    return pid


async def test_a_worker_that_dies_is_replaced_and_the_utterance_survives(recognizer: SphinxRecognizer) -> None:
    recognition = recognizer.recognition(OPEN)
    recognition.feed(spoken("where is my order"))
    pid = worker_pid(recognizer)
    os.kill(pid, signal.SIGKILL)
    assert (await recognition.transcript()).text == "where is my order"
    await recognition.close()
    assert worker_pid(recognizer) != pid


async def test_a_worker_that_hangs_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    hasty = SphinxRecognizer(HearSettings(workers=1, deadline_ms=300))
    await hasty.start()
    pid = worker_pid(hasty)
    os.kill(pid, signal.SIGSTOP)
    recognition = hasty.recognition(OPEN)
    recognition.feed(spoken("yes"))
    with pytest.raises(EngineUnavailable, match="did not answer"):
        await recognition.transcript()
    await recognition.close()
    await recognition.close()
    patient = hasty.recognition(OPEN)
    with contextlib.suppress(EngineBusy):
        await patient.transcript()
    assert pid not in hasty.pids
    await hasty.stop()


async def test_who_finds_no_worker_is_heard_when_one_is_free(recognizer: SphinxRecognizer) -> None:
    first = recognizer.recognition(OPEN)
    first.feed(spoken("goodbye"))
    second = recognizer.recognition(OPEN)
    for frame in frames(spoken("where is my order")):
        second.feed(frame)
    waiting = asyncio.create_task(second.transcript())
    await asyncio.sleep(0)
    assert not waiting.done()
    assert (await first.transcript()).text == "goodbye"
    assert (await waiting).text == "where is my order"
    first.feed(spoken("goodbye", "rms"))
    assert (await first.transcript()).text == "goodbye goodbye"
    await first.close()
    await second.close()


async def test_who_waits_too_long_is_told_that_the_engine_is_busy() -> None:
    hasty = SphinxRecognizer(HearSettings(workers=1, deadline_ms=200))
    await hasty.start()
    first = hasty.recognition(OPEN)
    first.feed(silence(100))
    second = hasty.recognition(OPEN)
    second.feed(silence(100))
    with pytest.raises(EngineBusy):
        await second.transcript()
    await first.close()
    assert (await second.transcript()).audio_ms == 100
    await second.close()
    await hasty.stop()


async def test_stopping_leaves_no_process_behind(recognizer: SphinxRecognizer) -> None:
    pids = recognizer.pids
    await recognizer.stop()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert recognizer.pids == ()
