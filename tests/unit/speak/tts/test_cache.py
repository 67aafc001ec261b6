from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import cast

import pytest

from orderline.errors import EngineUnavailable
from orderline.orders.identifiers import LANGUAGES, Language
from orderline.speak.tts.cache import PREFETCH_WAITING, CachedSynthesizer

pytestmark = pytest.mark.unit


class SteppedSynthesizer:
    """Speaks two chunks a sentence, the text itself; each chunk waits until the test lets it go."""

    name = "stepped"
    languages: frozenset[Language] = frozenset(LANGUAGES)

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.let_go: list[str] = []
        self.stopped = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.fault: Exception | None = None

    async def start(self) -> None: ...

    async def speech(self, spoken: str, language: Language) -> AsyncIterator[bytes]:
        self.asked.append(spoken)
        try:
            for part in ("1", "2"):
                await self.gate.wait()
                yield f"{language} {spoken} {part}".encode()
                if self.fault is not None:
                    raise self.fault
        finally:
            self.let_go.append(spoken)

    async def stop(self) -> None:
        self.stopped += 1


@pytest.fixture
async def inner() -> SteppedSynthesizer:
    return SteppedSynthesizer()


@pytest.fixture
async def cache(inner: SteppedSynthesizer) -> AsyncIterator[CachedSynthesizer]:
    cached = CachedSynthesizer(inner, 10_000)
    await cached.start()
    yield cached
    await cached.stop()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def heard(cache: CachedSynthesizer, spoken: str, language: Language = "en") -> list[bytes]:
    return [chunk async for chunk in cache.speech(spoken, language)]


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_sentence_is_synthesised_once(cache: CachedSynthesizer, inner: SteppedSynthesizer) -> None:
    assert await heard(cache, "Hello.") == await heard(cache, "Hello.") == [b"en Hello. 1", b"en Hello. 2"]
    assert inner.asked == ["Hello."]


async def test_a_kept_sentence_is_heard_without_waiting(cache: CachedSynthesizer, inner: SteppedSynthesizer) -> None:
    await heard(cache, "Hello.")
    inner.gate.clear()
    sound = cast("AsyncGenerator[bytes, None]", cache.speech("Hello.", "en"))
    with pytest.raises(StopIteration) as first:
        sound.__anext__().send(None)
    assert first.value.value == b"en Hello. 1"
    await sound.aclose()


async def test_the_same_words_in_another_language_are_another_sentence(
    cache: CachedSynthesizer, inner: SteppedSynthesizer
) -> None:
    assert await heard(cache, "OK", "en") != await heard(cache, "OK", "zh")
    assert inner.asked == ["OK", "OK"]


async def test_listeners_at_the_same_time_share_one_synthesis(
    cache: CachedSynthesizer, inner: SteppedSynthesizer
) -> None:
    inner.gate.clear()
    listeners = [asyncio.create_task(heard(cache, "Hello.")) for _ in range(5)]
    await settle()
    inner.gate.set()
    late = await heard(cache, "Hello.")
    assert await asyncio.gather(*listeners) == [late] * 5
    assert inner.asked == ["Hello."]


async def test_the_first_chunk_is_heard_before_the_sentence_is_whole(
    cache: CachedSynthesizer, inner: SteppedSynthesizer
) -> None:
    inner.gate.clear()
    async with aclosing(cast("AsyncGenerator[bytes, None]", cache.speech("Hello.", "en"))) as sound:
        first = asyncio.ensure_future(anext(sound))
        await settle()
        inner.gate.set()
        assert await first == b"en Hello. 1"


async def test_the_least_recently_spoken_goes_first(inner: SteppedSynthesizer) -> None:
    size = len(b"en A 1") * 2
    cache = CachedSynthesizer(inner, 2 * size)
    await cache.start()
    for spoken in ("A", "B", "A", "C"):
        await heard(cache, spoken)
    assert [cache.holds(spoken, "en") for spoken in "ABC"] == [True, False, True]
    assert cache.kept_bytes == 2 * size
    await cache.stop()


async def test_a_sentence_over_the_limit_is_spoken_and_not_kept(inner: SteppedSynthesizer) -> None:
    cache = CachedSynthesizer(inner, 5)
    await cache.start()
    assert len(await heard(cache, "A")) == 2
    assert cache.kept_bytes == 0
    await cache.stop()


