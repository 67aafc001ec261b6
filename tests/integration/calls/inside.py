"""A whole line in the test's own process and event loop, for tests that look into it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import uvicorn
from tests.understanding import share_trained

from orderline.bootstrap import Line, open_line
from orderline.channels.browser.host import CallHost
from orderline.channels.recorded.caller import HeadlessCaller
from orderline.clock import SystemClock
from orderline.server import create_app
from orderline.settings import DeskSettings, HearSettings, LineSettings, Settings, SpeakSettings, StoreSettings


class HurriedClock(SystemClock):
    """Passes a minute in two seconds: for how often one address may ask for a token."""

    def monotonic_ms(self) -> float:
        return super().monotonic_ms() * 30


@dataclass
class Inside:
    """A started line and its address."""

    line: Line
    host: CallHost
    address: str

    def ring(self) -> HeadlessCaller:
        return HeadlessCaller(self.address, SystemClock())

    async def until_empty(self) -> None:
        async with asyncio.timeout(20):
            while self.host.calls:  # noqa: ASYNC110  the host has no event for it
                await asyncio.sleep(0.02)


def settings_for(folder: Path) -> Settings:
    """The embedded engines, everything below `folder`, and short waits."""
    share_trained(folder)
    return Settings(
        line=LineSettings(port=0, data_dir=folder),
        hear=HearSettings(engine="sphinx"),
        speak=SpeakSettings(engine="espeak"),
        store=StoreSettings(lock_timeout_ms=300),
        desk=DeskSettings(ring_s=1.0),
    )


@asynccontextmanager
async def line_inside(folder: Path) -> AsyncIterator[Inside]:
    """Start a demo line here, with its HTTP server on a free port."""
    async with open_line(settings_for(folder), demo=True) as line:
        host = CallHost(line.parts)
        app = create_app(replace(line, clock=HurriedClock()), host)
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False))
        serving = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110  uvicorn has no event for it
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        try:
            yield Inside(line, host, f"http://127.0.0.1:{port}")
        finally:
            server.should_exit = True
            await serving
