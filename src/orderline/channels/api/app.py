"""The API as one application, to be mounted under `/v1`: its own document, its own way to say no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from orderline.act.intake.refused import BadRow, RowRefused
from orderline.channels.api.admission import admission
from orderline.channels.api.changing import changing_router
from orderline.channels.api.codes import codes_router
from orderline.channels.api.parts import ApiParts
from orderline.channels.api.problems import ApiRefusal, ApiRefused, ProblemBody, api_refused
from orderline.channels.api.pushing import pushing_router
from orderline.channels.api.reading import reading_router
from orderline.errors import StoreUnavailable

PREFIX = "/v1"
NAMES = {
    "quantity": BadRow.BAD_QUANTITY,
    "on_hand": BadRow.BAD_QUANTITY,
    "currency": BadRow.UNKNOWN_CURRENCY,
    "amount": BadRow.BAD_AMOUNT,
    "unit_price": BadRow.BAD_AMOUNT,
    "discount": BadRow.BAD_AMOUNT,
    "shipping": BadRow.BAD_AMOUNT,
}
"""Field → what is wrong with a row where its value cannot be."""
PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"model": ProblemBody, "description": "No key in force, or a wrong signature"},
    403: {"model": ProblemBody, "description": "The key may not do that"},
    404: {"model": ProblemBody, "description": "There is no such thing"},
    409: {"model": ProblemBody, "description": "Refused: how things stand does not allow it"},
    413: {"model": ProblemBody, "description": "The request is too large"},
    422: {"model": ProblemBody, "description": "Refused: what was asked cannot be"},
    429: {"model": ProblemBody, "description": "Too many requests; see Retry-After"},
    503: {"model": ProblemBody, "description": "The database does not answer; nothing was written"},
}


def create_api(parts: ApiParts) -> FastAPI:
    """The API over these parts."""
    app = FastAPI(
        title="orderline",
        version="1",
        summary="A shop's systems push what happens, read everything out, and change orders as callers do.",
        docs_url=None,
        redoc_url=None,
        responses=PROBLEMS,
    )
    app.state.parts = parts
    app.middleware("http")(admission)
    app.add_exception_handler(ApiRefused, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(StoreUnavailable, _unavailable)
    app.include_router(pushing_router())
    app.include_router(reading_router())
    app.include_router(changing_router())
    app.include_router(codes_router())
    return app


async def _refused(_: Request, refused: Exception) -> Response:
    assert isinstance(refused, ApiRefused)
    return api_refused(refused)


async def _unavailable(_: Request, __: Exception) -> Response:
    return api_refused(ApiRefused(ApiRefusal.UNAVAILABLE))


async def _http(_: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    name = ApiRefusal.NOT_FOUND if fault.status_code in (404, 405) else ApiRefusal.BAD_REQUEST
    return api_refused(ApiRefused(name))


async def _invalid(_: Request, fault: Exception) -> Response:
    """What does not fit the document: bad rows by index and field, other fields by name; never what was sent."""
    assert isinstance(fault, RequestValidationError)
    rows: list[RowRefused] = []
    fields: list[dict[str, str]] = []
    for error in fault.errors():
        place = list(error["loc"])[1:]
        if place and isinstance(place[0], int) and error["type"] != "json_invalid":
            rows.append(_row(place[0], place[1:], error["msg"]))
        else:
            fields.append({"field": _path(place), "says": error["msg"]})
    if rows:
        rows.sort(key=lambda row: row.index)
        return api_refused(ApiRefused(ApiRefusal.BAD_ROWS, {"bad_rows": len({row.index for row in rows})}, rows=rows))
    return api_refused(ApiRefused(ApiRefusal.BAD_REQUEST, {"fields": fields}))


def _row(index: int, place: Sequence[int | str], says: str) -> RowRefused:
    last = next((part for part in reversed(place) if isinstance(part, str)), "")
    name = NAMES.get(last, BadRow.BAD_FIELD)
    if "address" in place:
        name = BadRow.BAD_ADDRESS
    return RowRefused(index, _path(place), name, says)


def _path(place: Sequence[int | str]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return text.removeprefix(".")
