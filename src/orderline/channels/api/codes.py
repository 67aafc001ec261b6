"""Step-up codes for shop systems and desks that talk to a customer themselves: sent, and checked, as in a call."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from orderline.act.services.step_up import MOST_READINGS, check_code, send_code
from orderline.channels.api.admission import needs
from orderline.channels.api.fields import In, Key
from orderline.channels.api.parts import holder, parts_of
from orderline.channels.api.problems import ApiRefusal, ApiRefused, service_refused
from orderline.events.outcome import CodeWrong, WishRefused
from orderline.orders.identifiers import CustomerId
from orderline.store.models import Customer
from orderline.store.repositories.api_keys import Scope


class AskedCode(In):
    """Send a code."""

    call: Key
    """The conversation it counts in, by the shop's own key."""


class GivenCode(In):
    """What the customer read back."""

    call: Key
    codes: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[0-9]{6}$")], ...], Field(min_length=1, max_length=MOST_READINGS)
    ]
    """One, or several readings of what was said, best first."""


class OutSent(BaseModel):
    """It is on its way, to the phone or e-mail on file."""

    to_last4: str
    """End of the phone number; empty: it went by e-mail."""


class OutChecked(BaseModel):
    """Whether it is the code."""

    right: bool
    tries_left: int
    """0: this code counts no more."""


def codes_router() -> APIRouter:
    """The routes."""
    router = APIRouter(dependencies=[needs(Scope.WRITE)], tags=["codes"])
    router.add_api_route(
        "/customers/{customer}/codes", _send, methods=["POST"], response_model=OutSent, status_code=201,
        summary="Send the customer a code of six digits; at most three an hour",
    )  # fmt: skip
    router.add_api_route(
        "/customers/{customer}/codes/check", _check, methods=["POST"], response_model=OutChecked,
        summary="Check what the customer read back; three tries a code",
    )  # fmt: skip
    return router


async def _send(request: Request, customer: str, asked: AskedCode) -> Any:
    parts, key = parts_of(request), holder(request)
    who = await _known(request, customer)
    sent = await send_code(parts.database, key.shop, parts.clock, who, asked.call, actor=key.actor)
    return service_refused(sent.refused) if isinstance(sent, WishRefused) else OutSent(to_last4=sent.to_last4)


async def _check(request: Request, customer: str, given: GivenCode) -> OutChecked:
    parts, key = parts_of(request), holder(request)
    who = await _known(request, customer)
    found = await check_code(parts.database, key.shop, parts.clock, who, given.call, given.codes, actor=key.actor)
    if isinstance(found, CodeWrong):
        return OutChecked(right=False, tries_left=found.tries_left)
    return OutChecked(right=True, tries_left=0)


async def _known(request: Request, customer: str) -> CustomerId:
    async with parts_of(request).database.reading() as session:
        if await session.get(Customer, (holder(request).shop, customer)) is None:
            raise ApiRefused(ApiRefusal.UNKNOWN_CUSTOMER)
    return CustomerId(customer)
