"""Keys by which a shop's systems use the API: shown once, kept as a hash, revoked at once."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import ShopId
from orderline.store.models import ApiKey

NOBODY = "0" * 64
"""The hash of no key: what a key that is not there is compared with, so that both cost the same."""


class Scope(StrEnum):
    """What a key may do."""

    READ = "read"
    """Read orders, after-sales, receipts and the audit out."""
    WRITE = "write"
    """Quote changes and carry them out."""
    PUSH = "push"
    """Push orders, parcels, payments and stock in."""


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """One of a shop's systems, known by its key."""

    key_id: str
    shop: ShopId
    scopes: frozenset[Scope]
    per_minute: int
    """Requests it may send a minute."""

    @property
    def actor(self) -> str:
        """How the audit names it."""
        return f"api:{self.key_id}"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made."""

    key_id: str
    token: str
    """To be shown once: it is kept nowhere."""


async def create_key(
    session: AsyncSession, shop: ShopId, name: str, scopes: Sequence[Scope], per_minute: int, now: datetime
) -> NewKey:
    """Make a key of 256 random bits, and keep its hash."""
    new = NewKey(f"k-{secrets.token_hex(4)}", f"ol_{secrets.token_urlsafe(32)}")
    session.add(
        ApiKey(
            shop_id=shop,
            id=new.key_id,
            hash=_hash(new.token),
            name=name,
            scopes=sorted(set(scopes)),
            per_minute=per_minute,
            created_at=now,
        )
    )
    await session.flush()
    return new


async def holder_of(session: AsyncSession, token: str) -> KeyHolder | None:
    """Whose key this is; None: nobody's, or it was revoked. Takes as long for a wrong key as for a right one."""
    wanted = _hash(token)
    row = await session.scalar(select(ApiKey).where(ApiKey.hash == wanted))
    same = hmac.compare_digest(row.hash if row is not None else NOBODY, wanted)
    if row is None or not same or row.revoked_at is not None:
        return None
    return KeyHolder(row.id, ShopId(row.shop_id), frozenset(Scope(scope) for scope in row.scopes), row.per_minute)


async def any_key(session: AsyncSession) -> bool:
    """Whether there is a key in force at all."""
    return await session.scalar(select(ApiKey.id).where(ApiKey.revoked_at.is_(None)).limit(1)) is not None


async def keys_of(session: AsyncSession, shop: ShopId) -> list[ApiKey]:
    """Every key of a shop, oldest first."""
    query = select(ApiKey).where(ApiKey.shop_id == shop).order_by(ApiKey.created_at, ApiKey.id)
    return list((await session.scalars(query)).all())


async def revoke_key(session: AsyncSession, shop: ShopId, key_id: str, now: datetime) -> bool:
    """Make a key worthless; False: there is none in force by that id."""
    revoked = await session.execute(
        update(ApiKey)
        .where(ApiKey.shop_id == shop, ApiKey.id == key_id, ApiKey.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return cast("CursorResult[tuple[()]]", revoked).rowcount == 1


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
