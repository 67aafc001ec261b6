"""The audit chain: each change's entry hashed over the one before it, so that nothing can be altered unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import ShopId
from orderline.store.models import ActionRow, AuditHead, AuditRow
from orderline.store.models.base import table_of
from orderline.store.upsert import insert_or_ignore

GENESIS = "0" * 64
"""What the first link follows."""
CHUNK = 1000
"""Rows read at once while verifying."""
HEAD = select(AuditHead.seq, AuditHead.hash).where(AuditHead.shop_id == bindparam("shop")).with_for_update()
APPEND = insert(table_of(AuditRow))
MOVE_HEAD = update(table_of(AuditHead)).where(table_of(AuditHead).c.shop_id == bindparam("shop"))


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it was appended."""

    seq: int
    hash: str

    @property
    def code(self) -> str:
        """What a caller is given: the place in the chain and eight digits of its hash, e.g. `17-44712093`.

        Whoever rewrites the chain cannot make the codes that callers hold come true again.
        """
        return f"{self.seq}-{int(self.hash[:16], 16) % 10**8:08d}"


@dataclass(frozen=True, slots=True)
class Broken:
    """Where a chain does not hold."""

    seq: int
    """The first place that is wrong."""
    what: str
    """`altered`, `deleted`, `inserted`, `cut off`, or `receipt`."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A chain that holds."""

    links: int


def link_hash(row: Mapping[str, Any]) -> str:
    """SHA-256 over everything a link says and the hash before it."""
    said = [
        row["shop_id"],
        str(row["seq"]),
        row["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        row["order_id"] or "",
        row["action_id"],
        row["entry"],
        row["previous"],
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


async def append(
    session: AsyncSession, shop: ShopId, at: datetime, action_id: str, order_id: str | None, entry: Mapping[str, Any]
) -> Link:
    """Add one link. Holds the end of the shop's chain until the transaction ends, so links never fork."""
    found = (await session.execute(HEAD, {"shop": shop})).one_or_none()
    if found is None:
        await session.execute(insert_or_ignore(session, AuditHead).values(shop_id=shop, seq=0, hash=GENESIS))
        found = (await session.execute(HEAD, {"shop": shop})).one()
    row = {
        "shop_id": shop,
        "seq": found.seq + 1,
        "at": at,
        "order_id": order_id,
        "action_id": action_id,
        "entry": json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        "previous": found.hash,
    }
    link = Link(found.seq + 1, link_hash(row))
    await session.execute(APPEND, {**row, "hash": link.hash})
    await session.execute(MOVE_HEAD, {"shop": shop, "seq": link.seq, "hash": link.hash})
    return link


async def verify(session: AsyncSession, shop: ShopId) -> Verified | Broken:
    """Check a shop's whole chain against itself, its end, and the receipts that were given out."""
    issued = select(ActionRow.id, ActionRow.receipt_id).where(ActionRow.shop_id == shop)
    receipts = {row.id: row.receipt_id for row in await session.execute(issued)}
    previous, expected = GENESIS, 1
    while rows := await _chunk(session, shop, expected):
        for row in rows:
            broken = _check(row, expected, previous, receipts)
            if broken is not None:
                return broken
            previous, expected = row.hash, expected + 1
    head = await session.get(AuditHead, shop)
    if head is not None and (head.seq, head.hash) != (expected - 1, previous):
        return Broken(expected, "cut off" if head.seq >= expected else "inserted")
    return Verified(expected - 1)


async def _chunk(session: AsyncSession, shop: ShopId, start: int) -> list[AuditRow]:
    query = select(AuditRow).where(AuditRow.shop_id == shop, AuditRow.seq >= start).order_by(AuditRow.seq)
    return list((await session.scalars(query.limit(CHUNK))).all())


def _check(row: AuditRow, expected: int, previous: str, receipts: Mapping[str, str]) -> Broken | None:
    if row.seq != expected:
        return Broken(expected, "deleted")
    facts = {
        name: getattr(row, name) for name in ("shop_id", "seq", "at", "order_id", "action_id", "entry", "previous")
    }
    if row.hash != link_hash(facts):
        return Broken(row.seq, "altered")
    if row.previous != previous:
        return Broken(row.seq, "inserted")
    if receipts.get(row.action_id, Link(row.seq, row.hash).code) != Link(row.seq, row.hash).code:
        return Broken(row.seq, "receipt")
    return None
