"""A person takes a call over, and gives it back.

the line gives up ──ring──► desk ──picked up, sound connected──► bridged ──given back──► the line again
                             └──nobody came──► the line again            └──hung up──► the call ends
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from loguru import logger

from orderline.call import rtvi
from orderline.call.bridge import Bridge, SoundSink
from orderline.events.decision import HandOff
from orderline.events.happening import NobodyCame, PersonLeft
from orderline.handoff.briefing import CallFacts, Speaker, brief
from orderline.handoff.listeners import AgentId, ReleaseReason
from orderline.handoff.queue import DeskQueue, Refusal
from orderline.handoff.ring import PickedUp, Ring

if TYPE_CHECKING:
    from orderline.call.session import CallSession


class Takeover:
    """The hand-over of one call to a person, as often as it happens."""

    def __init__(self, session: CallSession, desk: DeskQueue) -> None:
        self._session = session
        self._desk = desk
        self._ring: Ring | None = None
        self.caller_sound: SoundSink | None = None
        """The caller's outgoing side; None until they are connected."""

    def ring(self, handoff: HandOff) -> None:
        """Let the call ring at the desk. Returns at once; what follows is the session's task."""
        if self._ring is None:
            task = asyncio.create_task(self._until_over(handoff), name=f"hand-over {self._session.call_id}")
            self._session.own(task)

    def bridge(self, agent: AgentId, person_bridge: Bridge, person_sound: SoundSink) -> Refusal | None:
        """Connect a person who picked up, once their sound is there. None: the two hear each other."""
        if self.caller_sound is None:
            return Refusal.GONE
        refused = self._desk.bridged(self._session.call_id, agent)
        if refused is None:
            self._session.floor.with_person = True
            self._session.own(asyncio.create_task(self._session.listener.forget(), name="forget"))
            self._session.bridge.connect(person_sound)
            person_bridge.connect(self.caller_sound)
        return refused

    def caption(self, who: Speaker, text: str, turn: int) -> None:
        """Show the desk what was just said, while the call rings there."""
        if self._ring is not None:
            self._ring.caption(who, text, turn, self._session.record.age_s(), final=True)

    async def released(self) -> None:
        """Wait until whoever has the call, or is picking it up, is off it again; at once where nobody is."""
        if self._ring is not None:
            await self._ring.release()

    async def _until_over(self, handoff: HandOff) -> None:
        try:
            await self._at_the_desk(handoff)
        except Exception:  # noqa: BLE001 - whatever it is, a caller who waits for a person must not wait for good
            logger.exception("call {} could not be handed over", self._session.call_id)
            self._session.dialogue.happen(NobodyCame())
        finally:
            self._ring = None

    async def _at_the_desk(self, handoff: HandOff) -> None:
        session = self._session
        self._ring = ring = self._desk.ring(brief(await self._facts(handoff)))
        logger.info("call {} rings at the desk: {}", session.call_id, handoff.reason)
        await session.tell(
            rtvi.message("handoff", status="ringing", person=None, position=self._desk.position(session.call_id))
        )
        answer = await ring.answer()
        if isinstance(answer, PickedUp):
            await self._with_person(ring)
        elif isinstance(answer, NobodyCame):
            self._ring = None
            await session.tell(rtvi.message("handoff", status="nobody", person=None, position=None))
            session.dialogue.happen(NobodyCame())

    async def _with_person(self, ring: Ring) -> None:
        session = self._session
        await session.interrupt()
        await session.tell(rtvi.message("handoff", status="connected", person=None, position=None))
        await session.tell(rtvi.message("state", state="with_person", expect="nothing"))
        why = await ring.release()
        session.bridge.disconnect()
        if self.caller_sound is not None:
            self.caller_sound.end_relay()
        session.floor.with_person = False
        self._ring = None
        await session.tell(rtvi.message("handoff", status="ended", person=None, position=None))
        if why is ReleaseReason.HUNG_UP:
            session.end()
        elif why in (ReleaseReason.GIVEN_BACK, ReleaseReason.AGENT_LEFT):
            session.dialogue.happen(PersonLeft())

    async def _facts(self, handoff: HandOff) -> CallFacts:
        record = self._session.record
        return CallFacts(
            call_id=self._session.call_id,
            language=self._session.floor.language,
            handoff=handoff,
            identity=record.identity,
            name=await self._session.customer_name(),
            entities=tuple(record.entities),
            confidence=record.confidence,
            order=record.order,
            transcript=tuple(record.transcript),
        )
