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


def desk_router(
    queue: DeskQueue, check_token: CheckToken, allows_origin: Callable[[str | None, str], bool]
) -> APIRouter:
    """The routes of the desk: `GET /api/desk/ws?token=…`, JSON both ways.

    `allows_origin` judges the page's origin beside the line's own host: middleware sees no WebSocket.
    """
    router = APIRouter()

    @router.websocket("/api/desk/ws")
    async def desk(socket: WebSocket, token: str = "") -> None:
        if not allows_origin(socket.headers.get("origin"), socket.headers.get("host", "")):
            await socket.close()
            return
        agent = check_token(token)
        await socket.accept()
        if agent is None:
            await socket.close(BAD_TOKEN, "The desk's key or token is not good.")
            return
        await _serve(socket, queue, AgentId(agent))

    return router


_GONE = (WebSocketDisconnect, TimeoutError)
"""How a desk ends that did not say goodbye."""


async def _serve(socket: WebSocket, queue: DeskQueue, agent: AgentId) -> None:
    """Run one desk until its socket closes; both directions end together, and the desk leaves the queue."""
    listener = queue.listen(agent)
    try:
        async with asyncio.TaskGroup() as ways:
            telling = ways.create_task(_tell(socket, queue, listener), name=f"desk-tell-{agent}")
            await _hear(socket, queue, agent)
            telling.cancel()
    except* _GONE:
        pass
    finally:
        queue.leave(listener)


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
    """Do what this desk asks for, until it closes."""
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
    """Send one message; starlette says RuntimeError where the other end has closed."""
    async with asyncio.timeout(SEND_S):
        try:
            await socket.send_json(message)
        except RuntimeError as fault:
            raise WebSocketDisconnect from fault
