"""The embedded simulator of an outside system: answers at once, keeps what it was told in the same database."""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from orderline.act.systems.port import Message, SystemDown
from orderline.clock import Clock
from orderline.store.models import Shop, SimulatedRow
from orderline.store.repositories.outbox import CODE_FIELD, SEND_CODE


def _said(session: Session, message: Message) -> dict[str, str] | None:
    """A demo shop has no customer with a telephone: what would be sent there is kept, to be shown by a command."""
    if message.operation != SEND_CODE:
        return None
    demo = session.scalar(select(Shop.demo_day).where(Shop.id == message.shop_id))
    return {name: str(message.body[name]) for name in ("customer", CODE_FIELD)} if demo is not None else None


class SimulatedSystem:
    """Any of the systems: remembers keys, so that being told twice changes nothing."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def tell(self, message: Message) -> str:
        try:
            return self._told(message) or self._take(message)
        except IntegrityError:
            return self._told(message) or self._take(message)
        except OperationalError as error:
            raise SystemDown(f"The simulated {message.system} cannot write ({type(error.orig).__name__}).") from error

    def _told(self, message: Message) -> str | None:
        key = (message.shop_id, message.system, message.key)
        with Session(self._engine.execution_options(orderline_writes=False)) as session:
            row = session.get(SimulatedRow, key)
            return row.reference if row is not None else None

    def _take(self, message: Message) -> str:
        said = json.dumps(dict(message.body), sort_keys=True, ensure_ascii=False, default=str)
        digest = hashlib.sha256(said.encode()).hexdigest()
        reference = f"{message.system.upper()}-{int(digest[:12], 16) % 10**6:06d}"
        with Session(self._engine) as session, session.begin():
            session.execute(
                insert(SimulatedRow).values(
                    shop_id=message.shop_id,
                    system=message.system,
                    key=message.key,
                    operation=message.operation,
                    order_id=message.order_id,
                    digest=digest,
                    reference=reference,
                    said=_said(session, message),
                    at=self._clock.now(),
                )
            )
        return reference
