"""What a call changes: carried out on tasks of their own, so that no barge-in or hang-up stops one half-way."""

from __future__ import annotations

import asyncio
from typing import Protocol

from loguru import logger

from orderline.events.decision import Effect, Request, Write
from orderline.events.outcome import Outcome, ServiceDown

WRITE_TRIES = 2
"""How often a write is asked for whose answer did not come: the first one may have been carried out all the same, and
its receipt is then found by its action id."""


class Answers(Protocol):
    """The services stage: `orderline.act`."""

    async def answer(self, request: Request, *, speculative: bool = False, at_ms: int | None = None) -> Outcome:
        """Answer a query, or carry an effect out, once; `ServiceDown` where nobody can.

        `speculative`: the answer may be thrown away; never with an effect. `at_ms`: where in the call's recording the
        caller said what led to the request, in milliseconds; None where there is no sound.
        """
        ...


class Effects:
    """The effects of one call, at most one at a time."""

    def __init__(self, services: Answers, deadline_s: float) -> None:
        """`deadline_s`: longest wait for one try."""
        self._services = services
        self._deadline_s = deadline_s
        self._running: set[asyncio.Task[Outcome]] = set()

    async def carry_out(self, request: Effect, at_ms: int | None) -> Outcome:
        """Do it and wait for what came of it. Who waits may be cancelled; what is done goes on."""
        task = asyncio.create_task(self._tried(request, at_ms), name=f"effect {type(request).__name__}")
        self._running.add(task)
        outcome = await asyncio.shield(task)
        self._running.discard(task)
        return outcome

    async def finish(self) -> list[Outcome]:
        """Wait for whatever is still being carried out; what came of it. The tries' own deadlines bound the wait."""
        running, self._running = self._running, set()
        return list(await asyncio.gather(*running))

    async def _tried(self, request: Effect, at_ms: int | None) -> Outcome:
        tries = WRITE_TRIES if isinstance(request, Write) else 1
        outcome = await ask(self._services, request, self._deadline_s, at_ms=at_ms)
        while isinstance(outcome, ServiceDown) and tries > 1:
            tries -= 1
            outcome = await ask(self._services, request, self._deadline_s, at_ms=at_ms)
        return outcome


async def ask(
    services: Answers, request: Request, deadline_s: float, *, speculative: bool = False, at_ms: int | None = None
) -> Outcome:
    """The services' answer; ServiceDown where it takes longer than `deadline_s` or fails, whatever the fault."""
    try:
        return await asyncio.wait_for(services.answer(request, speculative=speculative, at_ms=at_ms), deadline_s)
    except TimeoutError:
        return ServiceDown(type(request).__name__)
    except Exception:  # noqa: BLE001 - whatever it is, the caller is told that the line cannot look it up
        logger.exception("a service failed: {}", type(request).__name__)
        return ServiceDown(type(request).__name__)
