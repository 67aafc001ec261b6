"""A line that has answered fifty calls holds no more than after five."""

import asyncio
import gc
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.integration.calls.inside import Inside, line_inside

from orderline.speak.render import fixed_sentences
from orderline.speak.wording.load import load_catalogue

pytestmark = pytest.mark.call

CALLS = 50
SETTLED = 25
"""Calls after which the allocators have taken what they keep: 8-14 MB here, and nothing after that."""
MOST_GROWTH_KB = 10_000
"""Resident memory the last 25 calls may add. Leaked calls of 1-2 MB each would be three times that and more. Source:
reference/pipecat-1.14, section 10."""
POOL_FILES = 6
"""Files that one or two more connections of the database's pool hold, which opens them as they are needed."""
MOST_OBJECTS = 2_000
"""Objects the last 25 calls may add: a few timers each that are not due yet. One leaked call is thousands."""


@dataclass(frozen=True)
class Held:
    """What the process holds."""

    tasks: int
    threads: int
    files: int
    rss_kb: int
    objects: int


async def held() -> Held:
    """Look, once everything that ends has ended."""
    await asyncio.sleep(0.3)
    gc.collect()
    await asyncio.sleep(0)
    return counted()


def counted() -> Held:
    status = Path("/proc/self/status").read_text()
    rss = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    files = sum(1 for _ in Path("/proc/self/fd").iterdir())
    return Held(len(asyncio.all_tasks()), threading.active_count(), files, int(rss.split()[1]), len(gc.get_objects()))


async def one_call(inside: Inside) -> None:
    async with inside.ring() as caller:
        assert await caller.ear.next_sound(15) is not None
    await inside.until_empty()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts what a process holds in /proc: Linux only")
async def test_fifty_calls_leave_nothing_behind(tmp_path: Path) -> None:
    async with line_inside(tmp_path) as inside:
        prompts = fixed_sentences(load_catalogue())
        async with asyncio.timeout(60):
            while not all(inside.line.parts.synthesizer.holds(*prompt) for prompt in prompts):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        for _ in range(5):
            await one_call(inside)
        before = await held()
        for _ in range(SETTLED - 5):
            await one_call(inside)
        settled = await held()
        for _ in range(CALLS - SETTLED):
            await one_call(inside)
        after = await held()
        for _ in range(20):  # what only warms up late on a busy machine comes to rest; what leaks never does
            if after.objects - settled.objects < MOST_OBJECTS and after.rss_kb - settled.rss_kb < MOST_GROWTH_KB:
                break
            await asyncio.sleep(1)
            after = await held()
    print(before, settled, after)  # noqa: T201  the figures, where it fails
    assert after.tasks <= before.tasks
    assert after.threads <= before.threads
    assert after.files - settled.files <= POOL_FILES
    assert after.objects - settled.objects < MOST_OBJECTS
    assert after.rss_kb - settled.rss_kb < MOST_GROWTH_KB
