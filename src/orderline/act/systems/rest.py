"""The REST adapter: any outside system that takes signed JSON and honours idempotency keys.

`POST <base address>/<operation>` with the message as JSON, `Idempotency-Key: <key>`, `X-Shop: <shop>`, and the headers
of `signature.sign`. The answer is JSON with `reference`. 2xx: told; 408, 425, 429, 5xx, or no answer: told again later;
every other status: refused, and given to a person.
"""

from __future__ import annotations

import json

import httpx

from orderline.act.systems.port import Message, SystemDown, SystemRefuses
from orderline.act.systems.signature import sign
from orderline.clock import Clock

LATER = frozenset({408, 425, 429})
"""Statuses below 500 that mean: not now."""


class RestSystem:
    """One outside system behind an HTTP address."""

    def __init__(
        self, base: str, secret: str, clock: Clock, timeout_s: float, client: httpx.Client | None = None
    ) -> None:
        """`client`: only where another transport than the network's is wanted."""
        self._base = base.rstrip("/")
        self._secret = secret
        self._clock = clock
        self._client = client or httpx.Client(timeout=timeout_s, follow_redirects=False)

    def tell(self, message: Message) -> str:
        body = json.dumps(dict(message.body), ensure_ascii=False, sort_keys=True, default=str).encode()
        headers = {
            "content-type": "application/json",
            "idempotency-key": message.key,
            "x-shop": message.shop_id,
            **sign(self._secret, message.key, self._clock.now(), body),
        }
        try:
            answer = self._client.post(f"{self._base}/{message.operation}", content=body, headers=headers)
        except httpx.HTTPError as error:
            raise SystemDown(f"The {message.system} does not answer ({type(error).__name__}).") from error
        if answer.status_code in LATER or answer.status_code >= 500:
            raise SystemDown(f"The {message.system} says {answer.status_code}.")
        if not answer.is_success:
            raise SystemRefuses(f"The {message.system} refuses {message.operation} with {answer.status_code}.")
        return _reference(message, answer)

    def close(self) -> None:
        """Close its connections."""
        self._client.close()


def _reference(message: Message, answer: httpx.Response) -> str:
    try:
        reference = answer.json()["reference"]
    except (ValueError, KeyError, TypeError) as error:
        raise SystemDown(f"The {message.system} answered without a reference.") from error
    return str(reference)[:64]
