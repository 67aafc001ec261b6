from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from tests.unit.handoff.test_briefing import FACTS

from orderline.channels.browser.desk import BAD_TOKEN, desk_router
from orderline.clock import VirtualClock
from orderline.handoff.briefing import brief
from orderline.handoff.listeners import AgentId
from orderline.handoff.queue import DeskQueue
from orderline.orders.identifiers import CallId

pytestmark = pytest.mark.unit

EVIL = "https://evil.example.com"


class Line:
    """A line with one call ringing, its queue filled inside the server's own loop."""

    def __init__(self) -> None:
        self.queue = DeskQueue(VirtualClock())
        self.app = FastAPI()
        self.app.include_router(
            desk_router(self.queue, lambda token: token.removeprefix("good-") or None, lambda origin, _: origin != EVIL)
        )

        @self.app.post("/ring")
        async def ring() -> None:
            self.queue.ring(brief(FACTS))

        @self.app.post("/bridge")
        async def bridge() -> None:
            self.queue.bridged(CallId("c1"), AgentId("ann"))


def receive(socket: Any, kind: str) -> Any:
    """The next message of `kind`, whatever comes before it."""
    while True:
        message = socket.receive_json()
        if message["type"] == kind:
            return message


def test_a_desk_sees_the_queue_picks_up_and_hangs_up() -> None:
    line = Line()
    with TestClient(line.app) as client, client.websocket_connect("/api/desk/ws?token=good-ann") as desk:
        assert receive(desk, "queue")["calls"] == []
        client.post("/ring")
        (card,) = receive(desk, "queue")["calls"]
        assert card["status"] == "ringing"
        desk.send_json({"type": "pick_up", "call_id": card["call_id"]})
        assert receive(desk, "queue")["calls"][0]["status"] == "mine"
        client.post("/bridge")
        assert receive(desk, "bridged")["call_id"] == card["call_id"]
        desk.send_json({"type": "hang_up", "call_id": card["call_id"]})
        assert receive(desk, "released")["why"] == "hung_up"


def test_a_desk_that_closes_leaves_the_queue() -> None:
    line = Line()
    with TestClient(line.app) as client:
        with client.websocket_connect("/api/desk/ws?token=good-ann") as desk:
            client.post("/ring")
            receive(desk, "queue")
            desk.send_json({"type": "pick_up", "call_id": "c1"})
            while receive(desk, "queue")["calls"][:1] == []:
                pass
        with client.websocket_connect("/api/desk/ws?token=good-bo") as other:
            other.send_json({"type": "pick_up", "call_id": "c1"})
            while (calls := receive(other, "queue")["calls"]) and calls[0]["status"] != "mine":
                pass
            assert calls[0]["status"] == "mine"


def test_nonsense_is_answered_and_does_not_end_the_desk() -> None:
    line = Line()
    with TestClient(line.app) as client, client.websocket_connect("/api/desk/ws?token=good-ann") as desk:
        desk.send_text("nonsense")
        assert receive(desk, "error")["code"] == "not_understood"
        desk.send_bytes(b"\x00")
        assert receive(desk, "error")["code"] == "not_understood"
        desk.send_json({"type": "pick_up", "call_id": "nowhere"})
        assert receive(desk, "error")["code"] == "gone"


def test_a_bad_token_is_closed_with_its_own_code() -> None:
    line = Line()
    with TestClient(line.app) as client, client.websocket_connect("/api/desk/ws?token=good-") as desk:
        with pytest.raises(WebSocketDisconnect) as closed:
            desk.receive_json()
        assert closed.value.code == BAD_TOKEN


def test_a_page_of_another_origin_opens_no_desk() -> None:
    with (
        TestClient(Line().app) as client,
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/api/desk/ws?token=good-ann", headers={"Origin": EVIL}),
    ):
        pass
