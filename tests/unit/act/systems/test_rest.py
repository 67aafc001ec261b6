from __future__ import annotations

import json

import httpx
import pytest

from orderline.act.systems.port import Message, SystemDown, SystemRefuses
from orderline.act.systems.rest import RestSystem
from orderline.act.systems.signature import verified
from orderline.clock import VirtualClock

pytestmark = pytest.mark.unit
MESSAGE = Message("demo", "a-1:1", "wms", "cancel", "o-1", {"order_number": "204821", "城": "市"})


def system(answer: httpx.Response | Exception, seen: list[httpx.Request] | None = None) -> RestSystem:
    def handle(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = httpx.Client(transport=httpx.MockTransport(handle))
    return RestSystem("https://wms.example/api/", "secret", VirtualClock(), 1.0, client)


def test_a_message_goes_out_signed_under_its_key() -> None:
    seen: list[httpx.Request] = []
    assert system(httpx.Response(200, json={"reference": "T-1"}), seen).tell(MESSAGE) == "T-1"
    (request,) = seen
    assert str(request.url) == "https://wms.example/api/cancel"
    assert request.headers["idempotency-key"] == "a-1:1"
    assert json.loads(request.content) == MESSAGE.body
    key, stamp, signature = (request.headers[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
    assert verified("secret", key, stamp, signature, request.content, VirtualClock().now())


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(429),
        httpx.Response(200, text="no"),
        httpx.Response(200, json={}),
        httpx.ConnectError("no route"),
        httpx.ReadTimeout("slow"),
    ],
)
def test_what_may_pass_is_told_again(answer: httpx.Response | Exception) -> None:
    with pytest.raises(SystemDown) as fault:
        system(answer).tell(MESSAGE)
    assert "204821" not in str(fault.value)


@pytest.mark.parametrize("status", [301, 400, 401, 404, 409, 422])
def test_what_cannot_pass_is_given_to_a_person(status: int) -> None:
    with pytest.raises(SystemRefuses):
        system(httpx.Response(status)).tell(MESSAGE)
