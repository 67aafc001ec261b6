"""A headless browser phone: rings a running line over real WebRTC, plays recordings, and writes down what came back."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
from aiortc import RTCConfiguration, RTCDataChannel, RTCPeerConnection, RTCSessionDescription

from orderline.channels.recorded.ear import Ear
from orderline.channels.recorded.sound import Recording
from orderline.channels.webrtc.incoming import install
from orderline.channels.webrtc.outgoing import VoiceTrack
from orderline.clock import Clock
from orderline.errors import CallRefused
from orderline.events.speech import FRAME_BYTES
from orderline.orders.identifiers import Language

CONNECT_S = 15.0
REPLY_S = 12.0
"""Longest wait for the line to begin an answer."""
SPEAK_S = 60.0
"""Longest answer of the line."""


@dataclass(frozen=True, slots=True)
class PlayedTurn:
    """One recording and what the line made of it."""

    file: str
    heard: str
    """The line's caption of the caller; empty where it heard no words."""
    reply: str
    """The line's captions until it was silent again."""
    first_sound_ms: float | None
    """From the last sound of the recording to the first sound of the answer, at the caller; None: no answer came."""
    stages_ms: dict[str, float]
    """Where the line says that time went, since the caller's last sound."""


@dataclass
class CallReport:
    """One finished call."""

    greeting: str = ""
    turns: list[PlayedTurn] = field(default_factory=list)
    orders: list[dict[str, Any]] = field(default_factory=list)
    """Order cards the line put on the screen."""
    handoff: str | None = None
    """Last status of a hand-over: `ringing`, `connected`, `ended`, `nobody`."""
    ended: str | None = None
    """Why the line hung up, where it did."""
    gaps_ms: list[float] = field(default_factory=list)
    sent: bytes = b""
    heard: bytes = b""


