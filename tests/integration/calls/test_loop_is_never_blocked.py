"""While somebody calls, no step of ours keeps the event loop: everybody's sound is paced on it."""

import asyncio
import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.integration.calls.inside import line_inside

from orderline.channels.recorded.sound import Recording

pytestmark = pytest.mark.call

MOST_S = 0.020
"""Longest step. Source: the project's rule; a packet of sound leaves every 20 ms."""


@dataclass
class Steps:
    """The processor time of every callback of the loop: this thread's own, so that other programs do not count."""

    taken: list[tuple[float, str]] = field(default_factory=list)
    over: bool = False
    """The block has ended; what comes after it, a long-put-off garbage collection, is not the line's."""

    def worst(self) -> list[tuple[float, str]]:
        return sorted(self.taken, reverse=True)[:5]


@contextmanager
def steps_of_the_loop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Steps]:
    """Measure until the block ends. Garbage collection is left out: it falls on whoever happens to allocate."""
    steps = Steps()
    run = asyncio.Handle._run

    def timed(handle: asyncio.Handle) -> None:
        began = time.thread_time()
        run(handle)
        taken = time.thread_time() - began
        if taken > MOST_S / 4 and not steps.over:
            steps.taken.append((taken, repr(handle)))

    gc.collect()
    gc.disable()
    try:
        with monkeypatch.context() as patch:
            patch.setattr(asyncio.Handle, "_run", timed)
            yield steps
    finally:
        steps.over = True
        gc.enable()


async def test_a_whole_call_never_blocks_the_loop(
    tmp_path: Path, speech: Callable[[str], Recording], monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = [speech(name) for name in ("where-is-my-order", "my-order-number-is-two-zero-four-eight-two-one")]
    async with line_inside(tmp_path) as inside:
        async with inside.ring() as caller:
            assert await caller.ear.next_sound(15) is not None
        with steps_of_the_loop(monkeypatch) as steps:
            async with inside.ring() as caller:
                assert await caller.ear.next_sound(15) is not None
                await caller.ear.quiet(30)
                for turn in turns:
                    await caller.say(turn)
                caller.press("7350")
                async with asyncio.timeout(20):
                    while not caller.report.orders:  # noqa: ASYNC110  the page has no event for it
                        await asyncio.sleep(0.02)
                assert await caller.ear.next_sound(10) is not None
            await inside.until_empty()
    assert steps.worst() == [] or steps.worst()[0][0] < MOST_S, steps.worst()
    assert [card["number_tail"] for card in caller.report.orders] == ["4821"]
