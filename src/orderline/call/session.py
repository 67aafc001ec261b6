"""One call from the first ring to the last word: owns its pipeline, its tasks and its end."""

from __future__ import annotations

import asyncio

from loguru import logger
from pipecat.frames.frames import Frame, InterruptionFrame
from pipecat.processors.frameworks.rtvi.models import ClientMessage
from pipecat.processors.frameworks.rtvi.processor import RTVIProcessor
from pipecat.transports.base_transport import BaseTransport

from orderline.call import rtvi
from orderline.call.bridge import Bridge, SoundSink
from orderline.call.dialogue import Decided, Dialogue
from orderline.call.floor import Floor
from orderline.call.heard import Heard
from orderline.call.leg import Leg
from orderline.call.listening import Listener
from orderline.call.parts import CallParts
from orderline.call.pipeline import voice_path
from orderline.call.record import CallRecord
from orderline.call.speaking import Speaker
from orderline.call.takeover import Takeover
from orderline.call.voice_activity import VoiceActivity
from orderline.errors import StoreUnavailable
from orderline.events.happening import CallStarted, LanguageChosen
from orderline.events.outcome import Identified
from orderline.handoff.briefing import Speaker as Who
from orderline.handoff.desk.messages import order_json
from orderline.orders.card import order_card
from orderline.orders.identifiers import CallId, Language

LAST_SOUND_S = 0.4
"""Between the last packet sent and the end of the call: what the caller's own buffers hold.

Source: reference/browser-calls B, NetEq means of 30-90 ms, worst 442 ms."""


LAST_MESSAGE_S = 0.2
"""Between the last message and the end: a page closes its side when it reads it."""


