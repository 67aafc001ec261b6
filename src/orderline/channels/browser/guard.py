"""Who may talk to the line's web side at all: exact origins, known host names, and headers that keep pages honest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import JSONResponse

MOST_BYTES = 65_536
"""Largest request taken: four of the largest offers."""
PUSHES = "/v1/push/"
PUSH_BYTES = 1_048_576
"""Largest push of orders and the like: the API takes it from keys that may push, and 64 KiB from everybody else."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; connect-src 'self'; media-src 'self' blob: mediastream:; img-src 'self' data:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules of one line."""

    origins: frozenset[str]
    """Exact origins that may call besides the line's own."""
    loopback_only: bool
    """The line listens on this machine alone: then only names of this machine are served (no DNS rebinding)."""

    def allows_host(self, host: str) -> bool:
        """Whether a `Host` header names this line."""
        name = urlsplit(f"//{host}").hostname or ""
        return not self.loopback_only or name in LOOPBACK

    def allows_origin(self, origin: str | None, host: str) -> bool:
        """Whether a page of `origin` may talk to the line; programs send none and may."""
        if origin is None:
            return True
        return origin in self.origins or urlsplit(origin).netloc == host

    def allows_socket(self, origin: str | None, host: str) -> bool:
        """Whether a WebSocket may be opened: the same rules, in one."""
        return self.allows_host(host) and self.allows_origin(origin, host)


def error(status: int, what: str, means: str = "", do: str = "") -> JSONResponse:
    """An error as every route of the line tells it."""
    return JSONResponse({"error": {"what": what, "means": means, "do": do}}, status_code=status)


def guarded(guard: Guard) -> Callable[[Request, Callable[[Request], Awaitable[Response]]], Awaitable[Response]]:
    """Middleware that turns strangers away before any route sees them, and adds the headers."""

    async def check(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        host = request.headers.get("host", "")
        if not guard.allows_host(host):
            return error(403, "This line does not go by that name.", "", "Open the address it printed at start.")
        if not guard.allows_origin(request.headers.get("origin"), host):
            return error(403, "That page may not call this line.", "", "Add its origin to `line.origins`.")
        length = request.headers.get("content-length", "0")
        most = PUSH_BYTES if request.url.path.startswith(PUSHES) else MOST_BYTES
        if "transfer-encoding" in request.headers or not length.isdigit() or int(length) > most:
            return error(413, "The request is too large.", f"At most {most} bytes are taken.")
        response = await call_next(request)
        response.headers.update(SECURITY_HEADERS)
        return response

    return check
