"""Quote, then confirm: every change an order can have, by the services that callers use."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from orderline.act.services.addresses import GivenAddress, keep_address
from orderline.act.services.change_address import ChangeAddress
from orderline.act.services.change_default_address import ChangeDefaultAddress
from orderline.act.services.changes import Wish
from orderline.act.services.merge_orders import MergeOrders
from orderline.act.services.wishes import action_of
from orderline.act.services.writer import UNKNOWN_ORDER, random_id
from orderline.channels.api.admission import needs
from orderline.channels.api.fields import In, Key
from orderline.channels.api.parts import holder, parts_of
from orderline.channels.api.problems import ApiRefusal, ApiRefused, Words, service_refused
from orderline.channels.api.wish_parts import AskedAddress
from orderline.channels.api.wished import AskedOfCustomer, AskedOfOrder
from orderline.channels.api.wished_before import AskedChangeAddress, AskedMergeOrders
from orderline.channels.api.wished_customer import AskedChargeToOrder, AskedPlaceOrder, AskedRefundCharge
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CustomerId
from orderline.orders.money import EXPONENTS
from orderline.orders.quote import ActionId, Asks, MoneyMove, Quote, QuoteId, Receipt, Refusal, Refused
from orderline.store.models import Customer
from orderline.store.repositories.api_keys import Scope
from orderline.store.repositories.orders import order_numbered
from orderline.store.repositories.shops import shop_facts

ACTION_ID = re.compile(r"[A-Za-z0-9._:-]{8,64}")


class OutMove(BaseModel):
    """Money in or out by one payment method."""

    kind: str
    method: str
    amount: int
    """Minor units, ≥ 0."""
    currency: str
    days: tuple[int, int]
    """Working days until it arrives, at the earliest and latest; [0, 0]: at once."""
    at_once: bool


class OutQuote(BaseModel):
    """What a change will do. It stands until `expires_at`, and while the order stays as it is."""

    id: str
    action: str
    moves: list[OutMove]
    lost_coupons: list[str]
    conditions: list[Words]
    deadline: date | None
    because: Words
    cite: str
    rule: str
    expires_at: datetime
    step_up: int
    """Identity level that confirming needs."""


class OutReceipt(BaseModel):
    """Proof that a change was committed."""

    id: str
    action_id: str
    action: str
    order_id: str
    at: datetime
    moves: list[OutMove]
    follow_ups: list[str]
    reference: str


class Confirmed(In):
    """The customer's yes, as the shop's system vouches for it."""

    customer: Key
    level: Annotated[int, Field(ge=1, le=3)] = 1
    """How sure it is who asks: 1 two factors, 2 a code sent to them as well, 3 a person checked."""
    verified: Annotated[tuple[Key, ...], Field(max_length=8)] = ()
    """What matched, e.g. `shop_login`: kept in the audit."""


def changing_router() -> APIRouter:
    """The routes."""
    router = APIRouter(dependencies=[needs(Scope.WRITE)], tags=["changes"])
    router.add_api_route(
        "/orders/{number}/quotes", _quote_order, methods=["POST"], response_model=OutQuote, status_code=201,
        summary="Quote a change of an order; nothing is changed yet",
    )  # fmt: skip
    router.add_api_route(
        "/customers/{customer}/quotes", _quote_customer, methods=["POST"], response_model=OutQuote, status_code=201,
        summary="Quote an order to be placed, or another default address",
    )  # fmt: skip
    router.add_api_route(
        "/quotes/{quote}/confirm", _confirm, methods=["POST"], response_model=OutReceipt,
        summary="Carry a quote out, once: the same `Idempotency-Key` again gives the first receipt",
    )  # fmt: skip
    return router


async def _quote_order(request: Request, number: str, asked: Annotated[AskedOfOrder, Body()]) -> Any:
    parts, shop = parts_of(request), holder(request).shop
    async with parts.database.reading() as session:
        facts = await shop_facts(session, shop)
        found = await order_numbered(session, facts, number)
        other = await order_numbered(session, facts, asked.other) if isinstance(asked, AskedMergeOrders) else None
    if found is None or found.customer_id != asked.customer:
        return service_refused(UNKNOWN_ORDER)
    customer, order = found.customer_id, found.order_id
    if isinstance(asked, AskedMergeOrders):
        if other is None:
            return service_refused(UNKNOWN_ORDER)
        return await _quoted(request, customer, MergeOrders(order, other.order_id))
    if isinstance(asked, AskedChangeAddress):
        return await _quoted_address(
            request, customer, asked.address_id, asked.address, lambda key: ChangeAddress(order, key)
        )
    return await _quoted(request, customer, asked.wish(order))


async def _quote_customer(request: Request, customer: str, asked: Annotated[AskedOfCustomer, Body()]) -> Any:
    parts, shop = parts_of(request), holder(request).shop
    async with parts.database.reading() as session:
        if await session.get(Customer, (shop, customer)) is None:
            raise ApiRefused(ApiRefusal.UNKNOWN_CUSTOMER)
    who = CustomerId(customer)
    if isinstance(asked, AskedPlaceOrder):
        if asked.currency not in EXPONENTS:
            raise ApiRefused(ApiRefusal.UNKNOWN_CURRENCY, {"known": list(EXPONENTS)})
        return await _quoted(request, who, asked.wish())
    if isinstance(asked, AskedRefundCharge | AskedChargeToOrder):
        return await _quoted(request, who, asked.wish())
    return await _quoted_address(request, who, asked.address_id, asked.address, ChangeDefaultAddress)


async def _confirm(
    request: Request,
    quote: str,
    confirmed: Confirmed,
    idempotency_key: Annotated[str, Header(description="The action's id: 8 to 64 of A-Z a-z 0-9 . _ : -")] = "",
) -> Any:
    if not ACTION_ID.fullmatch(idempotency_key):
        raise ApiRefused(ApiRefusal.NO_ACTION_ID)
    parts, key = parts_of(request), holder(request)
    authority = Authority(key.actor, CustomerId(confirmed.customer), confirmed.verified, confirmed.level)
    done = await parts.changes(key.shop).write(QuoteId(quote), ActionId(idempotency_key), authority)
    if isinstance(done, Refused):
        return service_refused(done)
    return receipt_out(done)


async def _quoted_address(
    request: Request,
    customer: CustomerId,
    address_id: str | None,
    given: AskedAddress | None,
    wish: Callable[[str], Wish],
) -> Any:
    """Quote a wish for an address. One that is new is kept only once nothing but the address is missing."""
    if given is None or address_id is not None:
        return await _quoted(request, customer, wish(address_id or ""))
    parts, shop = parts_of(request), holder(request).shop
    without = await parts.changes(shop).quote(action_of(wish("")), wish(""), customer)
    if not isinstance(without, Refused) or without.code is not Refusal.BAD_ADDRESS:
        return _answer(without)
    async with parts.database.writing() as session:
        facts = await shop_facts(session, shop)
        kept = await keep_address(session, facts, customer, GivenAddress(**given.model_dump()), random_id)
    return service_refused(kept) if isinstance(kept, Refused) else await _quoted(request, customer, wish(kept))


async def _quoted(request: Request, customer: CustomerId, wish: Wish) -> Any:
    changes = parts_of(request).changes(holder(request).shop)
    return _answer(await changes.quote(action_of(wish), wish, customer))


def _answer(quote: Quote | Refused | Asks) -> OutQuote | JSONResponse:
    if not isinstance(quote, Quote):
        return service_refused(quote)
    return OutQuote(
        id=quote.quote_id,
        action=quote.action,
        moves=[move_out(move) for move in quote.moves],
        lost_coupons=list(quote.lost_coupons),
        conditions=[Words(**asdict(text)) for text in quote.conditions],
        deadline=quote.deadline,
        because=Words(**asdict(quote.because)),
        cite=quote.cite,
        rule=quote.rule_id,
        expires_at=quote.expires_at,
        step_up=quote.step_up,
    )


def move_out(move: MoneyMove) -> OutMove:
    """A money move as the API tells it."""
    return OutMove(
        kind=move.kind.value,
        method=move.method_id,
        amount=move.amount.minor_units,
        currency=move.amount.currency,
        days=move.days,
        at_once=move.at_once,
    )


def receipt_out(receipt: Receipt) -> OutReceipt:
    """A receipt as the API tells it."""
    return OutReceipt(
        id=receipt.receipt_id,
        action_id=receipt.action_id,
        action=receipt.action,
        order_id=receipt.order_id,
        at=receipt.at,
        moves=[move_out(move) for move in receipt.moves],
        follow_ups=list(receipt.follow_ups),
        reference=receipt.reference,
    )