class CallSession:
    """A call. `run` is its whole life; everything started in it has ended when it returns."""

    def __init__(
        self,
        call_id: CallId,
        transport: BaseTransport,
        parts: CallParts,
        *,
        language: Language,
        hint: str | None = None,
    ) -> None:
        self.call_id = call_id
        self.floor = Floor(language)
        self.bridge = Bridge(parts.clock)
        self._hint = hint
        self._parts = parts
        self._tasks: set[asyncio.Task[None]] = set()
        self._started = False
        self._turn = 0
        self._words: list[str] = []
        """Sentences of the line's turn that have left."""
        self.conversation = parts.conversation(call_id, language)
        self.record = CallRecord(call_id, parts.clock)
        settings = parts.settings
        self.dialogue = Dialogue(
            self.conversation,
            self.floor,
            parts.clock,
            silence_s=settings.dialogue.silence_s,
            on_decided=self._decided,
        )
        self.listener = Listener(
            parts.recognizer,
            self.conversation,
            self.floor,
            parts.clock,
            settings=settings,
            prefetch=parts.synthesizer.prefetch,
            on_heard=self._heard_caller,
        )
        self.leg = Leg(
            voice_path(
                transport,
                bridge=self.bridge,
                voice_activity=VoiceActivity(
                    parts.detector(),
                    threshold=settings.hear.speech_threshold,
                    start_s=settings.endpointing.start_ms / 1000,
                ),
                listener=self.listener,
                dialogue=self.dialogue,
                speaker=Speaker(parts.synthesizer, self.floor, parts.clock),
                heard=Heard(
                    on_sentence=self._said,
                    on_first_sound=self._first_sound,
                    on_last_sound=self._turn_said,
                    on_goodbye=self._goodbye_sent,
                ),
            ),
            name=f"call-{call_id}",
            end_deadline_s=settings.line.end_deadline_s,
        )
        self.takeover = Takeover(self, parts.desk)
        self.leg.rtvi.add_event_handler("on_client_message", self._client_message)

    async def run(self) -> None:
        """Live until the caller, the line or a person hangs up, the caller vanishes, or the longest time has passed."""
        try:
            await self.leg.run(self._parts.settings.line.max_call_s)
        finally:
            self._parts.desk.caller_left(self.call_id)
            self.bridge.disconnect()
            for task in self._tasks:
                task.cancel()
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=self._parts.settings.line.end_deadline_s)
            await self.conversation.finish()
            logger.info("call {} is over after {:.0f} s", self.call_id, self.record.age_s())

    def connected(self, sound: SoundSink) -> None:
        """The caller can hear: greet them. A reconnection greets nobody twice."""
        self.takeover.caller_sound = sound
        if not self._started:
            self._started = True
            self.own(asyncio.create_task(self._watch(), name=f"watch {self.call_id}"))
            self.dialogue.happen(CallStarted(self.floor.language, self._parts.clock.now(), self._hint))

    async def customer_name(self) -> str | None:
        """The name of the identified caller, for the desk; None where nobody is identified or no name is kept."""
        if not isinstance(self.record.identity, Identified):
            return None
        try:
            return await self._parts.customer_name(self.record.identity.customer_id)
        except StoreUnavailable:
            return None

    def end(self) -> None:
        """Hang up. May be called any number of times."""
        self.leg.end()

    async def tell(self, frame: Frame) -> None:
        """Send a frame down this call's pipeline: a message to the page, or an interruption."""
        await self.leg.worker.queue_frame(frame)

    async def interrupt(self) -> None:
        """Stop whatever the line is saying."""
        await self.tell(InterruptionFrame())

    def own(self, task: asyncio.Task[None]) -> None:
        """Take a task that ends with the call at the latest."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def spawn(self, frame: Frame) -> None:
        """`tell`, from where nothing can be awaited."""
        self.own(asyncio.create_task(self.tell(frame), name=f"tell {self.call_id}"))

    async def _watch(self) -> None:
        """End the call of a browser that is gone."""
        longest_s = self._parts.settings.line.vanished_s
        await self.bridge.vanished(longest_s)
        logger.info("call {}: no sound came for {:.0f} s, the caller is gone", self.call_id, longest_s)
        self.end()

    # --- what the processors report ---

    async def _decided(self, decided: Decided) -> None:
        result = decided.result
        self.record.decided(decided)
        if result.meaning is not None:
            self.conversation.note("latency", ms=decided.times.since_speech_ended(), withdrawn=decided.times.withdrawn)
        for order in result.shown:
            await self.tell(rtvi.message("order_card", order=order_json(order_card(order))))
        await self.tell(
            rtvi.message("state", state="thinking" if result.hang_up else "listening", expect=self.floor.listen.expect)
        )
        if result.handoff is not None:
            self.takeover.ring(result.handoff)

    def _heard_caller(self, text: str, final: bool) -> None:
        """What the recogniser understood, while and after the caller speaks."""
        if final:
            self.record.said(Who.CALLER, text)
            self.takeover.caption(Who.CALLER, text, self._turn)
        self.spawn(rtvi.caption("caller", text, self._turn, final=final))
        if final and not self._words:
            self._turn += 1

    def _said(self, text: str) -> None:
        """One more sentence of the line's turn has left: its caption grows; with a person there nobody hears it."""
        if self.floor.with_person:
            return
        self.record.said(Who.LINE, text)
        self.takeover.caption(Who.LINE, text, self._turn)
        self._words.append(text)
        separator = " " if self.floor.language == "en" else ""
        self.spawn(rtvi.caption("line", separator.join(self._words), self._turn))

    def _turn_said(self) -> None:
        self._words = []
        self._turn += 1

    def _first_sound(self) -> None:
        times = self.record.first_sound()
        if times is not None:
            self.spawn(rtvi.latency(self._turn, times))

    def _goodbye_sent(self) -> None:
        self.own(asyncio.create_task(self._last_word(), name=f"last word {self.call_id}"))

    async def _last_word(self) -> None:
        await asyncio.sleep(LAST_SOUND_S)
        await self.tell(
            rtvi.message("ended", reason="line", text={"en": "The line has hung up.", "zh": "通话已结束。"})
        )
        await asyncio.sleep(LAST_MESSAGE_S)
        self.end()

    async def _client_message(self, _rtvi: RTVIProcessor, message: ClientMessage) -> None:
        if not self._started and message.type != "hang_up":
            return  # nothing can be decided before the greeting
        data = message.data if isinstance(message.data, dict) else {}
        match message.type:
            case "key":
                self.dialogue.press(str(data.get("key", "")))
            case "hang_up":
                self.end()
            case "language" if data.get("language") in ("en", "zh"):
                self.dialogue.happen(LanguageChosen(data["language"]))
            case _:
                logger.debug("a client's message of an unknown kind was dropped")
