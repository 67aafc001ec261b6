"""The one way to change an order: one transaction with its receipt, ledger, outbox and audit rows, or nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.services.change import Change, Done, Work
from orderline.clock import Clock
from orderline.errors import StoreUnavailable
from orderline.events.receipt import Authority
from orderline.orders.identifiers import OrderId, ShopId
from orderline.orders.order import Text
from orderline.orders.quote import ActionId, Receipt, ReceiptId, Refusal, Refused
from orderline.store import audit
from orderline.store.receipts import move_to_json
from orderline.store.repositories import actions
from orderline.store.repositories.shops import shop_facts
from orderline.store.session import Database, lost_to_another

TRIES = 5
"""How often a change that lost to another one at the same rows is tried before the database counts as down."""
UNKNOWN_ORDER = Refused(
    Refusal.UNKNOWN_ORDER, Text("I cannot find that order among yours", "在您的订单里没有找到这一单")
)


class _Undone(Exception):
    """Carries a refusal out of the transaction, which is rolled back by it."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.refused = refused


def random_id(prefix: str) -> str:
    """A fresh key: the prefix and 64 random bits."""
    return f"{prefix}-{secrets.token_hex(8)}"


class Writer:
    """Carries changes out, each once. Shared by every call of the process."""

    def __init__(
        self, database: Database, shop: ShopId, clock: Clock, new_id: Callable[[str], str] = random_id
    ) -> None:
        self._database = database
        self._shop = shop
        self._clock = clock
        self._new_id = new_id

    async def run(
        self, *, action_id: ActionId, action: str, order_ids: tuple[OrderId, ...], authority: Authority, work: Work
    ) -> Receipt | Refused:
        """Do `work` in one transaction, and give its receipt; the same `action_id` again gives the first receipt.

        `order_ids` are locked and must be the customer's of `authority`; each gets a new version. `work` may be called
        again where another change got in between, and a refusal of it leaves no trace.

        Raises:
            StoreUnavailable: the database does not answer. Nothing was written.
        """
        tries = 0
        while True:
            tries += 1
            try:
                async with self._database.writing() as session:
                    return await self._once(session, action_id, action, order_ids, authority, work)
            except _Undone as undone:
                return undone.refused
            except StoreUnavailable as fault:
                if tries == TRIES or not lost_to_another(fault):
                    raise

    async def _once(
        self,
        session: AsyncSession,
        action_id: ActionId,
        action: str,
        order_ids: tuple[OrderId, ...],
        authority: Authority,
        work: Work,
    ) -> Receipt:
        shop = await shop_facts(session, self._shop)
        change = Change(session, shop, self._clock.now(), action_id, self._new_id)
        first = order_ids[0] if order_ids else OrderId("")
        if not await actions.claim(session, shop, action_id, action, first, change.now):
            kept = await actions.first_receipt(session, shop, action_id)
            if kept is not None:
                return kept
        if not await actions.lock_orders(session, shop, order_ids, authority.customer_id):
            raise _Undone(UNKNOWN_ORDER)
        done = await work(change)
        if isinstance(done, Refused):
            raise _Undone(done)
        await session.flush()
        await actions.raise_versions(session, shop, order_ids)
        entry = _entry(action, authority, order_ids, done)
        return await _recorded(change, action, first, done, entry)


async def _recorded(change: Change, action: str, order: OrderId, done: Done, entry: dict[str, Any]) -> Receipt:
    session, shop, action_id, now = change.session, change.shop, change.action_id, change.now
    await actions.keep_movements(session, shop, action_id, order, done.movements)
    link = await audit.append(session, shop.id, now, action_id, order or None, entry)
    await actions.keep_errands(session, shop, action_id, order, now, done.errands, link.seq)
    told = tuple(dict.fromkeys(errand.system for errand in done.errands))
    receipt = Receipt(ReceiptId(link.code), action_id, action, order, now, done.moves, told, done.reference)
    await actions.keep_receipt(session, shop, receipt)
    return receipt


def _entry(action: str, authority: Authority, order_ids: tuple[OrderId, ...], done: Done) -> dict[str, Any]:
    return {
        "action": action,
        "actor": authority.actor,
        "for": authority.customer_id,
        "verified": list(authority.verified),
        "level": authority.level,
        "call": authority.call_id,
        "yes_at_ms": authority.yes_at_ms,
        "orders": list(order_ids),
        "moves": [move_to_json(move) for move in done.moves],
        "told": dict(done.told),
    }
