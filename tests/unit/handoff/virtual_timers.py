"""Deadlines on a virtual clock: `advance` moves the clock and runs what is due, oldest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from orderline.clock import VirtualClock


@dataclass
class VirtualTimer:
    due_ms: float
    callback: Callable[[], None]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


@dataclass
class VirtualTimers:
    clock: VirtualClock = field(default_factory=VirtualClock)
    timers: list[VirtualTimer] = field(default_factory=list)

    def later(self, seconds: float, callback: Callable[[], None]) -> VirtualTimer:
        timer = VirtualTimer(self.clock.monotonic_ms() + seconds * 1000.0, callback)
        self.timers.append(timer)
        return timer

    def advance(self, seconds: float) -> None:
        self.clock.advance(seconds * 1000.0)
        due = [timer for timer in self.timers if timer.due_ms <= self.clock.monotonic_ms()]
        for timer in sorted(due, key=lambda timer: timer.due_ms):
            self.timers.remove(timer)
            if not timer.cancelled:
                timer.callback()

    @property
    def armed(self) -> int:
        return sum(not timer.cancelled for timer in self.timers)
