"""The desk's WebSocket: the queue out, pick-ups in. The sound of the person travels apart, over WebRTC."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from orderline.handoff.desk.messages import (
    EndCall,
    GiveBack,
    PickUp,
    not_understood_message,
    queue_message,
    read_ask,
    refusal_message,
    update_message,
)
from orderline.handoff.listeners import AgentId, Listener, QueueChanged
from orderline.handoff.queue import DeskQueue
from orderline.orders.identifiers import CallId

CheckToken = Callable[[str], str | None]
"""A desk's token to the agent's id; None where it is not good."""

BAD_TOKEN = 4401
"""Close code of a desk whose token is not good: 4000 + the HTTP status."""
SEND_S = 5.0
"""Longest wait for one message to leave; a desk that reads slower is closed. A choice."""


def desk_router(queue: DeskQueue, check_token: CheckToken) -> APIRouter:
    """The routes of the desk: `GET /api/desk/ws?token=…`, JSON both ways."""
    router = APIRouter()

    @router.websocket("/api/desk/ws")
    async def desk(socket: WebSocket, token: str = "") -> None:
        agent = check_token(token)
        await socket.accept()
        if agent is None:
            await socket.close(BAD_TOKEN, "The desk's key or token is not good.")
            return
        await _serve(socket, queue, AgentId(agent))

    return router


async def _serve(socket: WebSocket, queue: DeskQueue, agent: AgentId) -> None:
    """Run one desk until its socket closes; both directions end together, and the desk leaves the queue."""
    listener = queue.listen(agent)
    ways = (
        asyncio.create_task(_tell(socket, queue, listener), name=f"desk-tell-{agent}"),
        asyncio.create_task(_hear(socket, queue, agent), name=f"desk-hear-{agent}"),
    )
    try:
        done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        queue.leave(listener)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
    for way in done:
        fault = None if way.cancelled() else way.exception()
        if fault is not None and not isinstance(fault, _GONE):
            raise fault


_GONE = (WebSocketDisconnect, TimeoutError, RuntimeError)
"""How a socket says that its other end is gone; starlette raises RuntimeError for a send after the close."""


async def _tell(socket: WebSocket, queue: DeskQueue, listener: Listener) -> None:
    """Send what the queue tells this desk."""
    while True:
        for update in await listener.next():
            message = (
                queue_message(queue.cards(listener.agent))
                if isinstance(update, QueueChanged)
                else update_message(update)
            )
            await _send(socket, message)


async def _hear(socket: WebSocket, queue: DeskQueue, agent: AgentId) -> None:
    """Do what this desk asks for."""
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        answer = _obey(message.get("text") or "", queue, agent)
        if answer is not None:
            await _send(socket, answer)


def _obey(text: str, queue: DeskQueue, agent: AgentId) -> dict[str, Any] | None:
    """Carry out one message; the error to send back, or None."""
    ask = read_ask(text)
    if ask is None:
        return not_understood_message()
    call_id = CallId(ask.call_id)
    match ask:
        case PickUp():
            refusal = queue.pick_up(call_id, agent)
        case GiveBack():
            refusal = queue.give_back(call_id, agent)
        case EndCall():
            refusal = queue.hang_up(call_id, agent)
    return refusal_message(refusal) if refusal is not None else None


async def _send(socket: WebSocket, message: dict[str, Any]) -> None:
    async with asyncio.timeout(SEND_S):
        await socket.send_json(message)
