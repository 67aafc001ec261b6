"""The services: what the line can find out and do, one module each, under the name of the task that asks for it."""

from __future__ import annotations

from collections.abc import Mapping

from loguru import logger
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.policies.live import LivePolicies
from orderline.act.services.addresses import kept_address
from orderline.act.services.book_pickup import slots_for
from orderline.act.services.changes import Changes
from orderline.act.services.explain_delay import explain_delay
from orderline.act.services.explain_payment import explain_payment
from orderline.act.services.explain_policy import explain_rule
from orderline.act.services.find_order import find_order
from orderline.act.services.identify_caller import identify_caller, is_failure, keep_failure
from orderline.act.services.identify_person import Sufficient
from orderline.act.services.list_orders import list_orders
from orderline.act.services.order_history import order_history
from orderline.act.services.planning import refuse
from orderline.act.services.product_info import product_info
from orderline.act.services.propose_caller import propose_caller
from orderline.act.services.read_book import read_book
from orderline.act.services.refund_status import refund_status
from orderline.act.services.search_orders import Catalogue, search_orders
from orderline.act.services.step_up import check_code, send_code
from orderline.act.services.stray_charges import stray_charges
from orderline.act.services.track_order import track_order
from orderline.act.services.wishes import Unreadable, given_wish, read_wish
from orderline.act.services.writer import Writer, random_id
from orderline.clock import Clock
from orderline.errors import StoreUnavailable
from orderline.events.answer import Answer
from orderline.events.decision import (
    Ask,
    AskQuote,
    CheckCode,
    Effect,
    IdentifyCaller,
    KeepAddress,
    ProposeCaller,
    Query,
    ReadBook,
    Request,
    SendCode,
    TrackOrder,
    Write,
)
from orderline.events.outcome import (
    AddressKept,
    Answered,
    FactAsked,
    Outcome,
    Quoted,
    ServiceDown,
    WishRefused,
    Written,
)
from orderline.events.reading import (
    ExplainDelay,
    ExplainPayment,
    ExplainPolicy,
    FindOrder,
    FreeSlots,
    ListOrders,
    OrderHistory,
    ProductInfo,
    Reading,
    RefundStatus,
    SearchOrders,
    StrayCharges,
)
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CallId, ShopId
from orderline.orders.quote import ActionId, Asks, Quote, Refusal, Refused
from orderline.settings import SUFFICIENT
from orderline.store.repositories.shops import shop_facts
from orderline.store.session import Database

__all__ = ["Services", "name_of"]

NAMES: Mapping[type, str] = {
    ProposeCaller: "propose_caller",
    IdentifyCaller: "identify_caller",
    TrackOrder: "track_order",
    ReadBook: "read_book",
    Write: "write",
    SendCode: "send_code",
    CheckCode: "check_code",
    KeepAddress: "keep_address",
    FindOrder: "find_order",
    SearchOrders: "search_orders",
    ListOrders: "list_orders",
    RefundStatus: "refund_status",
    OrderHistory: "order_history",
    ExplainDelay: "explain_delay",
    ExplainPayment: "explain_payment",
    StrayCharges: "stray_charges",
    FreeSlots: "free_slots",
    ProductInfo: "product_info",
    ExplainPolicy: "explain_policy",
}
NOT_UNDERSTOOD = refuse(Refusal.PERSON_NEEDED, "a colleague has to look at this with you", "这个需要请同事来帮您处理")


