"""The HTTP side of a call: a token, an offer, candidates. And the pages."""

from __future__ import annotations

import secrets
from importlib import resources
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field

from orderline.channels.browser.guard import error
from orderline.channels.browser.host import Answer, CallHost, LineFull
from orderline.channels.browser.tokens import Tokens
from orderline.errors import CallRefused
from orderline.handoff.listeners import AgentId
from orderline.orders.identifiers import CallId, Language

PAGES = resources.files("orderline.channels.browser") / "page"


class TokenWish(BaseModel):
    """What a page wants a token for."""

    model_config = ConfigDict(populate_by_name=True)

    wanted_for: Literal["call", "desk"] = Field("call", alias="for")
    key: str = Field("", max_length=256)


class Offer(BaseModel):
    """A WebRTC offer. Fields that pipecat's own clients add are read over."""

    sdp: str
    type: Literal["offer"]
    language: Language = "en"
    pc_id: str | None = None
    restart_pc: bool | None = None
    request_data: dict[str, Any] = Field(default_factory=dict, alias="requestData")


class PersonOffer(BaseModel):
    """The offer of a person who picked a call up."""

    sdp: str
    type: Literal["offer"]
    call_id: str = Field(max_length=64)


class Candidates(BaseModel):
    """Candidates found after the offer was sent."""

    pc_id: str = Field(max_length=128)
    candidates: list[dict[str, Any]] = Field(max_length=20)


def signalling_router(host: CallHost, tokens: Tokens, *, desk_key: str) -> APIRouter:
    """Routes under `/api` that place calls. `desk_key` empty: the desk is open to this machine."""
    router = APIRouter(prefix="/api")

    @router.post("/token")
    async def token(wish: TokenWish, request: Request) -> Any:
        address = request.client.host if request.client else ""
        if not tokens.may_ask(address):
            return error(429, "Too many calls from here.", "", "Wait a minute, then call again.")
        if wish.wanted_for == "desk":
            if not secrets.compare_digest(wish.key.encode(), desk_key.encode()):
                return error(403, "That is not the desk's key.", "", "Open the address with the key, once.")
            return {"token": tokens.for_desk(), "expires_s": 12 * 3600}
        if host.full:
            return error(503, "The line is full.", "Every line is taken.", "Please call again in a minute.")
        return {"token": tokens.for_call(), "expires_s": tokens.life_s}

    @router.post("/offer")
    async def offer(body: Offer, authorization: Annotated[str, Header()] = "") -> Any:
        shown = authorization.removeprefix("Bearer ") or str(body.request_data.get("token", ""))
        if not tokens.take_call(shown):
            return error(401, "The call token is not good.", "It was used, or is too old.", "Ask for a new one.")
        return _told(await host.call(body.sdp, body.language))

    @router.patch("/offer")
    async def candidates(body: Candidates) -> Any:
        await host.add_candidates(body.pc_id, body.candidates)
        return {"status": "success"}

    @router.post("/desk/offer")
    async def desk_offer(body: PersonOffer, authorization: Annotated[str, Header()] = "") -> Any:
        agent = tokens.agent(authorization.removeprefix("Bearer "))
        if agent is None:
            return error(401, "The desk token is not good.", "It is too old.", "Open the desk again.")
        return _told(await host.join(body.sdp, CallId(body.call_id), AgentId(agent)))

    return router


def pages_router() -> APIRouter:
    """The phone page, the desk page and what they are made of."""
    router = APIRouter()

    @router.get("/", include_in_schema=False)
    async def phone() -> Response:
        return FileResponse(str(PAGES / "phone.html"))

    @router.get("/desk", include_in_schema=False)
    async def desk() -> Response:
        return FileResponse(str(PAGES / "desk.html"))

    return router


def refused(_request: Request, fault: Exception) -> Response:
    """A refused call as the client reads it."""
    assert isinstance(fault, CallRefused)
    return error(503 if isinstance(fault, LineFull) else 400, fault.what, fault.means, fault.do)


def _told(answer: Answer) -> dict[str, str]:
    return {"sdp": answer.sdp, "type": "answer", "pc_id": answer.pc_id, "call_id": answer.call_id}
