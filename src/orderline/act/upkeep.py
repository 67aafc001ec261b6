"""What becomes due by itself while the line is open: kept stock goes back on sale, old offers and codes are deleted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from loguru import logger

from orderline.act.services.lapse_exchanges import lapse_exchanges
from orderline.clock import Clock
from orderline.orders.identifiers import ShopId
from orderline.store.repositories.expired import delete_codes, delete_quotes
from orderline.store.repositories.shops import shop_facts
from orderline.store.session import Database

EVERY_S = 30.0
"""Pause between two rounds. Source: own choice; stock that nobody took is back on sale within half a minute."""
DEADLINE_S = 10.0
"""Longest a round may take. Over the three transactions' own deadlines."""
KEPT = timedelta(days=1)
"""How long offers and codes are kept after their end: longer than any call, and than the hour in which codes to one
customer are counted. Source: own choice."""
MOST = 500
"""Rows deleted in one transaction, so that a caller's change never waits long behind it. Source: own choice."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    released: int = 0
    """Orders whose exchange was let go, and their stock with it."""
    quotes: int = 0
    codes: int = 0


class Upkeep:
    """The upkeep of one shop."""

    def __init__(self, database: Database, shop: ShopId, clock: Clock) -> None:
        self._database = database
        self._shop = shop
        self._clock = clock

    async def once(self) -> Round:
        """One round. Raises StoreUnavailable."""
        now = self._clock.now()
        released = await lapse_exchanges(self._database, self._shop, self._clock)
        async with self._database.writing() as session:
            quotes = await delete_quotes(session, await shop_facts(session, self._shop), now - KEPT, MOST)
        async with self._database.writing() as session:
            codes = await delete_codes(session, await shop_facts(session, self._shop), now - KEPT, MOST)
        return Round(released, quotes, codes)

    async def run(self, over: asyncio.Event, every_s: float = EVERY_S) -> None:
        """Round after round until `over` is set. A round that fails is logged, and the next one tries again."""
        while not over.is_set():
            try:
                done = await asyncio.wait_for(self.once(), DEADLINE_S)
                if done != Round():
                    logger.info("upkeep: {} released, {} quotes, {} codes", done.released, done.quotes, done.codes)
            except Exception as fault:  # noqa: BLE001 (whatever goes wrong, the next round tries again)
                logger.warning("upkeep failed, it is tried again: {}: {}", type(fault).__name__, fault)
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), every_s)


@asynccontextmanager
async def upkeep(database: Database, shop: ShopId, clock: Clock) -> AsyncIterator[None]:
    """Keep the shop up as long as the block lasts; a round that is under way at its end is finished."""
    over = asyncio.Event()
    running = asyncio.create_task(Upkeep(database, shop, clock).run(over), name="upkeep")
    try:
        yield
    finally:
        over.set()
        await running