class Services:
    """All services of one shop, over one database. Shared by every call of the process."""

    def __init__(
        self,
        database: Database,
        shop: ShopId,
        clock: Clock,
        policies: LivePolicies,
        sufficient: Sufficient = SUFFICIENT,
    ) -> None:
        """`sufficient`: the sets of facts that identify a caller (`settings.identity`)."""
        self._database = database
        self._shop = shop
        self._clock = clock
        self._policies = policies
        self._catalogue = Catalogue()
        self._changes = Changes(database, shop, clock, policies, Writer(database, shop, clock), read_wish)
        self._sufficient = sufficient

    async def answer(self, query: Query, *, speculative: bool = False) -> Outcome:
        """Answer a question that changes no order, within the database's deadline.

        `speculative`: asked while the caller may still be speaking, and perhaps thrown away. A failed identification is
        then not counted against the order number, and of a quote nothing is kept.

        Returns ServiceDown where the database does not answer. Raises ConfigurationError where there is no such shop.
        """
        try:
            if isinstance(query, AskQuote):
                return await self._quote(query, keep=not speculative)
            return await self._answer(query, speculative)
        except StoreUnavailable as fault:
            return _down(query, fault)

    async def effect(self, request: Effect, authority: Authority, action_id: ActionId) -> Outcome:
        """Carry out what was decided, on whose word `authority` says.

        A write happens once per `action_id`: asked again with the same one, it gives the first receipt.
        Returns ServiceDown where the database does not answer: a write may then have happened all the same.
        """
        try:
            return await self._effect(request, authority, action_id)
        except StoreUnavailable as fault:
            return _down(request, fault)

    async def read(self, query: Reading) -> Answer | ServiceDown:
        """Answer a question that changes nothing, within the database's deadline; it may run ahead of the caller.

        Returns ServiceDown where the database does not answer. Raises ConfigurationError where there is no such shop.
        """
        try:
            async with self._database.reading() as session:
                return await self._read(session, query)
        except StoreUnavailable as fault:
            return _down(query, fault)

    async def _answer(self, query: Query, speculative: bool) -> Outcome:
        async with self._database.reading() as session:
            shop = await shop_facts(session, self._shop)
            today = shop.day(self._clock.now())
            match query:
                case ProposeCaller():
                    return await propose_caller(session, shop, query)
                case TrackOrder():
                    return await track_order(session, shop, query, today)
                case ReadBook():
                    return await read_book(session, shop, query)
                case Ask(reading):
                    return Answered(await self._read(session, reading))
                case IdentifyCaller():
                    outcome = await identify_caller(session, shop, query, today, self._sufficient)
                case _:
                    raise AssertionError(f"no service answers {type(query).__name__}")
        if is_failure(query, outcome, self._sufficient) and not speculative:
            async with self._database.writing() as session:
                await keep_failure(session, shop, query, today)
        return outcome

    async def _quote(self, query: AskQuote, *, keep: bool) -> Outcome:
        wish = given_wish(query.action, query.wish)
        if isinstance(wish, Unreadable):
            logger.error("a wish that cannot be read was asked for: {}", wish.why)
            return WishRefused(NOT_UNDERSTOOD)
        match await self._changes.quote(query.action, wish, query.customer_id, keep=keep):
            case Quote() as quote:
                return Quoted(quote)
            case Asks() as asks:
                return FactAsked(asks)
            case Refused() as refused:
                return WishRefused(refused)

    async def _effect(self, request: Effect, authority: Authority, action_id: ActionId) -> Outcome:
        customer, call = authority.customer_id, authority.call_id or CallId("")
        match request:
            case Write():
                done = await self._changes.write(request.quote_id, action_id, authority)
                return WishRefused(done) if isinstance(done, Refused) else Written(done)
            case SendCode():
                return await send_code(self._database, self._shop, self._clock, customer, call)
            case CheckCode():
                return await check_code(self._database, self._shop, self._clock, customer, call, request.codes)
            case KeepAddress():
                async with self._database.writing() as session:
                    shop = await shop_facts(session, self._shop)
                    kept = await kept_address(session, shop, customer, request.parts, random_id)
                return WishRefused(kept) if isinstance(kept, Refused) else AddressKept(kept)

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
            case ExplainPayment():
                return await explain_payment(session, shop, query)
            case StrayCharges():
                return await stray_charges(session, shop, query)
            case FreeSlots():
                return await slots_for(session, shop, query, self._clock.now())
            case ProductInfo():
                return await product_info(session, shop, query)
            case ExplainPolicy():
                shelf = await self._policies.current()
                return await explain_rule(session, shop, shelf, query, shop.day(self._clock.now()))


def name_of(asked: Request | Reading) -> str:
    """The service that a request asks."""
    what = asked.reading if isinstance(asked, Ask) else asked
    return what.action if isinstance(what, AskQuote) else NAMES[type(what)]


def _down(asked: Request | Reading, fault: StoreUnavailable) -> ServiceDown:
    logger.warning("{} cannot answer: {}", name_of(asked), fault)
    return ServiceDown(name_of(asked))
