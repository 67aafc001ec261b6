"""The composition root: the only place that chooses implementations. A line is opened here, and closed here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from loguru import logger

from orderline.act.policies.live import LivePolicies
from orderline.act.services import Services
from orderline.call.conversation import Conversation
from orderline.call.journal import Journal, delete_old
from orderline.call.parts import CallParts
from orderline.channels.api.parts import ApiParts
from orderline.clock import Clock, SystemClock
from orderline.decide.state import DialogueState, Thresholds
from orderline.errors import OrderlineError
from orderline.events.engines import EngineChoice
from orderline.handoff.queue import DeskQueue
from orderline.hear.engines import choose_recognizer, choose_vad
from orderline.models.store import ModelStore
from orderline.orders.identifiers import CallId, CustomerId, Language, ShopId
from orderline.settings import Settings
from orderline.speak.engines import choose_synthesizer
from orderline.speak.render import fixed_sentences
from orderline.speak.tts.cache import CachedSynthesizer
from orderline.speak.wording.catalogue import Catalogue
from orderline.speak.wording.load import load_catalogue
from orderline.store.address import database_url
from orderline.store.demo import create_demo_shop
from orderline.store.demo.documented import DEMO_CALLS, DemoCall
from orderline.store.migrate import upgrade
from orderline.store.repositories.customers import customer_name
from orderline.store.repositories.products import product_names
from orderline.store.repositories.shops import shop_facts
from orderline.store.session import Database
from orderline.understand.understanding import Understanding

SERVICE_DEADLINE_S = 4.0
"""Longest wait for one service before the caller is told; over the database's own deadline of 3 s."""


def load_settings(
    *, port: int | None = None, database: str | None = None, language: Language | None = None
) -> Settings:
    """The settings of this process; what is given here stands over file and environment.

    Raises:
        ConfigurationError: a setting is unknown or cannot be.
    """
    settings = Settings.load()
    line: dict[str, Any] = {}
    if port is not None:
        line["port"] = port
    if language is not None:
        line["language"] = language
    changed: dict[str, Any] = {"line": settings.line.model_copy(update=line)} if line else {}
    if database:
        changed["store"] = settings.store.model_copy(update={"url": database})
    return settings.model_copy(update=changed)


@dataclass(frozen=True)
class Conversations:
    """Everything a conversation needs that all conversations share."""

    settings: Settings
    clock: Clock
    database: Database
    services: Services
    understanding: Understanding
    catalogue: Catalogue
    timezone: ZoneInfo

    @property
    def journals(self) -> Path:
        """The folder of the calls' journals."""
        return self.settings.line.data_dir / "calls"

    def conversation(self, call_id: CallId, language: Language) -> Conversation:
        """A new conversation, with its journal open."""
        limits = self.settings.dialogue
        state = DialogueState(
            language,
            thresholds=Thresholds(act_at=limits.act_at, confirm_at=limits.confirm_at, failures=limits.failures),
        )
        return Conversation(
            state,
            understanding=self.understanding,
            services=self.services,
            catalogue=self.catalogue,
            timezone=self.timezone,
            journal=Journal.open(
                self.journals, call_id, state, self.clock, keep=self.settings.privacy.journal_days > 0
            ),
            service_deadline_s=SERVICE_DEADLINE_S,
        )

    async def product_names(self) -> dict[Language, tuple[str, ...]]:
        """What the shop sells, for the recogniser's vocabulary."""
        async with self.database.reading() as session:
            return await product_names(session, ShopId(self.settings.store.shop))

    async def customer_name(self, customer_id: CustomerId) -> str | None:
        """The stored name of an identified customer, for the desk."""
        async with self.database.reading() as session:
            return await customer_name(session, ShopId(self.settings.store.shop), customer_id)


