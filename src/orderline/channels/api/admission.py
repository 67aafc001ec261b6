"""Who comes in: a key in force, not too often, with a body no larger than it may send. Before any body is read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Request, Response, Security
from fastapi.security import HTTPBearer

from orderline.channels.api.limits import STRANGERS_A_MINUTE
from orderline.channels.api.parts import ApiParts, holder, parts_of
from orderline.channels.api.problems import ApiRefusal, ApiRefused, api_refused
from orderline.channels.browser.guard import MOST_BYTES, PUSH_BYTES
from orderline.errors import StoreUnavailable
from orderline.store.repositories.api_keys import KeyHolder, Scope, holder_of

OPEN = "/openapi.json"
WEBHOOKS = "/webhooks/"
PUSHES = "/push/"
LONGEST_KEY = 100
"""Longer than any key: nothing longer is hashed."""
BEARER = HTTPBearer(auto_error=False, description="A key made by `orderline shop key create`.")


def needs(scope: Scope) -> Any:
    """A dependency: the key may do this."""

    async def check(request: Request, _: Annotated[object, Security(BEARER)]) -> KeyHolder:
        found = holder(request)
        if scope not in found.scopes:
            raise ApiRefused(ApiRefusal.WRONG_SCOPE, {"needed": scope.value})
        return found

    return Security(check)


async def admission(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Middleware of the API."""
    try:
        await _admit(request, parts_of(request))
    except ApiRefused as refused:
        return api_refused(refused)
    except StoreUnavailable:
        return api_refused(ApiRefused(ApiRefusal.UNAVAILABLE))
    return await call_next(request)


async def _admit(request: Request, parts: ApiParts) -> None:
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    if path.startswith(WEBHOOKS):
        _small_enough(request, MOST_BYTES)
        return
    if not await parts.is_open():
        raise ApiRefused(ApiRefusal.CLOSED)
    if path == OPEN:
        return
    found = await _known(request, parts)
    if wait := parts.keys.take(f"{found.shop}/{found.key_id}", found.per_minute):
        raise ApiRefused(ApiRefusal.TOO_MANY_REQUESTS, {"wait_s": wait}, {"Retry-After": str(wait)})
    pushes = path.startswith(PUSHES) and Scope.PUSH in found.scopes
    _small_enough(request, PUSH_BYTES if pushes else MOST_BYTES)
    request.state.holder = found


async def _known(request: Request, parts: ApiParts) -> KeyHolder:
    address = request.client.host if request.client else ""
    if wait := parts.strangers.wait(address, STRANGERS_A_MINUTE):
        raise ApiRefused(ApiRefusal.TOO_MANY_REQUESTS, {"wait_s": wait}, {"Retry-After": str(wait)})
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    found = None
    if kind.lower() == "bearer" and 0 < len(token) <= LONGEST_KEY:
        async with parts.database.reading() as session:
            found = await holder_of(session, token)
    if found is None:
        parts.strangers.take(address, STRANGERS_A_MINUTE)
        raise ApiRefused(ApiRefusal.NO_KEY, headers={"WWW-Authenticate": "Bearer"})
    return found


def _small_enough(request: Request, most: int) -> None:
    length = request.headers.get("content-length", "0")
    if "transfer-encoding" in request.headers or not length.isdigit() or int(length) > most:
        raise ApiRefused(ApiRefusal.TOO_LARGE, {"most_bytes": most})
