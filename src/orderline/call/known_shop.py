"""What the line knows of the shop it answers for: what it sells, and what its numbers look like. Kept fresh."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import date

from loguru import logger

from orderline.decide.state import ShopFacts
from orderline.events.meaning import Meaning
from orderline.events.speech import Expect, Transcript
from orderline.orders.identifiers import ShopId
from orderline.orders.shapes import NumberShapes
from orderline.store.repositories.products import catalogue_version, shop_words
from orderline.store.repositories.shapes import number_shapes
from orderline.store.session import Database
from orderline.understand.understanding import Understanding

EVERY_S = 2.0
"""Pause between two looks at the catalogue's version, one row. Own choice: a product pushed is known in seconds."""
DEADLINE_S = 10.0
"""Longest a refresh may take; 5,000 products take about half a second."""


class KnownShop:
    """Understands callers by this shop's own words. Shared by every call of the process."""

    def __init__(self, database: Database, shop: ShopId, understanding: Understanding) -> None:
        self._database = database
        self._shop = shop
        self._understanding = understanding
        self._version = -1
        self.facts = ShopFacts()
        """What the dialogue must know of the shop's numbers."""

    def understand(
        self, transcript: Transcript, *, expect: Expect, digits: int | None = None, today: date | None = None
    ) -> Meaning:
        """See `Understanding.understand`."""
        return self._understanding.understand(transcript, expect=expect, digits=digits, today=today)

    async def refresh(self) -> bool:
        """Read what has changed; gives whether anything had. Raises StoreUnavailable."""
        async with self._database.reading() as session:
            if await catalogue_version(session, self._shop) == self._version:
                return False
            words = await shop_words(session, self._shop)
            shapes = await number_shapes(session, self._shop)
        self._understanding = await asyncio.to_thread(self._understanding.knows, words)
        self._version, self.facts = words.version, _facts(shapes)
        return True

    @asynccontextmanager
    async def kept_fresh(self, every_s: float = EVERY_S) -> AsyncIterator[None]:
        """Look for changes as long as the block lasts. A look that fails is logged, and the next one tries again."""
        over = asyncio.Event()
        looking = asyncio.create_task(self._look(over, every_s), name="known-shop")
        try:
            yield
        finally:
            over.set()
            await looking

    async def _look(self, over: asyncio.Event, every_s: float) -> None:
        while not over.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), every_s)
                return
            try:
                if await asyncio.wait_for(self.refresh(), DEADLINE_S):
                    logger.info("the shop's catalogue has changed: {}", self._version)
            except Exception as fault:  # noqa: BLE001 (whatever goes wrong, the next look tries again)
                logger.warning("the catalogue cannot be read, it is tried again: {}", type(fault).__name__)


def _facts(shapes: NumberShapes) -> ShopFacts:
    """The dialogue's view of the shapes; a shop without orders keeps the defaults."""
    usual = ShopFacts()
    return ShopFacts(
        order_digits=max(shapes.order_lengths, default=usual.order_digits),
        order_lengths=shapes.order_lengths,
        order_prefix=shapes.order_prefix,
        postcode_lengths=shapes.postcode_lengths or usual.postcode_lengths,
    )