@asynccontextmanager
async def open_conversations(settings: Settings, *, demo: bool = False) -> AsyncIterator[Conversations]:
    """Open the database and load what understands and speaks, without any sound.

    Raises:
        StoreUnavailable: the database cannot be reached. ConfigurationError: there is no such shop.
    """
    clock = SystemClock()
    url = database_url(settings)
    shop = ShopId(settings.store.shop)
    if demo:
        await asyncio.to_thread(create_demo_shop, url, clock.now().date(), shop)
    else:
        await asyncio.to_thread(upgrade, url)
    understanding, catalogue = await asyncio.gather(
        asyncio.to_thread(Understanding.load, cache=settings.line.data_dir / "understanding"),
        asyncio.to_thread(load_catalogue),
    )
    database = Database(url, settings.store.lock_timeout_ms)
    try:
        async with database.reading() as session:
            facts = await shop_facts(session, shop)
        yield Conversations(
            settings=settings,
            clock=clock,
            database=database,
            services=Services(database, shop, clock, settings.identity.sufficient),
            understanding=understanding,
            catalogue=catalogue,
            timezone=ZoneInfo(facts.timezone),
        )
    finally:
        await database.close()


@dataclass(frozen=True)
class Line:
    """A started line: engines warm, ready for calls."""

    settings: Settings
    clock: Clock
    parts: CallParts
    desk: DeskQueue
    choices: tuple[EngineChoice, ...]
    demo: tuple[DemoCall, ...]
    """Orders of the demo shop that the phone page suggests; empty for a real shop."""
    _conversations: Conversations

    async def not_ready(self) -> list[str]:
        """Why the line should get no new calls just now; empty where it is ready."""
        try:
            await asyncio.wait_for(self._reach_database(), SERVICE_DEADLINE_S)
        except (TimeoutError, OrderlineError) as fault:
            logger.warning("the database did not answer a check: {}", fault)
            return ["The database does not answer."]
        return []

    def api(self) -> ApiParts:
        """What the API for the shop's systems works with. Raises ConfigurationError: a policy file is broken."""
        database, store = self._conversations.database, self.settings.store
        return ApiParts(database, self.clock, LivePolicies(), ShopId(store.shop), self.settings.systems.secret)

    async def _reach_database(self) -> None:
        async with self._conversations.database.reading() as session:
            await shop_facts(session, ShopId(self.settings.store.shop))


@asynccontextmanager
async def open_line(settings: Settings, *, demo: bool = False) -> AsyncIterator[Line]:
    """Start everything a line needs; what was started is ended again, also when a later part fails.

    Raises:
        EngineUnavailable, StoreUnavailable, ConfigurationError: says which part, and what to do.
    """
    async with AsyncExitStack() as stack:
        conversations = await stack.enter_async_context(open_conversations(settings, demo=demo))
        clock = conversations.clock
        await asyncio.to_thread(delete_old, conversations.journals, settings.privacy.journal_days, clock.now())
        models = ModelStore(settings.models)
        recognizer, hearing = await asyncio.to_thread(
            choose_recognizer, settings.hear, models, await conversations.product_names()
        )
        detector, activity = await asyncio.to_thread(choose_vad, settings.hear)
        inner, speaking = await asyncio.to_thread(choose_synthesizer, settings, models.find)
        synthesizer = CachedSynthesizer(inner, settings.speak.cache_mb * 1_000_000)
        for engine in (recognizer, synthesizer):
            stack.push_async_callback(engine.stop)
        await asyncio.gather(recognizer.start(), synthesizer.start())
        synthesizer.warm(fixed_sentences(conversations.catalogue))
        database = EngineChoice(
            "database", conversations.database.backend, "As set in `store.url`; SQLite where unset."
        )
        choices = (hearing, speaking, activity, database)
        for choice in choices:
            logger.info("{}: {} ({})", choice.port, choice.engine, choice.why)
        desk = DeskQueue(clock, ring_s=settings.desk.ring_s)
        parts = CallParts(
            settings=settings,
            clock=clock,
            recognizer=recognizer,
            detector=detector,
            synthesizer=synthesizer,
            conversation=conversations.conversation,
            customer_name=conversations.customer_name,
            desk=desk,
        )
        yield Line(settings, clock, parts, desk, choices, DEMO_CALLS if demo else (), conversations)
