"""Strangers' pages and other names are turned away."""

import httpx
import pytest
from fastapi import FastAPI

from orderline.channels.browser.guard import MOST_BYTES, PUSH_BYTES, Guard, guarded

pytestmark = pytest.mark.unit

LOCAL = Guard(frozenset({"https://phone.example.com"}), loopback_only=True)
PUBLIC = Guard(frozenset({"https://phone.example.com"}), loopback_only=False)


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:7860", "[::1]:7860"])
def test_a_line_on_this_machine_goes_by_this_machines_names(host: str) -> None:
    assert LOCAL.allows_host(host)


@pytest.mark.parametrize("host", ["evil.example.com", "evil.example.com:7860", "", "127.0.0.1.example.com"])
def test_a_name_that_was_pointed_at_this_machine_is_not_served(host: str) -> None:
    assert not LOCAL.allows_host(host)


def test_a_public_line_goes_by_any_name() -> None:
    assert PUBLIC.allows_host("phone.example.com")


def test_the_lines_own_page_and_named_origins_may_call() -> None:
    assert LOCAL.allows_origin("http://localhost:7860", "localhost:7860")
    assert LOCAL.allows_origin("https://phone.example.com", "localhost:7860")
    assert LOCAL.allows_origin(None, "localhost:7860")


@pytest.mark.parametrize(
    "origin", ["https://evil.example.com", "null", "http://localhost:9999", "https://phone.example.com.evil"]
)
def test_other_origins_may_not(origin: str) -> None:
    assert not LOCAL.allows_origin(origin, "localhost:7860")


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/v1/push/orders", PUSH_BYTES, 200),
        ("/v1/push/orders", PUSH_BYTES + 1, 413),
        ("/v1/orders", MOST_BYTES + 1, 413),
        ("/offer", MOST_BYTES + 1, 413),
        ("/x/v1/push/orders", MOST_BYTES + 1, 413),
        ("/offer", MOST_BYTES, 200),
    ],
)
async def test_only_pushes_may_be_large(path: str, size: int, status: int) -> None:
    app = FastAPI()
    app.middleware("http")(guarded(LOCAL))

    @app.post("/{anything:path}")
    async def taken() -> None: ...

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost") as client:
        assert (await client.post(path, content=b"x" * size)).status_code == status
