"""The outbox as delivery sees it. Sync: used from delivery's own threads and by commands, never on the event loop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select, tuple_, update
from sqlalchemy.orm import Session, aliased

from orderline.store.models import OutboxRow

ERROR_LENGTH = 300
"""Characters kept of an error."""
SEND_CODE = "send_code"
"""The errand that carries a secret."""
CODE_FIELD = "code"
"""Where its payload holds it. Forgotten once it was told, or given up: by then it is worthless."""


@dataclass(frozen=True, slots=True)
class Queued:
    """One errand that is due."""

    shop_id: str
    id: str
    system: str
    operation: str
    order_id: str | None
    payload: Mapping[str, Any]
    attempts: int
    requeues: int


def due(session: Session, system: str, now: datetime, limit: int) -> list[Queued]:
    """Errands for `system` to be told now: of each order the earliest alone, so that none overtakes another."""
    earlier = aliased(OutboxRow)
    waiting = exists().where(
        earlier.shop_id == OutboxRow.shop_id,
        earlier.order_id == OutboxRow.order_id,
        earlier.system == OutboxRow.system,
        earlier.state == "pending",
        tuple_(earlier.position, earlier.id) < tuple_(OutboxRow.position, OutboxRow.id),
    )
    query = (
        select(OutboxRow)
        .where(OutboxRow.state == "pending", OutboxRow.next_at <= now, OutboxRow.system == system, ~waiting)
        .order_by(OutboxRow.next_at, OutboxRow.id)
        .limit(limit)
    )
    return [_queued(row) for row in session.scalars(query)]


def one(session: Session, shop_id: str, errand_id: str) -> Queued | None:
    """An errand that is still to be told; None: it was told, or given up."""
    row = session.get(OutboxRow, (shop_id, errand_id))
    return _queued(row) if row is not None and row.state == "pending" else None


def told(session: Session, shop_id: str, errand_id: str, reference: str, now: datetime) -> None:
    """Close an errand; a secret it carried is forgotten."""
    _forget_secret(session, shop_id, errand_id)
    _set(session, shop_id, errand_id, state="delivered", reference=reference, delivered_at=now, last_error=None)


def failed(session: Session, shop_id: str, errand_id: str, error: str, next_at: datetime | None) -> None:
    """Keep a failed attempt; `next_at` None: given up, it waits for a person as a dead letter."""
    values: dict[str, Any] = {"state": "dead"} if next_at is None else {"next_at": next_at}
    if next_at is None:
        _forget_secret(session, shop_id, errand_id)
    _set(session, shop_id, errand_id, attempts=OutboxRow.attempts + 1, last_error=error[:ERROR_LENGTH], **values)


def requeue(session: Session, shop_id: str, errand_id: str, now: datetime) -> bool:
    """Send a dead letter again; False: there is none of that id."""
    row = session.get(OutboxRow, (shop_id, errand_id))
    if row is None or row.state != "dead":
        return False
    row.state, row.attempts, row.requeues, row.next_at = "pending", 0, row.requeues + 1, now
    return True


def counts(session: Session, shop_id: str) -> dict[str, int]:
    """How many errands are in each state."""
    query = select(OutboxRow.state, func.count()).where(OutboxRow.shop_id == shop_id).group_by(OutboxRow.state)
    return {row[0]: row[1] for row in session.execute(query)}


def dead_letters(session: Session, shop_id: str) -> list[OutboxRow]:
    """Every errand that waits for a person, oldest first."""
    query = select(OutboxRow).where(OutboxRow.shop_id == shop_id, OutboxRow.state == "dead")
    return list(session.scalars(query.order_by(OutboxRow.position, OutboxRow.id)))


def _forget_secret(session: Session, shop_id: str, errand_id: str) -> None:
    row = session.get(OutboxRow, (shop_id, errand_id))
    if row is not None and row.operation == SEND_CODE:
        row.payload = {name: value for name, value in row.payload.items() if name != CODE_FIELD}
        session.flush()


def _set(session: Session, shop_id: str, errand_id: str, **values: Any) -> None:
    own = (OutboxRow.shop_id == shop_id, OutboxRow.id == errand_id, OutboxRow.state == "pending")
    session.execute(update(OutboxRow).where(*own).values(**values), execution_options={"synchronize_session": False})


def _queued(row: OutboxRow) -> Queued:
    return Queued(row.shop_id, row.id, row.system, row.operation, row.order_id, row.payload, row.attempts, row.requeues)
