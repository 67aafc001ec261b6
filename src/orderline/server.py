"""The line's HTTP server: pages, signalling, the desk's feed, and what monitoring asks for."""

from __future__ import annotations

import asyncio
import gc
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

from orderline.bootstrap import Line
from orderline.channels.api.app import PREFIX, create_api
from orderline.channels.browser.desk import desk_router
from orderline.channels.browser.guard import LOOPBACK, Guard, guarded
from orderline.channels.browser.host import CallHost
from orderline.channels.browser.signalling import PAGES, pages_router, refused, signalling_router
from orderline.channels.browser.tokens import Tokens
from orderline.errors import CallRefused, ConfigurationError
from orderline.settings import Settings


def check_exposure(settings: Settings) -> None:
    """Refuse to listen beyond this machine without what makes that safe.

    Raises:
        ConfigurationError: the desk has no key, or no origin is named.
    """
    if settings.line.host in LOOPBACK:
        return
    if not settings.desk.key:
        raise ConfigurationError(
            f"The line would listen on {settings.line.host}, and the desk has no key.",
            "Anybody on the network could take over calls.",
            "Set ORDERLINE_DESK__KEY to a long secret, or listen on 127.0.0.1.",
        )
    if not settings.line.origins:
        raise ConfigurationError(
            f"The line would listen on {settings.line.host}, and no origin may call it.",
            "Browsers would be turned away.",
            'Name the page\'s address: line.origins = ["https://phone.example.com"].',
        )


def create_app(line: Line, host: CallHost) -> FastAPI:
    """The web side of a started line."""
    settings = line.settings

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        await host.close()

    app = FastAPI(title="orderline", lifespan=life, docs_url=None, redoc_url=None)
    guard = Guard(frozenset(settings.line.origins), settings.line.host in LOOPBACK)
    tokens = Tokens(settings.line.token_s, line.clock)
    app.middleware("http")(guarded(guard))
    app.add_exception_handler(CallRefused, refused)
    app.include_router(signalling_router(host, tokens, desk_key=settings.desk.key))
    app.include_router(desk_router(line.desk, tokens.agent, guard.allows_socket))
    app.include_router(pages_router())
    app.mount(PREFIX, create_api(line.api()))
    app.mount("/static", StaticFiles(directory=str(PAGES)), name="static")

    @app.get("/api/line")
    async def about() -> dict[str, object]:
        return {
            "engines": [asdict(choice) for choice in line.choices],
            "calls": host.calls,
            "max_calls": settings.line.max_calls,
            "language": settings.line.language,
            "demo": [asdict(call) for call in line.demo],
        }

    @app.get("/livez")
    async def alive() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/readyz")
    async def ready() -> JSONResponse:
        reasons = await line.not_ready()
        if host.full:
            reasons = [*reasons, "The line is full."]
        body = {
            "ready": not reasons,
            "reasons": reasons,
            "engines": [asdict(choice) for choice in line.choices],
            "delivery": await line.delivery(),
        }
        return JSONResponse(body, status_code=503 if reasons else 200)

    return app


async def serve(line: Line, on_listening: Callable[[str], None]) -> None:
    """Answer calls until the process is told to stop.

    Args:
        line: a started line.
        on_listening: told the one address, once the port is open.
    """
    settings = line.settings.line
    check_exposure(line.settings)
    host = CallHost(line.parts)
    listening = _bind(settings.host, settings.port)
    config = uvicorn.Config(
        create_app(line, host),
        log_config=None,
        access_log=False,
        server_header=False,
        ws_max_size=65_536,
        timeout_graceful_shutdown=int(settings.end_deadline_s),
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]), name="http")
    while not server.started and not serving.done():  # noqa: ASYNC110  uvicorn has no event for it
        await asyncio.sleep(0.01)
    # What is loaded by now stays: a garbage collection that walks all of it would stop everybody's sound for 0.2 s.
    gc.collect()
    gc.freeze()
    if server.started:
        address, port = listening.getsockname()[:2]
        name = "localhost" if address in LOOPBACK else address
        on_listening(f"http://{name}:{port}")
    await serving


def _bind(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as fault:
        listening.close()
        raise ConfigurationError(
            f"Port {port} of {host} is taken.",
            "Another program, perhaps another line, listens there.",
            "Stop it, or choose another port: ORDERLINE_LINE__PORT=7861.",
        ) from fault
    listening.listen(128)
    listening.setblocking(False)
    return listening
