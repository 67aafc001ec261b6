"""The one way in for what is pushed: one transaction with its link of the audit chain, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError

from orderline.act.intake.arrivals import take_arrivals
from orderline.act.intake.goods import take_products, take_stock
from orderline.act.intake.looking import Taking
from orderline.act.intake.orders import take_orders
from orderline.act.intake.parcels import take_scans, take_shipments
from orderline.act.intake.payments import take_payments
from orderline.act.intake.refused import RowRefused
from orderline.act.intake.rows import PushedRow
from orderline.act.policies.live import LivePolicies
from orderline.act.services.customer_data import audit_entry
from orderline.act.services.writer import TRIES, random_id
from orderline.clock import Clock
from orderline.errors import StoreUnavailable
from orderline.orders.identifiers import ShopId
from orderline.store import audit
from orderline.store.models import InboxRow
from orderline.store.repositories.shops import shop_facts
from orderline.store.session import Database, lost_to_another
from orderline.store.upsert import insert_or_ignore

TAKES: dict[str, Any] = {
    "orders": take_orders,
    "products": take_products,
    "stock": take_stock,
    "shipments": take_shipments,
    "scans": take_scans,
    "payments": take_payments,
    "arrivals": take_arrivals,
}
"""What can be pushed, by name."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A push that was written."""

    rows: int
    again: bool = False
    """The same message had been taken before: nothing was written now."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who pushes."""

    actor: str
    """`api:<key>`, `system:<name>`: for the audit."""
    system: str = ""
    message_id: str = ""
    """Of a signed message, which is taken once; empty: every push is taken."""


class _Undone(Exception):
    """Carries the bad rows out of the transaction, which is rolled back by it."""

    def __init__(self, refused: list[RowRefused]) -> None:
        super().__init__(len(refused))
        self.refused = refused


class Intake:
    """Takes pushes in, for whichever shop they are of."""

    def __init__(self, database: Database, clock: Clock, policies: LivePolicies) -> None:
        self._database = database
        self._clock = clock
        self._policies = policies

    async def take(
        self, shop: ShopId, kind: str, rows: Sequence[PushedRow], sender: Sender
    ) -> Taken | tuple[RowRefused, ...]:
        """Write all rows, or none and say which are bad. The same rows again leave things as they are.

        Raises:
            KeyError: there is no such `kind`.
            StoreUnavailable: the database does not answer. Nothing was written.
        """
        tries = 0
        while True:
            tries += 1
            try:
                return await self._once(shop, kind, rows, sender)
            except _Undone as undone:
                return tuple(sorted(undone.refused, key=lambda row: row.index))
            except IntegrityError:
                if tries == TRIES:  # another push made the same rows meanwhile: looked at again, they are known
                    raise
            except StoreUnavailable as fault:
                if tries == TRIES or not lost_to_another(fault):
                    raise

    async def _once(self, shop: ShopId, kind: str, rows: Sequence[PushedRow], sender: Sender) -> Taken:
        async with self._database.writing() as session:
            now = self._clock.now()
            if sender.message_id:
                row = {"shop_id": shop, "system": sender.system, "id": sender.message_id, "at": now}
                new = insert_or_ignore(session, InboxRow).values(row).returning(InboxRow.id)
                if (await session.execute(new)).one_or_none() is None:
                    return Taken(len(rows), again=True)
            at = Taking(session, await shop_facts(session, shop), self._policies.shelf(), now, sender.actor)
            await TAKES[kind](at, rows)
            if at.refused:
                raise _Undone(at.refused)
            entry = audit_entry(f"push_{kind}", sender.actor, None, {"rows": len(rows)})
            await audit.append(session, shop, now, random_id("push"), None, entry)
            return Taken(len(rows))
