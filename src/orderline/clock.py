"""Time as an argument: the only place that reads a clock. Everything else is handed a `Clock`."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Wall time for dates that are spoken, monotonic time for waits that are measured."""

    def now(self) -> datetime:
        """Wall time, aware, UTC."""
        ...

    def monotonic_ms(self) -> float:
        """Milliseconds from an arbitrary start, never going back."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic_ms(self) -> float:
        return time.perf_counter() * 1000.0


@dataclass
class VirtualClock:
    """A clock that moves only when told to; for tests, replays and the `direct` door."""

    start: datetime = field(default_factory=lambda: datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
    elapsed_ms: float = 0.0

    def now(self) -> datetime:
        return self.start + timedelta(milliseconds=self.elapsed_ms)

    def monotonic_ms(self) -> float:
        return self.elapsed_ms

    def advance(self, ms: float) -> None:
        """Move `ms` (≥ 0) forward."""
        if ms < 0:
            raise ValueError(f"a clock does not go back: {ms}")
        self.elapsed_ms += ms
