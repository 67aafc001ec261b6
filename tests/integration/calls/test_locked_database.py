"""While somebody else holds the database: the caller is told, a person is rung, and the next call works."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.integration.calls.inside import line_inside, settings_for

from orderline.bootstrap import open_conversations
from orderline.call.conversation import Conversation, TurnResult
from orderline.clock import SystemClock
from orderline.events.happening import CallStarted
from orderline.events.outcome import Identified, ServiceDown
from orderline.events.speech import Transcript
from orderline.orders.identifiers import CallId
from orderline.store.session import Database

pytestmark = pytest.mark.call


@asynccontextmanager
async def locked(database: Database) -> AsyncIterator[None]:
    """Hold the whole database: nobody reads, nobody writes. The line's own connections are closed before."""
    await database.engine.dispose()
    file = database.engine.url.database
    assert file is not None
    connection = sqlite3.connect(f"file:{file}?mode=rw", uri=True, isolation_level=None, timeout=5)
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")
    finally:
        connection.close()


@asynccontextmanager
async def without_orders(database: Database) -> AsyncIterator[None]:
    """Take the orders away: every question about one fails, while delivery and upkeep keep the file open."""
    file = database.engine.url.database or ""
    connection = sqlite3.connect(file, isolation_level=None, timeout=10, check_same_thread=False)
    try:
        # In a thread: whoever holds the lock just now needs this loop to let it go.
        await asyncio.to_thread(connection.execute, "ALTER TABLE orders RENAME TO orders_away")
        yield
        await asyncio.to_thread(connection.execute, "ALTER TABLE orders_away RENAME TO orders")
    finally:
        connection.close()


async def identify(conversation: Conversation) -> TurnResult:
    """A caller gives both factors; what came of the second."""
    await conversation.happen(CallStarted("en", SystemClock().now()))
    for words in ("where is my order", "my order number is two zero four eight two one"):
        await conversation.hear(Transcript(words, "en", 1.0))
    tail = Transcript("seven three five zero", "en", 1.0)
    return await conversation.hear(tail, await conversation.consider(tail))


async def test_a_conversation_is_told_and_the_next_one_works(tmp_path: Path) -> None:
    async with open_conversations(settings_for(tmp_path), demo=True) as conversations:
        async with locked(conversations.database):
            result = await identify(conversations.conversation(CallId("one"), "en"))
        assert any(isinstance(outcome, ServiceDown) for outcome in result.outcomes)
        assert result.handoff is not None
        assert result.reply.sentences
        again = await identify(conversations.conversation(CallId("two"), "en"))
        assert any(isinstance(outcome, Identified) for outcome in again.outcomes)


async def test_a_call_is_told_goes_on_and_the_next_one_works(tmp_path: Path) -> None:
    async with line_inside(tmp_path) as inside:
        async with without_orders(inside.line._conversations.database), inside.ring() as caller:
            assert await caller.ear.next_sound(15) is not None
            for keys in ("204821", "7350"):
                caller.press(keys)
            async with asyncio.timeout(20):
                while caller.report.handoff != "nobody":  # noqa: ASYNC110  the page has no event for it
                    await asyncio.sleep(0.02)
            assert caller.report.ended is None
            assert await caller.ear.next_sound(15) is not None
        await inside.until_empty()
        async with inside.ring() as caller:
            assert await caller.ear.next_sound(15) is not None
            for keys in ("204821", "7350"):
                caller.press(keys)
            async with asyncio.timeout(20):
                while not caller.report.orders:  # noqa: ASYNC110  the page has no event for it
                    await asyncio.sleep(0.02)
        assert [card["number_tail"] for card in caller.report.orders] == ["4821"]
