"""Every call of this process: who may start one, where it is, and how all of them end."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from aiortc.sdp import candidate_from_sdp
from loguru import logger
from pipecat.transports.smallwebrtc.connection import SmallWebRTCConnection

from orderline.call.bridge import Bridge
from orderline.call.leg import Leg
from orderline.call.parts import CallParts
from orderline.call.pipeline import person_path
from orderline.call.session import CallSession
from orderline.channels.browser.offers import OfferRules, allowed_candidate, checked_offer
from orderline.channels.webrtc.transport import answer_of, answered, close, sound_of, voice_transport
from orderline.errors import CallRefused
from orderline.handoff.listeners import AgentId
from orderline.orders.identifiers import CallId, Language

CONNECTING_S = 15.0
"""How long a call may take from its offer to its first sound. Source: reference/ecosystem 0.4, DTLS at 20 % loss."""


class LineFull(CallRefused):
    """Every line is taken."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client gets for its offer."""

    sdp: str
    pc_id: str
    call_id: CallId


class CallHost:
    """Takes calls until it is full, and ends them all when it is closed."""

    def __init__(self, parts: CallParts) -> None:
        settings = parts.settings.line
        self._parts = parts
        self._rules = OfferRules(
            max_bytes=settings.max_offer_bytes,
            max_candidates=settings.max_candidates,
            allow_private=settings.allow_private_candidates,
            allow_loopback=parts.settings.line.host in ("127.0.0.1", "localhost", "::1"),
        )
        self._connections: dict[str, SmallWebRTCConnection] = {}
        self._sessions: dict[CallId, CallSession] = {}
        self._answering = 0
        """Offers that are being answered: each will be a call in a moment."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def calls(self) -> int:
        """Calls in progress, those that are still connecting among them."""
        return len(self._sessions) + self._answering

    @property
    def full(self) -> bool:
        """Whether the next caller would be refused."""
        return self._closed or self.calls >= self._parts.settings.line.max_calls

    async def call(self, sdp: str, language: Language, hint: str | None = None) -> Answer:
        """Take a call.

        Raises:
            LineFull: no line is free. CallRefused: the offer is not one.
        """
        if self.full:
            raise LineFull("The line is full.", "Every line is taken right now.", "Please call again in a minute.")
        checked = checked_offer(sdp, self._rules)
        call_id = CallId(secrets.token_urlsafe(16))
        self._answering += 1
        try:
            connection = await answered(checked, CONNECTING_S)
        finally:
            self._answering -= 1
        transport = voice_transport(connection)
        session = CallSession(call_id, transport, self._parts, language=language, hint=hint)
        connected = asyncio.Event()

        async def on_connected(*_: object) -> None:
            connected.set()
            session.connected(sound_of(transport))

        async def on_disconnected(*_: object) -> None:
            session.end()

        transport.add_event_handler("on_client_connected", on_connected)
        transport.add_event_handler("on_client_disconnected", on_disconnected)
        self._sessions[call_id] = session
        self._connections[connection.pc_id] = connection
        self._start(self._live(session, connection, connected), f"call {call_id}")
        return _answer(connection, call_id)

    async def join(self, sdp: str, call_id: CallId, agent: AgentId) -> Answer:
        """Connect the sound of a person who picked `call_id` up.

        Raises:
            CallRefused: the call is over or somebody else's, or the offer is not one.
        """
        session = self._sessions.get(call_id)
        if session is None or not self._parts.desk.holds(call_id, agent):
            raise CallRefused("This call is not yours.", "It is over, or somebody else has it.", "Pick it up first.")
        connection = await answered(checked_offer(sdp, self._rules), CONNECTING_S)
        transport = voice_transport(connection)
        bridge = Bridge(self._parts.clock)
        leg = Leg(
            person_path(transport, bridge),
            name=f"person-{call_id}",
            end_deadline_s=self._parts.settings.line.end_deadline_s,
        )

        connected = asyncio.Event()

        async def on_connected(*_: object) -> None:
            connected.set()
            refused = session.takeover.bridge(agent, bridge, sound_of(transport))
            if refused is not None:
                leg.end()

        async def on_disconnected(*_: object) -> None:
            self._parts.desk.agent_left(agent)
            leg.end()

        transport.add_event_handler("on_client_connected", on_connected)
        transport.add_event_handler("on_client_disconnected", on_disconnected)
        self._connections[connection.pc_id] = connection
        gone = self._person_gone(bridge, connected)
        self._start(self._live_person(leg, connection, call_id, agent, gone), f"person {call_id}")
        return _answer(connection, call_id)

    async def add_candidates(self, pc_id: str, candidates: list[dict[str, object]]) -> None:
        """Take trickled candidates of a call that is connecting.

        Raises:
            CallRefused: no such connection, or one of them is no candidate.
        """
        connection = self._connections.get(pc_id)
        if connection is None:
            raise CallRefused("There is no such call.", "It is over, or never began.", "Call again.")
        for entry in candidates[: self._rules.max_candidates]:
            line = str(entry.get("candidate", ""))
            if not line or not allowed_candidate(line, self._rules):
                continue
            try:
                candidate = candidate_from_sdp(line.removeprefix("candidate:"))
                candidate.sdpMid = str(entry.get("sdp_mid", "0"))
                candidate.sdpMLineIndex = int(str(entry.get("sdp_mline_index", 0)))
                await connection.pc.addIceCandidate(candidate)
            except (ValueError, AssertionError, IndexError) as fault:
                raise CallRefused("That is not an ICE candidate.", "", "Send what the browser gave.") from fault

    async def close(self) -> None:
        """End every call, each within its deadline, and take no more."""
        self._closed = True
        for session in list(self._sessions.values()):
            session.end()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2 * self._parts.settings.line.end_deadline_s)

    async def _live(self, session: CallSession, connection: SmallWebRTCConnection, connected: asyncio.Event) -> None:
        waiting = asyncio.create_task(self._give_up(session, connected), name=f"connecting {session.call_id}")
        try:
            await session.run()
        finally:
            waiting.cancel()
            del self._sessions[session.call_id]
            await self._disconnect(connection)

    async def _live_person(
        self,
        leg: Leg,
        connection: SmallWebRTCConnection,
        call_id: CallId,
        agent: AgentId,
        gone: Coroutine[Any, Any, None],
    ) -> None:
        """A person's leg, until the call is no longer theirs or they are gone; the line then takes the caller back."""
        ends = {
            asyncio.create_task(self._until_released(call_id), name=f"release {call_id}"),
            asyncio.create_task(gone, name=f"watch person {call_id}"),
        }

        def over(_: asyncio.Task[None]) -> None:
            self._parts.desk.give_back(call_id, agent)
            leg.end()

        for end in ends:
            end.add_done_callback(over)
        try:
            await leg.run(self._parts.settings.line.max_call_s)
        finally:
            for end in ends:
                end.cancel()
            await self._disconnect(connection)

    async def _until_released(self, call_id: CallId) -> None:
        """Wait until the call is no longer a person's."""
        session = self._sessions.get(call_id)
        if session is not None:
            await session.takeover.released()

    async def _person_gone(self, bridge: Bridge, connected: asyncio.Event) -> None:
        """Wait until a person's browser has sent nothing for too long, or has never connected."""
        try:
            await asyncio.wait_for(connected.wait(), CONNECTING_S)
        except TimeoutError:
            return
        await bridge.vanished(self._parts.settings.line.vanished_s)

    async def _give_up(self, session: CallSession, connected: asyncio.Event) -> None:
        try:
            await asyncio.wait_for(connected.wait(), CONNECTING_S)
        except TimeoutError:
            logger.info("call {} never connected", session.call_id)
            session.end()

    async def _disconnect(self, connection: SmallWebRTCConnection) -> None:
        self._connections.pop(connection.pc_id, None)
        await close(connection, self._parts.settings.line.end_deadline_s)

    def _start(self, life: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(life, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _answer(connection: SmallWebRTCConnection, call_id: CallId) -> Answer:
    return Answer(sdp=answer_of(connection), pc_id=connection.pc_id, call_id=call_id)
