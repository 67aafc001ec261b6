"""How often a key may ask, and how much it may send: bounded in memory, whoever asks."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass

from orderline.clock import Clock

MOST_BUCKETS = 10_000
"""Most askers remembered at once; the one that asked longest ago is forgotten first, and begins anew."""
STRANGERS_A_MINUTE = 60
"""Wrong keys taken from one address a minute before it is told to wait."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at_ms: float


class Limiter:
    """A token bucket an asker: a minute's worth at once, refilled evenly."""

    def __init__(self, clock: Clock, most: int = MOST_BUCKETS) -> None:
        self._clock = clock
        self._most = most
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, asker: str, per_minute: int) -> int:
        """Take one request of `per_minute` (≥ 1); 0: it may go on, else the whole seconds to wait first (≥ 1)."""
        now = self._clock.monotonic_ms()
        bucket = self._buckets.get(asker)
        if bucket is None:
            bucket = self._buckets[asker] = _Bucket(per_minute, now)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(asker)
        filled = bucket.tokens + (now - bucket.at_ms) * per_minute / 60_000
        bucket.tokens, bucket.at_ms = min(float(per_minute), filled), now
        if bucket.tokens < 1:
            return math.ceil((1 - bucket.tokens) * 60 / per_minute)
        bucket.tokens -= 1
        return 0

    def wait(self, asker: str, per_minute: int) -> int:
        """As `take`, but takes nothing."""
        bucket = self._buckets.get(asker)
        if bucket is None:
            return 0
        filled = bucket.tokens + (self._clock.monotonic_ms() - bucket.at_ms) * per_minute / 60_000
        return 0 if filled >= 1 else math.ceil((1 - filled) * 60 / per_minute)

    def __len__(self) -> int:
        return len(self._buckets)
