"""Pushing in: by key under `/push/…`, by signature under `/webhooks/…`. All rows are taken, or none."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, TypeAdapter, ValidationError

from orderline.act.intake.intake import Sender, Taken
from orderline.act.intake.rows import PushedRow
from orderline.act.systems.signature import verified
from orderline.channels.api.admission import needs
from orderline.channels.api.parts import holder, parts_of
from orderline.channels.api.problems import ApiRefusal, ApiRefused
from orderline.channels.api.pushed import KINDS
from orderline.channels.api.reading_rows import read_rows, unread
from orderline.orders.identifiers import ShopId
from orderline.store.repositories.api_keys import Scope

SENDS: dict[str, frozenset[str]] = {
    "erp": frozenset({"orders", "products", "stock"}),
    "wms": frozenset({"shipments", "stock", "arrivals"}),
    "crm": frozenset(),
    "payment": frozenset({"payments"}),
    "carrier": frozenset({"shipments", "scans"}),
}
"""What each system may send by webhook."""
LONGEST_ID = 64


class Pushed(BaseModel):
    """All rows were written, or had been before."""

    rows: int
    again: bool = False
    """The same signed message had been taken before: nothing was written now."""


def pushing_router() -> APIRouter:
    """The routes."""
    router = APIRouter()
    for kind in KINDS:
        router.add_api_route(
            f"/push/{kind}",
            _route(kind),
            methods=["POST"],
            response_model=Pushed,
            dependencies=[needs(Scope.PUSH)],
            summary=f"Push {kind}: 1 to 1,000 rows, written by their keys, all or none",
            name=f"push_{kind}",
            tags=["push"],
        )
    router.add_api_route(
        "/webhooks/{system}", _webhook, methods=["POST"], response_model=Pushed, tags=["webhooks"],
        summary='Take in a signed message `{"kind": "scans", "rows": […]}` of one of the shop\'s systems',
        name="webhook",
        openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": {
            "type": "object",
            "required": ["kind", "rows"],
            "properties": {
                "kind": {"type": "string", "enum": sorted(KINDS)},
                "rows": {"type": "array", "minItems": 1, "items": {"type": "object"}},
            },
        }}}}},
    )  # fmt: skip
    return router


def _route(kind: str) -> Any:
    async def push(request: Request, rows: Any) -> Pushed:
        key = holder(request)
        return await _take(request, key.shop, kind, await read_rows(kind, rows), Sender(key.actor))

    push.__annotations__["rows"] = unread(kind)
    push.__annotations__["request"] = Request
    push.__annotations__["return"] = Pushed
    return push


async def _webhook(request: Request, system: str) -> Pushed:
    parts = parts_of(request)
    if not parts.webhook_secret or system not in SENDS:
        raise ApiRefused(ApiRefusal.NOT_FOUND)
    body = await request.body()
    message, stamp, signature = (
        request.headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature")
    )
    known = 0 < len(message) <= LONGEST_ID and message.isprintable() and stamp.isascii()
    if not known or not verified(parts.webhook_secret, message, stamp, signature, body, parts.clock.now()):
        raise ApiRefused(ApiRefusal.BAD_SIGNATURE)
    kind, given = _read(body)
    if kind not in SENDS[system]:
        raise ApiRefused(ApiRefusal.WRONG_SYSTEM, {"may_send": sorted(SENDS[system])})
    rows = await read_rows(kind, given)
    sender = Sender(f"system:{system}", system, message)
    return await _take(request, ShopId(parts.webhook_shop), kind, rows, sender)


def _read(body: bytes) -> tuple[str, Any]:
    """What a message says. Raises RequestValidationError, as the other routes do."""
    try:
        message = _envelope().validate_json(body)
        kind = str(message["kind"])
        if kind not in KINDS:
            return kind, []
        return kind, _rows(kind).validate_python(message["rows"])
    except (ValidationError, KeyError) as wrong:
        errors = wrong.errors(include_input=False, include_url=False) if isinstance(wrong, ValidationError) else []
        raise RequestValidationError([{**error, "loc": ("body", *error["loc"])} for error in errors]) from None


@cache
def _envelope() -> TypeAdapter[dict[str, Any]]:
    return TypeAdapter(dict[str, Any])


@cache
def _rows(kind: str) -> TypeAdapter[list[Any]]:
    return TypeAdapter(unread(kind))


async def _take(request: Request, shop: ShopId, kind: str, rows: list[PushedRow], sender: Sender) -> Pushed:
    taken = await parts_of(request).intake.take(shop, kind, rows, sender)
    if not isinstance(taken, Taken):
        raise ApiRefused(ApiRefusal.BAD_ROWS, {"bad_rows": len({row.index for row in taken})}, rows=taken)
    return Pushed(rows=taken.rows, again=taken.again)
