"""What every recogniser promises: one body over pocketsphinx and over a Whisper with random weights."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path

import pytest
from tests.speech import frames, noise, silence, spoken
from tests.tiny_whisper import build

from orderline.errors import EngineUnavailable
from orderline.events.speech import Expect, Transcript
from orderline.hear.stt.port import RecognitionHints, Recognizer
from orderline.hear.stt.sphinx import SphinxRecognizer
from orderline.hear.stt.whisper import WhisperRecognizer
from orderline.settings import HearSettings

pytestmark = pytest.mark.contract

SETTINGS = HearSettings(workers=2, deadline_ms=30_000)
OPEN = RecognitionHints("en", Expect.OPEN)
WORST_STALL_MS = 20.0


@pytest.fixture(scope="module")
def whisper_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("models") / "whisper-tiny")


def make(name: str, whisper_folder: Path) -> Recognizer:
    if name == "sphinx":
        return SphinxRecognizer(SETTINGS)
    return WhisperRecognizer(SETTINGS, whisper_folder, {"en": ("kettle", "lamp"), "zh": ("水壶",)})


@pytest.fixture(params=["sphinx", "whisper"])
async def recognizer(request: pytest.FixtureRequest, whisper_folder: Path) -> AsyncIterator[Recognizer]:
    made = make(request.param, whisper_folder)
    await made.start()
    yield made
    await made.stop()


async def hear(recognizer: Recognizer, pcm: bytes, hints: RecognitionHints = OPEN) -> Transcript:
    recognition = recognizer.recognition(hints)
    try:
        recognition.feed(pcm)
        return await recognition.transcript()
    finally:
        await recognition.close()


def check(transcript: Transcript, recognizer: Recognizer, audio_ms: int) -> None:
    assert transcript.engine == recognizer.name
    assert transcript.audio_ms == audio_ms
    assert transcript.decode_ms >= 0
    assert 0 <= transcript.confidence <= 1
    assert all(0 <= word.confidence <= 1 and word.start_ms <= word.end_ms for word in transcript.words)
    assert bool(transcript.text) == bool(transcript.words)
    assert transcript.text not in [other.text for other in transcript.alternatives]
    assert all(0 <= other.confidence <= 1 for other in transcript.alternatives)
    assert [*transcript.alternatives] == sorted(transcript.alternatives, key=lambda other: -other.confidence)
    if not transcript.text:
        assert transcript.confidence == 0


async def test_speech_gives_words_with_their_confidence(recognizer: Recognizer) -> None:
    pcm = spoken("where is my order")
    transcript = await hear(recognizer, pcm)
    check(transcript, recognizer, len(pcm) // 32)
    assert transcript.text


async def test_nothing_fed_is_an_empty_transcript(recognizer: Recognizer) -> None:
    transcript = await hear(recognizer, b"")
    check(transcript, recognizer, 0)
    assert transcript.text == ""


@pytest.mark.parametrize("pcm", [silence(1000), noise(1000), silence(20), b"\x01"], ids=len)
async def test_sound_without_speech_never_breaks_it(recognizer: Recognizer, pcm: bytes) -> None:
    check(await hear(recognizer, pcm), recognizer, len(pcm) // 32)


async def test_a_second_transcript_covers_everything_fed_so_far(recognizer: Recognizer) -> None:
    recognition = recognizer.recognition(OPEN)
    recognition.feed(spoken("where is my order"))
    first = await recognition.transcript()
    recognition.feed(spoken("four eight two one"))
    second = await recognition.transcript()
    await recognition.close()
    check(second, recognizer, second.audio_ms)
    assert second.audio_ms > first.audio_ms
    assert second.text != first.text


async def test_a_transcript_without_new_sound_is_the_same_one(recognizer: Recognizer) -> None:
    recognition = recognizer.recognition(OPEN)
    recognition.feed(spoken("yes"))
    first = await recognition.transcript()
    assert await recognition.transcript() is first
    await recognition.close()


async def test_cutting_the_sound_differently_changes_nothing(recognizer: Recognizer) -> None:
    pcm = spoken("where is my order", "rms")
    whole = await hear(recognizer, pcm)
    recognition = recognizer.recognition(OPEN)
    for frame in frames(pcm):
        recognition.feed(frame)
    cut = await recognition.transcript()
    await recognition.close()
    assert cut.text == whole.text
    assert cut.confidence == pytest.approx(whole.confidence, abs=0.02)


async def test_no_more_than_a_minute_is_kept(recognizer: Recognizer) -> None:
    recognition = recognizer.recognition(OPEN)
    for _ in range(70):
        recognition.feed(silence(1000))
    transcript = await recognition.transcript()
    await recognition.close()
    check(transcript, recognizer, 60_000)


async def test_many_at_once_are_all_heard(recognizer: Recognizer) -> None:
    pcm = spoken("four eight two one", "rms")
    hints = RecognitionHints("en", Expect.ORDER_NUMBER, 6)
    heard = await asyncio.gather(*(hear(recognizer, pcm, hints) for _ in range(10)))
    assert len(heard) == 10
    assert len({transcript.text for transcript in heard}) == 1


async def test_a_transcript_that_nobody_waits_for_any_more_harms_nobody(recognizer: Recognizer) -> None:
    for _ in range(4):
        recognition = recognizer.recognition(OPEN)
        recognition.feed(spoken("where is my order"))
        task = asyncio.create_task(recognition.transcript())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await recognition.close()
    check(await hear(recognizer, spoken("yes")), recognizer, len(spoken("yes")) // 32)


async def test_closing_twice_and_feeding_afterwards_is_harmless(recognizer: Recognizer) -> None:
    recognition = recognizer.recognition(OPEN)
    recognition.feed(spoken("yes"))
    await recognition.close()
    recognition.feed(spoken("yes"))
    await recognition.close()
    assert (await hear(recognizer, spoken("yes"))).audio_ms


async def test_stopping_twice_is_harmless_and_ends_hearing(recognizer: Recognizer) -> None:
    await recognizer.stop()
    await recognizer.stop()
    with pytest.raises(EngineUnavailable):
        await hear(recognizer, spoken("yes"))


async def test_it_can_be_started_again(recognizer: Recognizer) -> None:
    await recognizer.stop()
    await recognizer.start()
    assert (await hear(recognizer, spoken("yes"))).audio_ms


async def test_a_language_it_does_not_speak_is_refused(recognizer: Recognizer) -> None:
    hints = RecognitionHints("zh", Expect.OPEN)
    if "zh" in recognizer.languages:
        assert (await hear(recognizer, spoken("yes"), hints)).language == "zh"
    else:
        with pytest.raises(EngineUnavailable, match="English only"):
            await hear(recognizer, spoken("yes"), hints)


async def test_decoding_leaves_the_event_loop_alone(recognizer: Recognizer) -> None:
    """Of five rounds the quietest one counts, beyond what this machine makes an idle loop wait just now."""
    idle, worst = [], []
    for _ in range(5):
        idle.append(await _worst_stall_ms(asyncio.sleep(0.3)))
        worst.append(await _worst_stall_ms(_feed_and_decode(recognizer)))
    assert min(worst) < WORST_STALL_MS + min(idle), (worst, idle)


async def _feed_and_decode(recognizer: Recognizer) -> None:
    recognition = recognizer.recognition(OPEN)
    for frame in frames(spoken("my order number is two zero four eight two one")):
        recognition.feed(frame)
        await asyncio.sleep(0.001)
    await recognition.transcript()
    await recognition.close()


async def _worst_stall_ms(work: Awaitable[None]) -> float:
    """The longest time the loop was late for a 2 ms tick while `work` was done."""
    loop = asyncio.get_running_loop()
    late: list[float] = []

    async def tick() -> None:
        while True:
            due = loop.time() + 0.002
            await asyncio.sleep(0.002)
            late.append((loop.time() - due) * 1000)

    ticking = asyncio.create_task(tick())
    await work
    ticking.cancel()
    return max(late)