async def test_a_fault_reaches_every_listener_after_the_sound_and_is_not_kept(
    cache: CachedSynthesizer, inner: SteppedSynthesizer
) -> None:
    inner.fault = EngineUnavailable("The engine died.")
    results = await asyncio.gather(*(heard(cache, "A") for _ in range(3)), return_exceptions=True)
    assert results == [inner.fault] * 3
    inner.fault = None
    assert len(await heard(cache, "A")) == 2


async def test_an_unexpected_error_reaches_the_listener_too(
    cache: CachedSynthesizer, inner: SteppedSynthesizer
) -> None:
    inner.fault = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        await heard(cache, "A")


async def test_an_abandoned_sentence_is_cancelled_and_nothing_of_it_is_kept(
    cache: CachedSynthesizer, inner: SteppedSynthesizer
) -> None:
    inner.gate.clear()
    listener = asyncio.create_task(heard(cache, "A"))
    await settle()
    listener.cancel()
    await settle()
    assert inner.let_go == ["A"]
    assert not cache.holds("A", "en")
    inner.gate.set()
    assert len(await heard(cache, "A")) == 2


async def test_one_listener_leaving_does_not_cut_the_others(
    cache: CachedSynthesizer, inner: SteppedSynthesizer
) -> None:
    inner.gate.clear()
    stays, leaves = asyncio.create_task(heard(cache, "A")), asyncio.create_task(heard(cache, "A"))
    await settle()
    leaves.cancel()
    await settle()
    inner.gate.set()
    assert len(await stays) == 2
    assert cache.holds("A", "en")


async def test_a_prefetched_sentence_is_there_when_it_is_spoken(
    cache: CachedSynthesizer, inner: SteppedSynthesizer
) -> None:
    cache.prefetch("A", "en")
    cache.prefetch("A", "en")
    await settle()
    assert cache.holds("A", "en")
    await heard(cache, "A")
    assert inner.asked == ["A"]


async def test_prefetching_is_bounded_and_the_oldest_waiting_is_dropped(
    cache: CachedSynthesizer, inner: SteppedSynthesizer
) -> None:
    inner.gate.clear()
    names = [str(number) for number in range(2 + PREFETCH_WAITING + 3)]
    for name in names:
        cache.prefetch(name, "en")
    await settle()
    assert inner.asked == names[:2]
    inner.gate.set()
    for _ in names:
        await settle()
    assert inner.asked == names[:2] + names[5:]


async def test_a_prefetch_that_fails_is_quiet_and_the_speaker_meets_the_fault(
    cache: CachedSynthesizer, inner: SteppedSynthesizer
) -> None:
    inner.fault = EngineUnavailable("The engine died.")
    cache.prefetch("A", "en")
    await settle()
    with pytest.raises(EngineUnavailable):
        await heard(cache, "A")


async def test_warming_renders_every_prompt_in_order(cache: CachedSynthesizer, inner: SteppedSynthesizer) -> None:
    cache.warm([("A", "en"), ("乙", "zh"), ("C", "en")])
    for _ in range(5):
        await settle()
    assert inner.asked == ["A", "乙", "C"]
    assert cache.holds("乙", "zh")


async def test_warming_ends_at_its_deadline(cache: CachedSynthesizer, inner: SteppedSynthesizer) -> None:
    inner.gate.clear()
    cache.warm([("A", "en"), ("B", "en")], deadline_s=0)
    await settle()
    assert inner.let_go == inner.asked
    assert "B" not in inner.asked


async def test_stop_ends_listeners_prefetches_and_warming(cache: CachedSynthesizer, inner: SteppedSynthesizer) -> None:
    inner.gate.clear()
    listener = asyncio.create_task(heard(cache, "A"))
    cache.prefetch("B", "en")
    cache.warm([("C", "en")])
    await settle()
    await cache.stop()
    with pytest.raises(EngineUnavailable, match="stopped"):
        await listener
    await cache.stop()
    assert sorted(inner.let_go) == ["A", "B", "C"]
    assert cache.kept_bytes == 0


async def test_stop_right_after_asking_leaves_nobody_waiting(
    cache: CachedSynthesizer, inner: SteppedSynthesizer
) -> None:
    listener = asyncio.create_task(heard(cache, "A"))
    await asyncio.sleep(0)
    await cache.stop()
    with pytest.raises(EngineUnavailable):
        await listener


async def test_nothing_is_fetched_before_start_or_after_stop(inner: SteppedSynthesizer) -> None:
    cache = CachedSynthesizer(inner, 10_000)
    cache.prefetch("A", "en")
    cache.warm([("A", "en")])
    await cache.start()
    await cache.stop()
    cache.prefetch("A", "en")
    await settle()
    assert inner.asked == []
