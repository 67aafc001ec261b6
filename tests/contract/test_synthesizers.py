"""Every synthesiser keeps the same promises, each with its real engine in its real worker process."""

from __future__ import annotations

import asyncio
import gc
import os
import select
import signal
import sys
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.tiny_piper import build_tiny_voice

import orderline
from orderline.errors import EngineBusy, EngineUnavailable
from orderline.events.speech import FRAME_BYTES
from orderline.orders.identifiers import Language
from orderline.speak.tts.espeak import EspeakSynthesizer
from orderline.speak.tts.piper_local import PiperSynthesizer, PiperVoiceFiles
from orderline.speak.tts.pool import WorkerSynthesizer
from orderline.speak.tts.port import OUTPUT_RATE_HZ

pytestmark = pytest.mark.contract

SENTENCE = "Your order ending in four eight two one is on its way."
LONG = ("Your parcel left the warehouse and is with the carrier now. " * 40)[:2000]
Make = Callable[[int, int], WorkerSynthesizer]
"""Workers and deadline in milliseconds → a synthesiser, not started."""


@pytest.fixture(params=["espeak", "piper"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    if request.param == "espeak":
        return lambda workers, deadline_ms: EspeakSynthesizer(workers=workers, deadline_ms=deadline_ms)
    build_tiny_voice(tmp_path)
    files = PiperVoiceFiles(tmp_path / "tiny.onnx", tmp_path / "tiny.onnx.json")
    return lambda workers, deadline_ms: PiperSynthesizer({"en": files}, workers=workers, deadline_ms=deadline_ms)


@pytest.fixture
async def line(make: Make) -> AsyncIterator[WorkerSynthesizer]:
    """One worker, started."""
    synthesizer = make(1, 20_000)
    await synthesizer.start()
    yield synthesizer
    await synthesizer.stop()


async def heard(synthesizer: WorkerSynthesizer, spoken: str, language: Language = "en") -> list[bytes]:
    return [chunk async for chunk in synthesizer.speech(spoken, language)]


def samples(chunks: list[bytes]) -> NDArray[np.float64]:
    return np.frombuffer(b"".join(chunks), dtype="<i2").astype(np.float64) / 32768


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_sentence_becomes_sound_in_whole_frames(line: WorkerSynthesizer) -> None:
    chunks = await heard(line, SENTENCE)
    assert all(chunk and len(chunk) % FRAME_BYTES == 0 for chunk in chunks)
    assert 1.5 * OUTPUT_RATE_HZ < samples(chunks).size < 12 * OUTPUT_RATE_HZ


@pytest.mark.parametrize("spoken", ["Hello.", SENTENCE, "Is that right?"])
async def test_every_sentence_is_equally_loud_and_has_no_clicks(line: WorkerSynthesizer, spoken: str) -> None:
    sound = samples(await heard(line, spoken))
    loud = [part for part in np.split(sound, range(320, sound.size, 320)) if np.abs(part).max() > 0.02]
    assert 0.06 < float(np.sqrt((np.concatenate(loud) ** 2).mean())) < 0.13
    assert np.abs(sound).max() < 0.9
    assert np.abs(sound[:8]).max() < 0.05
    assert np.abs(sound[-320:]).max() == 0


@pytest.mark.parametrize("spoken", ["", "  \n", "😀🎉", "...!", "[[]]"])
async def test_what_has_no_sound_is_no_sound(line: WorkerSynthesizer, spoken: str) -> None:
    assert await heard(line, spoken) == []


async def test_emoji_are_left_out_and_the_words_are_spoken(line: WorkerSynthesizer) -> None:
    with_emoji = samples(await heard(line, "Your parcel 📦 is here 🎉"))
    without = samples(await heard(line, "Your parcel is here"))
    assert abs(with_emoji.size - without.size) < 0.3 * without.size


async def test_two_thousand_characters_are_spoken_piece_by_piece(line: WorkerSynthesizer) -> None:
    async with aclosing(_generator(line, LONG)) as sound:
        first = await anext(sound)
        rest = [chunk async for chunk in sound]
    assert len(LONG) == 2000
    assert samples([first, *rest]).size > 60 * OUTPUT_RATE_HZ


async def test_a_language_without_a_voice_is_a_fault(line: WorkerSynthesizer) -> None:
    with pytest.raises(EngineUnavailable, match="no voice"):
        await heard(line, "Bonjour.", cast(Language, "fr"))


async def test_an_abandoned_sentence_frees_its_worker(line: WorkerSynthesizer) -> None:
    before = line.pids
    async with aclosing(_generator(line, LONG)) as sound:
        await anext(sound)
    assert samples(await heard(line, SENTENCE)).size > OUTPUT_RATE_HZ
    assert line.pids == before


async def test_a_cancelled_listener_frees_its_worker(line: WorkerSynthesizer) -> None:
    listener = asyncio.create_task(heard(line, LONG))
    await asyncio.sleep(0)
    listener.cancel()
    await asyncio.gather(listener, return_exceptions=True)
    assert samples(await heard(line, SENTENCE)).size > OUTPUT_RATE_HZ


async def test_a_killed_worker_costs_no_sentence(line: WorkerSynthesizer) -> None:
    before = line.pids
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    assert samples(await heard(line, SENTENCE)).size > OUTPUT_RATE_HZ
    assert line.pids != before


async def test_a_worker_killed_in_mid_sentence_is_a_fault_and_the_next_sentence_is_spoken(
    line: WorkerSynthesizer,
) -> None:
    sound = _generator(line, LONG * 20)
    await anext(sound)
    os.kill(line.pids[0], signal.SIGKILL)
    with pytest.raises(EngineUnavailable):
        async for _ in sound:
            pass
    assert samples(await heard(line, SENTENCE)).size > OUTPUT_RATE_HZ


async def test_a_worker_that_hangs_is_replaced(make: Make) -> None:
    synthesizer = make(1, 3_000)
    await synthesizer.start()
    hung = synthesizer.pids[0]
    os.kill(hung, signal.SIGSTOP)
    with pytest.raises(EngineUnavailable):
        await heard(synthesizer, SENTENCE)
    assert samples(await heard(synthesizer, SENTENCE)).size > OUTPUT_RATE_HZ
    assert not alive(hung)
    await synthesizer.stop()


async def test_twenty_sentences_at_once_are_all_spoken_and_the_loop_goes_on(make: Make) -> None:
    synthesizer = make(2, 60_000)
    await synthesizer.start()
    speaking = asyncio.gather(*(heard(synthesizer, f"{SENTENCE} {number}") for number in range(20)))
    worst_s = await _worst_work_in_one_round(speaking)
    assert all(samples(sound).size > OUTPUT_RATE_HZ for sound in await speaking)
    assert len(synthesizer.pids) == 2
    await synthesizer.stop()
    assert worst_s < 0.020


async def test_a_sentence_that_finds_no_worker_in_time_is_refused(make: Make) -> None:
    synthesizer = make(1, 1_500)
    await synthesizer.start()
    taken = _generator(synthesizer, LONG)
    await anext(taken)
    with pytest.raises(EngineBusy):
        await heard(synthesizer, SENTENCE)
    await taken.aclose()
    await synthesizer.stop()


async def test_stop_ends_every_process_and_every_waiter_and_may_be_called_twice(make: Make) -> None:
    synthesizer = make(1, 60_000)
    await synthesizer.start()
    pids = synthesizer.pids
    taken = _generator(synthesizer, LONG)
    await anext(taken)
    waiting = [asyncio.create_task(heard(synthesizer, SENTENCE)) for _ in range(3)]
    await asyncio.sleep(0)
    await synthesizer.stop()
    await synthesizer.stop()
    faults = await asyncio.gather(*waiting, return_exceptions=True)
    await taken.aclose()
    assert all(isinstance(fault, EngineUnavailable) for fault in faults)
    assert not any(alive(pid) for pid in pids)
    assert synthesizer.pids == ()


async def test_before_start_and_after_stop_nothing_is_spoken_and_it_can_start_again(make: Make) -> None:
    synthesizer = make(1, 20_000)
    with pytest.raises(EngineUnavailable, match="not running"):
        await heard(synthesizer, SENTENCE)
    await synthesizer.start()
    await synthesizer.stop()
    with pytest.raises(EngineUnavailable, match="not running"):
        await heard(synthesizer, SENTENCE)
    await synthesizer.start()
    assert samples(await heard(synthesizer, SENTENCE)).size > OUTPUT_RATE_HZ
    await synthesizer.stop()


async def test_no_asyncio_task_is_left_behind(make: Make) -> None:
    synthesizer = make(1, 20_000)
    await synthesizer.start()
    abandoned = _generator(synthesizer, LONG)
    await anext(abandoned)
    await abandoned.aclose()
    await synthesizer.stop()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_espeak_speaks_chinese() -> None:
    synthesizer = EspeakSynthesizer(workers=1, deadline_ms=20_000)
    await synthesizer.start()
    sound = samples(await heard(synthesizer, "您尾号四八二一的订单正在路上。", "zh"))
    english = samples(await heard(synthesizer, "Thank you.", "en"))
    again = samples(await heard(synthesizer, "您尾号四八二一的订单正在路上。", "zh"))
    await synthesizer.stop()
    assert 2 * OUTPUT_RATE_HZ < sound.size < 8 * OUTPUT_RATE_HZ
    assert english.size > 0.4 * OUTPUT_RATE_HZ
    assert abs(again.size - sound.size) < OUTPUT_RATE_HZ


async def test_piper_speaks_the_same_noise_as_the_model_file_holds(tmp_path: Path) -> None:
    build_tiny_voice(tmp_path)
    files = PiperVoiceFiles(tmp_path / "tiny.onnx", tmp_path / "tiny.onnx.json", pace=1.0)
    synthesizer = PiperSynthesizer({"en": files}, workers=1, deadline_ms=20_000)
    await synthesizer.start()
    first, second = await heard(synthesizer, SENTENCE), await heard(synthesizer, SENTENCE)
    await synthesizer.stop()
    assert first == second


@pytest.mark.parametrize("spoil", ["no model", "no config", "not a model", "other phonemes"])
async def test_a_piper_voice_that_cannot_be_loaded_is_a_fault_at_start(tmp_path: Path, spoil: str) -> None:
    build_tiny_voice(tmp_path, phonemes="pinyin" if spoil == "other phonemes" else "espeak")
    model, config = tmp_path / "tiny.onnx", tmp_path / "tiny.onnx.json"
    if spoil == "no model":
        model.unlink()
    elif spoil == "no config":
        config.unlink()
    elif spoil == "not a model":
        model.write_bytes(b"not a model")
    synthesizer = PiperSynthesizer({"en": PiperVoiceFiles(model, config)}, workers=1, deadline_ms=20_000)
    with pytest.raises(EngineUnavailable, match="did not start"):
        await synthesizer.start()
    assert synthesizer.pids == ()
    await synthesizer.stop()


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits for a process that is not its own child: Linux only")
async def test_a_line_that_is_killed_leaves_no_worker() -> None:
    program = (
        "import asyncio, sys\n"
        "from orderline.speak.tts.espeak import EspeakSynthesizer\n"
        "async def main():\n"
        "    line = EspeakSynthesizer(workers=2)\n"
        "    await line.start()\n"
        "    print(*line.pids, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    line = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE, cwd=Path(orderline.__file__).parents[1]
    )
    assert line.stdout is not None
    workers = [os.pidfd_open(int(pid)) for pid in (await line.stdout.readline()).split()]
    line.kill()
    await line.wait()
    ended = await asyncio.to_thread(_all_end, workers, 10.0)
    assert len(workers) == 2
    assert ended


def _all_end(pidfds: list[int], each_within_s: float) -> bool:
    ended = [bool(select.select([pidfd], [], [], each_within_s)[0]) for pidfd in pidfds]
    for pidfd in pidfds:
        os.close(pidfd)
    return all(ended)


def _generator(synthesizer: WorkerSynthesizer, spoken: str) -> AsyncGenerator[bytes, None]:
    return cast("AsyncGenerator[bytes, None]", synthesizer.speech(spoken, "en"))


async def _worst_work_in_one_round(until: asyncio.Future[list[list[bytes]]]) -> float:
    """Longest time, in seconds of this thread's own processor time, that one round of the loop took.

    Its own time, so that other programs on the machine do not count.
    """
    gc.collect()
    gc.disable()
    worst = 0.0
    try:
        while not until.done():
            began = time.thread_time()
            await asyncio.sleep(0)
            worst = max(worst, time.thread_time() - began)
    finally:
        gc.enable()
    return worst
