"""A change under way, and what it did: what services hand to the writer, and the writer to services."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.quote import ActionId, MoneyMove, Refused
from orderline.store.repositories.actions import Errand, Movement
from orderline.store.repositories.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class Done:
    """What a change did, for its receipt, ledger, outbox and audit."""

    moves: tuple[MoneyMove, ...] = ()
    movements: tuple[Movement, ...] = ()
    errands: tuple[Errand, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)
    """For the audit: what was changed, masked."""
    reference: str = ""
    """What the caller may quote later; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the work of a change may use. Its orders are locked until it ends."""

    session: AsyncSession
    shop: ShopFacts
    now: datetime
    action_id: ActionId
    new_id: Callable[[str], str]
    """Gives a fresh key with the prefix handed in."""


Work = Callable[[Change], Awaitable[Done | Refused]]
"""Changes rows and says what it did, or refuses; a refusal undoes whatever it had changed."""
