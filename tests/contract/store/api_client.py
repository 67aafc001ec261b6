"""What tests of the API share: a shop's system with a key, over the real application and a real database."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import httpx

from orderline.act.policies import LivePolicies
from orderline.channels.api.app import create_api
from orderline.channels.api.parts import ApiParts
from orderline.clock import VirtualClock
from orderline.orders.identifiers import ShopId
from orderline.store.repositories.api_keys import Scope, create_key
from orderline.store.session import Database

SHOP = ShopId("demo")
SECRET = "whsec-of-the-tests"
COUNT = itertools.count(1)


@dataclass
class System:
    """One of the shop's systems."""

    http: httpx.AsyncClient
    token: str
    key_id: str

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self.http.get(path, params=query, headers=self._headers())

    async def post(self, path: str, body: Any, **headers: str) -> httpx.Response:
        sent = {**self._headers(), **{name.replace("_", "-"): value for name, value in headers.items()}}
        return await self.http.post(path, json=body, headers=sent)

    async def asks(self, order: str, customer: str, action: str, **wish: Any) -> httpx.Response:
        return await self.post(f"/orders/{order}/quotes", {"customer": customer, "action": action, **wish})

    async def confirms(self, quote: str, customer: str, action_id: str = "", *, level: int = 2) -> httpx.Response:
        body = {"customer": customer, "level": level, "verified": ["shop_login"]}
        return await self.post(
            f"/quotes/{quote}/confirm", body, idempotency_key=action_id or f"action-{next(COUNT):06d}"
        )

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"} if self.token else {}


async def key_for(
    database: Database,
    clock: VirtualClock,
    scopes: Iterable[Scope] = tuple(Scope),
    shop: ShopId = SHOP,
    per_minute: int = 6000,
) -> tuple[str, str]:
    """A new key's id, and the key."""
    async with database.writing() as session:
        new = await create_key(session, shop, "tests", list(scopes), per_minute, clock.now())
    return new.key_id, new.token


def api_of(database: Database, clock: VirtualClock, secret: str = SECRET) -> httpx.AsyncClient:
    """A client of the whole application."""
    app = create_api(ApiParts(database, clock, LivePolicies(), SHOP, secret))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://api")


def refused(answer: httpx.Response, status: int, name: str) -> dict[str, Any]:
    """The refusal in an answer, which is as it must be: named, and in both languages."""
    assert answer.status_code == status, answer.text
    error: dict[str, Any] = answer.json()["error"]
    assert error["name"] == name, error
    assert error["reason"]["en"]
    assert error["reason"]["zh"]
    return error


def an_order(number: str, **other: Any) -> dict[str, Any]:
    """An order as a shop's system pushes it."""
    return {
        "number": number,
        "customer": {"id": "c-9001", "name": "Ada Stone", "email": "ada@example.com", "phone": "+1 (212) 555-0147"},
        "address": {"line1": "1 Main St", "city": "Albany", "postcode": "12207", "country": "USA"},
        "channel": "web",
        "state": "shipped",
        "placed_at": "2026-11-20T09:00:00Z",
        "promised_on": "2026-11-25",
        "currency": "USD",
        "shipping": 599,
        "jurisdiction": "US",
        "lines": [{"line": 1, "sku": "teapot-01", "unit_price": 3900, "quantity": 1}],
        **other,
    }
