"""A person at the desk, without a browser: its WebSocket, and sound over WebRTC."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import numpy as np
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from websockets.asyncio.client import ClientConnection, connect

from orderline.channels.recorded.ear import Ear
from orderline.channels.webrtc.incoming import install
from orderline.channels.webrtc.outgoing import VoiceTrack
from orderline.clock import SystemClock
from orderline.events.speech import FRAME_BYTES, SAMPLE_RATE_HZ

PATIENCE_S = 20.0


def tone(hz: float, seconds: float) -> bytes:
    """A sine of 16 kHz mono s16."""
    at = np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    return (8000 * np.sin(2 * np.pi * hz * at)).astype(np.int16).tobytes()


def share(pcm: bytes, hz: float) -> float:
    """How much of the power of `pcm` lies within 20 Hz of `hz`: [0, 1]."""
    samples = np.frombuffer(pcm, np.int16).astype(np.float64)
    power = np.abs(np.fft.rfft(samples * np.hanning(samples.size))) ** 2
    near = np.abs(np.fft.rfftfreq(samples.size, 1 / SAMPLE_RATE_HZ) - hz) <= 20
    return float(power[near].sum() / max(power.sum(), 1e-9))


async def tone_in(heard: bytearray, hz: float, seconds: float = 0.6) -> float:
    """Wait until the newest `seconds` of what is heard are little but that tone; the best share there was."""
    best = 0.0
    length = int(seconds * 50) * FRAME_BYTES
    try:
        async with asyncio.timeout(PATIENCE_S):
            while best < 0.95:
                await asyncio.sleep(0.1)
                if len(heard) >= length:
                    best = max(best, share(bytes(heard[-length:]), hz))
    except TimeoutError:
        pass
    return best


class Person:
    """One open desk. Use as an async context manager; leaving it closes the browser."""

    def __init__(self, line: str) -> None:
        self._line = line
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._hearing: asyncio.Task[None] | None = None
        self._token = ""
        self._peer: RTCPeerConnection | None = None
        self.microphone = VoiceTrack()
        self.ear = Ear(SystemClock())
        self.told: list[dict[str, Any]] = []
        """Every message of the line but the list of calls, oldest first."""
        self.cards: list[dict[str, Any]] = []
        """The list of calls, as last told."""

    async def __aenter__(self) -> Person:
        async with httpx.AsyncClient(base_url=self._line, trust_env=False) as client:
            self._token = (await client.post("/api/token", json={"for": "desk"})).json()["token"]
        address = self._line.replace("http", "ws", 1)
        self._socket = await connect(f"{address}/api/desk/ws?token={self._token}", proxy=None)
        self._reading = asyncio.create_task(self._read(self._socket), name="desk")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the tab."""
        if self._socket is not None:
            await self._socket.close()
        if self._peer is not None:
            await self._peer.close()
        self.microphone.stop()
        for task in (self._reading, self._hearing):
            if task is not None:
                task.cancel()
                await asyncio.wait({task}, timeout=1)

    def card(self, call_id: str) -> dict[str, Any] | None:
        """The card of one call as this person sees it."""
        return next((card for card in self.cards if card["call_id"] == call_id), None)

    async def ask(self, what: str, call_id: str) -> None:
        """`pick_up`, `give_back` or `hang_up`."""
        assert self._socket is not None
        await self._socket.send(json.dumps({"type": what, "call_id": call_id}))

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until the line has told what is waited for."""
        async with asyncio.timeout(PATIENCE_S):
            while not holds():  # noqa: ASYNC110  many messages may come first
                await asyncio.sleep(0.02)

    async def until_status(self, call_id: str, status: str) -> dict[str, Any]:
        """Wait until a call shows as `ringing`, `mine` or `taken`; its card."""
        await self.until(lambda: (self.card(call_id) or {}).get("status") == status)
        card = self.card(call_id)
        assert card is not None
        return card

    async def until_answered(self, call_id: str) -> str:
        """Wait until a call that rang rings no more; its status for this person."""
        await self.until(lambda: (self.card(call_id) or {}).get("status") in ("mine", "taken"))
        card = self.card(call_id)
        assert card is not None
        return str(card["status"])

    async def until_told(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Wait for a message."""

        def found() -> dict[str, Any] | None:
            wanted = {"type": kind, **fields}
            return next((message for message in self.told if wanted.items() <= message.items()), None)

        await self.until(found)
        message = found()
        assert message is not None
        return message

    async def connect_sound(self, call_id: str) -> httpx.Response:
        """Offer this person's microphone for a call that they picked up."""
        self._peer = peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        peer.addTrack(self.microphone)
        install(peer.getTransceivers()[0].receiver)

        @peer.on("track")
        def on_track(track: Any) -> None:
            self._hearing = asyncio.create_task(self.ear.listen(track), name="agent's ear")

        await peer.setLocalDescription(await peer.createOffer())
        async with httpx.AsyncClient(base_url=self._line, timeout=PATIENCE_S, trust_env=False) as client:
            response = await client.post(
                "/api/desk/offer",
                json={"sdp": peer.localDescription.sdp, "type": "offer", "call_id": call_id},
                headers={"Authorization": f"Bearer {self._token}"},
            )
        if response.is_success:
            await peer.setRemoteDescription(RTCSessionDescription(response.json()["sdp"], "answer"))
        return response

    async def take(self, call_id: str) -> None:
        """Pick up and connect, until both hear each other."""
        await self.ask("pick_up", call_id)
        await self.until_status(call_id, "mine")
        assert (await self.connect_sound(call_id)).status_code == 200
        await self.until_told("bridged", call_id=call_id)

    def lose_network(self) -> None:
        """Send nothing any more, without a word: the socket stays open, as it does when a machine loses its network."""
        assert self._peer is not None
        self._peer.getSenders()[0].replaceTrack(None)

    async def _read(self, socket: ClientConnection) -> None:
        async for text in socket:
            message = json.loads(text)
            if message["type"] == "queue":
                self.cards = message["calls"]
            else:
                self.told.append(message)