class _Microphone(VoiceTrack):
    """A voice track that remembers what it sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = bytearray()

    def _next_pcm(self) -> bytes | None:
        pcm = super()._next_pcm()
        self.sent += pcm if pcm is not None else bytes(FRAME_BYTES)
        return pcm


class HeadlessCaller:
    """One call. Use as an async context manager; leaving it hangs up."""

    def __init__(self, line: str, clock: Clock, *, language: Language = "en") -> None:
        self._line = line.rstrip("/")
        self._clock = clock
        self._language = language
        self._peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._microphone = _Microphone()
        self.ear = Ear(clock)
        self._listening: asyncio.Task[None] | None = None
        self._channel: RTCDataChannel | None = None
        self._captions: dict[tuple[str, int], str] = {}
        self._stages: dict[str, float] = {}
        self.report = CallReport()
        self.call_id = ""

    async def __aenter__(self) -> HeadlessCaller:
        try:
            await self._connect()
        except BaseException:
            await self._peer.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.hang_up()

    async def play(self, recordings: Sequence[Recording]) -> CallReport:
        """Wait for the greeting, play each recording when it is the caller's turn, and hang up.

        Raises:
            CallRefused: the line greeted nobody.
        """
        if await self.ear.next_sound(CONNECT_S) is None:
            raise CallRefused("The line said nothing.", "No greeting was heard.", "Look into the line's log.")
        await self.ear.quiet(SPEAK_S)
        self.report.greeting = self._taken("line")
        for recording in recordings:
            if self.report.ended is not None:
                break
            self.report.turns.append(await self.say(recording))
        return self.report

    async def say(self, recording: Recording) -> PlayedTurn:
        """Play one recording and wait for the whole answer."""
        self._captions.clear()
        self._stages = {}
        await self._microphone.add_audio_bytes(recording.pcm)
        ended_ms = self._clock.monotonic_ms()
        first_ms = await self.ear.next_sound(REPLY_S)
        if first_ms is not None:
            await self.ear.quiet(SPEAK_S)
        return PlayedTurn(
            file=recording.name,
            heard=self._taken("caller"),
            reply=self._taken("line"),
            first_sound_ms=None if first_ms is None else round(first_ms - ended_ms, 1),
            stages_ms=dict(self._stages),
        )

    def hum(self, pcm: bytes) -> None:
        """Play sound (16 kHz mono s16) without waiting for an answer: to a person, or over the line's voice."""
        self._microphone.add_audio_bytes(pcm)

    def said_by(self, who: str) -> str:
        """The captions of `line` or `caller` since the last turn."""
        return " ".join(text for (speaker, _), text in self._captions.items() if speaker == who)

    def press(self, keys: str) -> None:
        """Press keys of the keypad."""
        for key in keys:
            self._send("client-message", {"t": "key", "d": {"key": key}})

    def vanish(self) -> None:
        """Stop sending, without a word: what a browser does whose machine lost its network."""
        self._peer.getSenders()[0].replaceTrack(None)
        self._channel = None

    async def hang_up(self) -> None:
        """Leave the call. May be called twice."""
        self._send("client-message", {"t": "hang_up"})
        await self._peer.close()
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait({self._listening}, timeout=1)
        self.report.gaps_ms = self.ear.gaps_ms
        self.report.sent = bytes(self._microphone.sent)
        self.report.heard = bytes(self.ear.heard)

    async def _connect(self) -> None:
        self._peer.addTrack(self._microphone)
        install(self._peer.getTransceivers()[0].receiver)
        self._channel = self._peer.createDataChannel("chat")
        self._channel.on(
            "open", lambda: self._send("client-ready", {"version": "2.2.0", "about": {"library": "orderline-call"}})
        )
        self._channel.on("message", self._message)
        connected = asyncio.Event()

        @self._peer.on("track")
        def on_track(track: Any) -> None:
            self._listening = asyncio.create_task(self.ear.listen(track), name="ear")

        @self._peer.on("connectionstatechange")
        def on_state() -> None:
            if self._peer.connectionState == "connected":
                connected.set()

        await self._peer.setLocalDescription(await self._peer.createOffer())
        answer = await self._offer()
        self.call_id = str(answer["call_id"])
        await self._peer.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))
        try:
            await asyncio.wait_for(connected.wait(), CONNECT_S)
        except TimeoutError as fault:
            raise CallRefused("The call did not connect.", f"Nothing came back in {CONNECT_S:.0f} s.") from fault

    async def _offer(self) -> dict[str, Any]:
        description = self._peer.localDescription
        verify = await asyncio.to_thread(_trusted)
        async with httpx.AsyncClient(base_url=self._line, timeout=CONNECT_S, trust_env=False, verify=verify) as client:
            try:
                token = _answered(await client.post("/api/token", json={"for": "call"}))
                return _answered(
                    await client.post(
                        "/api/offer",
                        json={"sdp": description.sdp, "type": "offer", "language": self._language},
                        headers={"Authorization": f"Bearer {token['token']}"},
                    )
                )
            except httpx.HTTPError as fault:
                raise CallRefused(
                    f"No line answers at {self._line}.", "", "Start one with `orderline serve`, or leave --line out."
                ) from fault

    def _send(self, kind: str, data: dict[str, Any]) -> None:
        if self._channel is not None and self._channel.readyState == "open":
            self._channel.send(json.dumps({"id": "caller", "label": "rtvi-ai", "type": kind, "data": data}))

    def _message(self, text: str | bytes) -> None:
        message = json.loads(text)
        if message.get("type") != "server-message":
            return
        data = message["data"]
        match data.get("kind"):
            case "caption" if data["final"]:
                self._captions[data["who"], data["turn"]] = data["text"]
            case "order_card":
                self.report.orders.append(data["order"])
            case "latency":
                self._stages = data["ms"]
            case "handoff":
                self.report.handoff = data["status"]
            case "ended":
                self.report.ended = data["reason"]

    def _taken(self, who: str) -> str:
        """Everything that `who` said since it was last taken."""
        turns = [key for key in self._captions if key[0] == who]
        return " ".join(self._captions.pop(key) for key in turns)


@cache
def _trusted() -> ssl.SSLContext:
    """Whom a caller trusts over HTTPS. Read once, off the event loop: reading the certificates takes 50 ms."""
    return httpx.create_ssl_context(trust_env=False)


def _answered(response: httpx.Response) -> dict[str, Any]:
    body: dict[str, Any] = response.json()
    if response.is_success:
        return body
    told = body.get("error", {})
    raise CallRefused(
        str(told.get("what", f"The line answered {response.status_code}.")),
        str(told.get("means", "")),
        str(told.get("do", "")),
    )
