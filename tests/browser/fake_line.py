"""A line without a server: Playwright answers the routes, and a second page is the other end of the WebRTC leg.

Everything the page under test does is real: its files come from the source tree under the strict policy that the line
sends, its offer is answered by Chromium's own peer connection, and its messages travel over a real data channel.
"""

from __future__ import annotations

import asyncio
import json
import mimetypes
from collections.abc import Awaitable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlparse

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route, WebSocketRoute
from tests.browser.scripted_calls import LINE_FACTS

PAGES = Path(__file__).parents[2] / "src/orderline/channels/browser/page"
HOME = "http://localhost:7860"
POLICY = "default-src 'self'"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
)
"""Source: reference/browser-calls A. Without the fake permission dialog: a context decides about the microphone."""

_PEER = """
window.heard = [];
window.answer = async (offer) => {
  const peer = new RTCPeerConnection();
  window.peer = peer;
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency: 220 });
  const gain = new GainNode(context, { gain: 0.2 });
  const out = context.createMediaStreamDestination();
  tone.connect(gain).connect(out);
  tone.start();
  peer.addTrack(out.stream.getAudioTracks()[0], out.stream);
  const opened = new Promise((resolve) => peer.addEventListener('datachannel', (event) => resolve(event.channel)));
  window.say = async (message) => (await opened).send(JSON.stringify(message));
  opened.then((channel) => channel.addEventListener('message', (event) => window.heard.push(JSON.parse(event.data))));
  await peer.setRemoteDescription(offer);
  await peer.setLocalDescription(await peer.createAnswer());
  await new Promise((resolve) => {
    peer.addEventListener('icegatheringstatechange', () => peer.iceGatheringState === 'complete' && resolve());
    setTimeout(resolve, 1000);
  });
  return { sdp: peer.localDescription.sdp, type: 'answer' };
};
null;
"""


@dataclass
class FakeLine:
    """The line's side of everything, driven by the test."""

    context: BrowserContext
    page: Page
    peer: Page
    facts: dict[str, Any] = field(default_factory=lambda: dict(LINE_FACTS))
    refuse: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    """Path to the status and body it is refused with."""
    asked: list[tuple[str, Any]] = field(default_factory=list)
    """Path and body of every POST, in order."""
    faults: list[str] = field(default_factory=list)
    expected_statuses: set[int] = field(default_factory=set)
    other_hosts: set[str] = field(default_factory=set)
    desk: WebSocketRoute | None = None
    desk_asked: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    async def open(
        cls,
        browser: Browser,
        *,
        microphone: bool = True,
        language: str = "en-GB",
        width: int = 390,
        height: int = 844,
        dark: bool = False,
        scale: float = 1.0,
    ) -> FakeLine:
        """A fresh browser profile with the page's tab and the tab of the line's peer."""
        context = await browser.new_context(
            permissions=["microphone"] if microphone else [],
            locale=language,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            device_scale_factor=scale,
            timezone_id="UTC",
        )
        line = cls(context, await context.new_page(), await context.new_page())
        await context.route("**/*", line._answer)
        await line.page.route_web_socket("**/api/desk/ws*", line._open_desk)
        line.page.on("console", line._note_console)
        line.page.on("pageerror", lambda fault: line.faults.append(str(fault)))
        line.page.on("request", line._note_request)
        await line.peer.goto(f"{HOME}/peer")
        await line.peer.evaluate(_PEER)
        await line.page.bring_to_front()
        return line

    async def close(self) -> None:
        """End everything of this line."""
        await self.context.close()

    async def say(self, data: dict[str, Any]) -> None:
        """Send one `server-message` to the page."""
        await self.say_raw({"label": "rtvi-ai", "type": "server-message", "id": "s", "data": data})

    async def say_raw(self, message: dict[str, Any]) -> None:
        """Send any message to the page."""
        await self.peer.evaluate("message => window.say(message)", message)

    async def heard(self) -> list[dict[str, Any]]:
        """Everything the page has sent on its data channel."""
        heard: list[dict[str, Any]] = await self.peer.evaluate("window.heard")
        return heard

    async def wait_heard(self, what: str) -> dict[str, Any]:
        """The first `client-message` of kind `what` that the page sends; waits for it."""
        found = await self.peer.wait_for_function(
            "what => window.heard.find(message => message.data && message.data.t === what)", arg=what
        )
        message: dict[str, Any] = await found.json_value()
        return message

    async def vanish(self) -> None:
        """End the line's side of the call without a word."""
        await self.peer.evaluate("window.peer.close()")

    async def wait_desk_asked(self, kind: str) -> dict[str, Any]:
        """The first thing of this kind that the desk asks for; waits for it."""
        async with asyncio.timeout(10):
            while not (found := [ask for ask in self.desk_asked if ask["type"] == kind]):
                await self.page.evaluate("new Promise(requestAnimationFrame)")
        return found[0]

    def tell_desk(self, message: dict[str, Any]) -> None:
        """Send one message on the desk's WebSocket."""
        assert self.desk is not None
        self.desk.send(json.dumps(message))

    def _open_desk(self, socket: WebSocketRoute) -> None:
        self.desk = socket
        socket.on_message(lambda text: self.desk_asked.append(json.loads(text)))

    def _note_console(self, message: ConsoleMessage) -> None:
        said = any(f"status of {status}" in message.text for status in self.expected_statuses)
        if message.type in ("error", "warning") and not said:
            self.faults.append(message.text)

    def _note_request(self, request: Request) -> None:
        url = urlparse(request.url)
        if url.scheme not in ("blob", "data") and f"{url.scheme}://{url.netloc}" != HOME:
            self.other_hosts.add(request.url)

    async def _answer(self, route: Route) -> None:
        path = urlparse(route.request.url).path
        if path.startswith("/api/"):
            await self._answer_api(route, path)
            return
        name = {"/": "phone.html", "/desk": "desk.html"}.get(path, path.removeprefix("/static/"))
        file = PAGES / name
        if path == "/peer":
            await route.fulfill(body="<title>peer</title>", content_type="text/html")
        elif file.is_file():
            kind = mimetypes.guess_type(file.name)[0] or "text/plain"
            headers = {"Content-Type": kind, "Content-Security-Policy": POLICY}
            await route.fulfill(body=file.read_bytes(), headers=headers)
        else:
            await route.fulfill(status=404)

    async def _answer_api(self, route: Route, path: str) -> None:
        if route.request.method == "POST":
            self.asked.append((path, route.request.post_data_json))
        if path in self.refuse:
            status, body = self.refuse[path]
            self.expected_statuses.add(status)
            await route.fulfill(status=status, json=body)
        elif path == "/api/line":
            await route.fulfill(json=self.facts)
        elif path == "/api/token":
            await route.fulfill(json={"token": "t", "expires_s": 60})
        else:
            offer = route.request.post_data_json or {}
            answer = await self.peer.evaluate(
                "offer => window.answer(offer)", {"sdp": offer["sdp"], "type": offer["type"]}
            )
            await route.fulfill(json={**answer, "pc_id": "p1", "call_id": "c1"})


class OpenLine(Protocol):
    """Opens a line in a fresh profile; see `FakeLine.open` for what can be chosen."""

    def __call__(self, **choices: Any) -> Awaitable[FakeLine]:
        """Open it."""
        ...
