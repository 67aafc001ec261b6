from __future__ import annotations

import pytest

from orderline.channels.api.limits import Limiter
from orderline.clock import VirtualClock

pytestmark = pytest.mark.unit


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


def test_a_minutes_worth_goes_at_once_and_the_next_waits(clock: VirtualClock) -> None:
    limiter = Limiter(clock)
    assert [limiter.take("k", 3) for _ in range(4)] == [0, 0, 0, 20]
    clock.advance(20_000)
    assert [limiter.take("k", 3) for _ in range(2)] == [0, 20]


def test_a_long_rest_saves_up_no_more_than_a_minutes_worth(clock: VirtualClock) -> None:
    limiter = Limiter(clock)
    assert limiter.take("k", 2) == 0
    clock.advance(3_600_000)
    assert [limiter.take("k", 2) for _ in range(3)] == [0, 0, 30]


def test_each_asker_has_a_bucket_of_its_own(clock: VirtualClock) -> None:
    limiter = Limiter(clock)
    assert [limiter.take(asker, 1) for asker in ("a", "b", "a")] == [0, 0, 60]


def test_looking_takes_nothing(clock: VirtualClock) -> None:
    limiter = Limiter(clock)
    assert limiter.wait("a", 1) == 0
    assert limiter.take("a", 1) == 0
    assert [limiter.wait("a", 1) for _ in range(3)] == [60, 60, 60]
    assert limiter.wait("stranger", 1) == 0


def test_memory_is_bounded_and_the_longest_silent_is_forgotten(clock: VirtualClock) -> None:
    limiter = Limiter(clock, most=100)
    for asker in range(10_000):
        limiter.take(str(asker), 1)
    assert len(limiter) == 100
    assert limiter.take("9999", 1) == 60
    assert limiter.take("1", 1) == 0
