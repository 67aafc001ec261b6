"""The services: what the line can find out and do, one module each, under the name of the task that asks for it."""

from __future__ import annotations

from loguru import logger
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.services.explain_delay import explain_delay
from orderline.act.services.find_order import find_order
from orderline.act.services.identify_caller import identify_caller, is_failure, keep_failure
from orderline.act.services.identify_person import Sufficient
from orderline.act.services.list_orders import list_orders
from orderline.act.services.order_history import order_history
from orderline.act.services.propose_caller import propose_caller
from orderline.act.services.refund_status import refund_status
from orderline.act.services.search_orders import Catalogue, search_orders
from orderline.act.services.track_order import track_order
from orderline.clock import Clock
from orderline.errors import StoreUnavailable
from orderline.events.decision import IdentifyCaller, ProposeCaller, Query, TrackOrder
from orderline.events.outcome import Outcome, ServiceDown
from orderline.events.reading import (
    Answer,
    ExplainDelay,
    FindOrder,
    ListOrders,
    OrderHistory,
    Reading,
    RefundStatus,
    SearchOrders,
)
from orderline.orders.identifiers import ShopId
from orderline.settings import SUFFICIENT
from orderline.store.repositories.shops import shop_facts
from orderline.store.session import Database

__all__ = ["Services"]

NAMES = {ProposeCaller: "propose_caller", IdentifyCaller: "identify_caller", TrackOrder: "track_order"}
READINGS = {
    FindOrder: "find_order",
    SearchOrders: "search_orders",
    ListOrders: "list_orders",
    RefundStatus: "refund_status",
    OrderHistory: "order_history",
    ExplainDelay: "explain_delay",
}


class Services:
    """All services of one shop, over one database. Shared by every call of the process."""

    def __init__(self, database: Database, shop: ShopId, clock: Clock, sufficient: Sufficient = SUFFICIENT) -> None:
        """`sufficient`: the sets of facts that identify a caller (`settings.identity`)."""
        self._database = database
        self._shop = shop
        self._clock = clock
        self._catalogue = Catalogue()
        self._sufficient = sufficient

    async def answer(self, query: Query, *, speculative: bool = False) -> Outcome:
        """Answer a question about orders, within the database's deadline.

        A failed identification is counted against the order number, unless the question is `speculative`: asked while
        the caller may still be speaking, and perhaps thrown away.

        Returns ServiceDown where the database does not answer. Raises ConfigurationError where there is no such shop.
        """
        try:
            return await self._answer(query, speculative)
        except StoreUnavailable as fault:
            logger.warning("{} cannot answer: {}", NAMES[type(query)], fault)
            return ServiceDown(NAMES[type(query)])

    async def _answer(self, query: Query, speculative: bool) -> Outcome:
        async with self._database.reading() as session:
            shop = await shop_facts(session, self._shop)
            today = shop.day(self._clock.now())
            match query:
                case ProposeCaller():
                    return await propose_caller(session, shop, query)
                case TrackOrder():
                    return await track_order(session, shop, query, today)
                case IdentifyCaller():
                    outcome = await identify_caller(session, shop, query, today, self._sufficient)
        if is_failure(query, outcome, self._sufficient) and not speculative:
            async with self._database.writing() as session:
                await keep_failure(session, shop, query, today)
        return outcome

    async def read(self, query: Reading) -> Answer | ServiceDown:
        """Answer a question that changes nothing, within the database's deadline; it may run ahead of the caller.

        Returns ServiceDown where the database does not answer. Raises ConfigurationError where there is no such shop.
        """
        try:
            async with self._database.reading() as session:
                return await self._read(session, query)
        except StoreUnavailable as fault:
            logger.warning("{} cannot answer: {}", READINGS[type(query)], fault)
            return ServiceDown(READINGS[type(query)])

    async def _read(self, session: AsyncSession, query: Reading) -> Answer:
        shop = await shop_facts(session, self._shop)
        match query:
            case FindOrder():
                return await find_order(session, shop, query)
            case SearchOrders():
                return await search_orders(session, shop, self._catalogue, query)
            case ListOrders():
                return await list_orders(session, shop, query)
            case RefundStatus():
                return await refund_status(session, shop, query)
            case OrderHistory():
                return await order_history(session, shop, query)
            case ExplainDelay():
                return await explain_delay(session, shop, query, shop.day(self._clock.now()))
