"""The one way to change an order: one transaction with its receipt, ledger, outbox and audit rows, or nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError

from orderline.act.services.change import Change, Done, Work
from orderline.clock import Clock
from orderline.errors import StoreUnavailable
from orderline.events.receipt import Authority
from orderline.orders.identifiers import OrderId, ShopId
from orderline.orders.order import Text
from orderline.orders.quote import ActionId, QuoteId, Receipt, ReceiptId, Refusal, Refused
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
ACTION_ID_USED = Refused(
    Refusal.ACTION_ID_USED, Text("something else was done under that number", "这个操作编号已用于其他操作")
)


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be written: which action, on which orders, on whose word, by which work."""

    action: str
    """The service's name."""
    order_ids: tuple[OrderId, ...]
    """Locked, and must be the customer's of `authority`; each gets a new version. The first is the one it is about."""
    authority: Authority
    work: Work
    quote_id: QuoteId | None = None
    """The quote that it carries out."""


class Undone(Exception):
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
        self,
        *,
        action_id: ActionId,
        action: str,
        order_ids: tuple[OrderId, ...],
        authority: Authority,
        work: Work,
        quote_id: QuoteId | None = None,
    ) -> Receipt | Refused:
        """Do a deed in one transaction, and give its receipt; the same `action_id` again gives the first receipt.

        `work` may be called again where another change got in between, and a refusal of it leaves no trace. Refused
        (`action_id_used`) where the id stands for another deed.

        Raises:
            StoreUnavailable: the database does not answer. Nothing was written.
        """
        deed = Deed(action, order_ids, authority, work, quote_id)
        tries = 0
        while True:
            tries += 1
            try:
                async with self._database.writing() as session:
                    shop = await shop_facts(session, self._shop)
                    return await write(Change(session, shop, self._clock.now(), action_id, self._new_id), deed)
            except Undone as undone:
                return undone.refused
            except IntegrityError:
                if tries == TRIES:  # another change took the same key meanwhile: looked at again, it is known
                    raise
            except StoreUnavailable as fault:
                if tries == TRIES or not lost_to_another(fault):
                    raise


async def write(change: Change, deed: Deed) -> Receipt:
    """Do a deed inside a transaction that somebody else has begun and will commit.

    Raises:
        Undone: it is refused; the transaction is to be rolled back.
    """
    session, shop = change.session, change.shop
    first = deed.order_ids[0] if deed.order_ids else OrderId("")
    if not await actions.claim(session, shop, change.action_id, deed.action, deed.quote_id, first, change.now):
        kept = await actions.kept_action(session, shop.id, change.action_id)
        if kept is not None and (kept.action, kept.quote_id) != (deed.action, deed.quote_id):
            raise Undone(ACTION_ID_USED)
        if kept is not None:
            return kept.receipt
    if not await actions.lock_orders(session, shop, deed.order_ids, deed.authority.customer_id):
        raise Undone(UNKNOWN_ORDER)
    done = await deed.work(change)
    if isinstance(done, Refused):
        raise Undone(done)
    await session.flush()
    await actions.raise_versions(session, shop, deed.order_ids, change.now)
    return await _recorded(change, deed, first, done)


async def _recorded(change: Change, deed: Deed, order: OrderId, done: Done) -> Receipt:
    session, shop, action_id, now = change.session, change.shop, change.action_id, change.now
    await actions.keep_movements(session, shop, action_id, order, done.movements)
    link = await audit.append(session, shop.id, now, action_id, order or None, _entry(deed, done))
    await actions.keep_errands(session, shop, action_id, order, now, done.errands, link.seq)
    told = tuple(dict.fromkeys(errand.system for errand in done.errands))
    receipt = Receipt(ReceiptId(link.code), action_id, deed.action, order, now, done.moves, told, done.reference)
    await actions.keep_receipt(session, shop, receipt)
    return receipt


def _entry(deed: Deed, done: Done) -> dict[str, Any]:
    authority = deed.authority
    return {
        "action": deed.action,
        "actor": authority.actor,
        "for": authority.customer_id,
        "verified": list(authority.verified),
        "level": authority.level,
        "call": authority.call_id,
        "yes_at_ms": authority.yes_at_ms,
        "orders": list(deed.order_ids),
        "moves": [move_to_json(move) for move in done.moves],
        "told": dict(done.told),
    }
