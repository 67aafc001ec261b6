"""What every route of the API works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from fastapi import Request

from orderline.act.intake.intake import Intake
from orderline.act.policies.live import LivePolicies
from orderline.act.services.changes import Changes
from orderline.act.services.wishes import read_wish
from orderline.act.services.writer import Writer
from orderline.channels.api.limits import Limiter
from orderline.clock import Clock
from orderline.orders.identifiers import ShopId
from orderline.store.repositories.api_keys import KeyHolder, any_key
from orderline.store.session import Database


@dataclass
class ApiParts:
    """One line's API: every request works in the shop of its key, and in no other."""

    database: Database
    clock: Clock
    policies: LivePolicies
    webhook_shop: ShopId
    """Whose systems sign webhooks: `store.shop`."""
    webhook_secret: str
    """`systems.secret`; empty: no webhook is taken."""
    _open: bool = False
    _changes: dict[ShopId, Changes] = field(default_factory=dict)

    @cached_property
    def keys(self) -> Limiter:
        """Requests of each key."""
        return Limiter(self.clock)

    @cached_property
    def strangers(self) -> Limiter:
        """Wrong keys from each address."""
        return Limiter(self.clock)

    @cached_property
    def intake(self) -> Intake:
        """Takes pushes in."""
        return Intake(self.database, self.clock, self.policies)

    def changes(self, shop: ShopId) -> Changes:
        """The services that change orders of `shop`. One an existing shop: only keys of shops lead here."""
        if shop not in self._changes:
            writer = Writer(self.database, shop, self.clock)
            self._changes[shop] = Changes(self.database, shop, self.clock, self.policies, writer, read_wish)
        return self._changes[shop]

    async def is_open(self) -> bool:
        """Whether any key was ever made: before, there is no API. Raises StoreUnavailable."""
        if not self._open:
            async with self.database.reading() as session:
                self._open = await any_key(session)
        return self._open


def parts_of(request: Request) -> ApiParts:
    """The parts of the app that a request came to."""
    parts = request.app.state.parts
    assert isinstance(parts, ApiParts)
    return parts


def holder(request: Request) -> KeyHolder:
    """Whose key a request has shown; `admission` has checked it."""
    found = request.state.holder
    assert isinstance(found, KeyHolder)
    return found
