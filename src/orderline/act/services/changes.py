"""Quote, then write: every change of an order goes through here, for callers, the desk, the API and tests alike.

A quote keeps the wish and what was offered for it. The write plans the same wish again, inside its own transaction, and
goes ahead only if the order is still the one that was quoted and the plan still offers the same money.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.policies.live import LivePolicies
from orderline.act.policies.shelf import PolicyShelf
from orderline.act.services.change import Change, Done
from orderline.act.services.planning import Plan, Planned, Planning, refuse
from orderline.act.services.writer import Writer, random_id
from orderline.clock import Clock
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CustomerId, OrderId, ShopId
from orderline.orders.quote import ActionId, Asks, Quote, QuoteId, Receipt, Refusal, Refused
from orderline.store.models import QuoteRow
from orderline.store.receipts import move_to_json
from orderline.store.repositories.actions import kept_action
from orderline.store.repositories.changeable import order_versions
from orderline.store.repositories.shops import ShopFacts, shop_facts
from orderline.store.session import Database

QUOTE_LIFE = timedelta(minutes=15)
"""How long an offer stands: calls are shorter, and prices and days move."""


class Wish(Protocol):
    """What a caller wants changed: a frozen dataclass of plain fields (no name, phone or address among them)."""

    async def plan(self, at: Planning) -> Planned:
        """Check everything once, and say what it comes to; writes nothing."""
        ...


ReadWish = Callable[[str, Mapping[str, Any]], Wish]
"""Service name and the JSON a quote keeps → the wish. See `wishes.read_wish`."""
STALE = refuse(Refusal.STALE_QUOTE, "something has changed since, so let me look again", "情况有变化，我再帮您确认一下")
UNKNOWN = refuse(Refusal.UNKNOWN_QUOTE, "I have no such offer", "没有这个报价")
STEP_UP = refuse(Refusal.STEP_UP, "for this I need the code I just sent you", "这项操作需要验证码")


class Changes:
    """All changes of one shop's orders. Shared by every call of the process."""

    def __init__(
        self,
        database: Database,
        shop: ShopId,
        clock: Clock,
        policies: LivePolicies,
        writer: Writer,
        read_wish: ReadWish,
        new_id: Callable[[str], str] = random_id,
    ) -> None:
        self._database = database
        self._shop = shop
        self._clock = clock
        self._policies = policies
        self._writer = writer
        self._read_wish = read_wish
        self._new_id = new_id

    async def quote(self, action: str, wish: Wish, customer_id: CustomerId) -> Quote | Refused | Asks:
        """What the wish would do to this customer's order. Writes the quote alone. Raises StoreUnavailable."""
        shelf = await self._policies.current()
        async with self._database.writing() as session:
            at = self._planning(session, await shop_facts(session, self._shop), shelf, customer_id)
            planned = await wish.plan(at)
            if not isinstance(planned, Plan):
                return planned
            versions = await order_versions(session, at.shop, planned.order_ids)
            quote = self._offer(action, planned, at)
            session.add(
                QuoteRow(
                    shop_id=at.shop.id,
                    id=quote.quote_id,
                    order_id=quote.order_id or None,
                    kind=action,
                    payload={"wish": asdict(wish), "offer": _offered(planned), "versions": versions},  # type: ignore[call-overload]
                    basis_version=versions.get(quote.order_id, 0),
                    created_at=at.now,
                    expires_at=quote.expires_at,
                )
            )
            return quote

    async def write(self, quote_id: QuoteId, action_id: ActionId, authority: Authority) -> Receipt | Refused:
        """Carry a quote out, once: the same `action_id` for it again gives the first receipt.

        Refused (`action_id_used`) where the id stands for another quote. Raises StoreUnavailable.
        """
        async with self._database.reading() as session:
            row = await session.get(QuoteRow, (self._shop, quote_id))
            kept = await kept_action(session, self._shop, action_id) if row is None else None
        if row is None:  # old quotes are deleted, what they did is not
            return kept.receipt if kept is not None and kept.quote_id == quote_id else UNKNOWN
        wish = self._read_wish(row.kind, row.payload["wish"])
        affected = tuple(OrderId(order) for order in row.payload["offer"]["orders"])
        shelf = await self._policies.current()

        async def work(change: Change) -> Done | Refused:
            if (quoted := await _checked(change, quote_id)) is None:
                return STALE
            at = self._planning(change.session, change.shop, shelf, authority.customer_id)
            return await _carry_out(change, quoted, await wish.plan(at), authority.level)

        return await self._writer.run(
            action_id=action_id,
            action=row.kind,
            order_ids=affected,
            authority=authority,
            work=work,
            quote_id=quote_id,
        )

    def _planning(
        self, session: AsyncSession, shop: ShopFacts, shelf: PolicyShelf, customer_id: CustomerId
    ) -> Planning:
        now = self._clock.now()
        return Planning(session, shop, shelf, now, shop.day(now), customer_id)

    def _offer(self, action: str, plan: Plan, at: Planning) -> Quote:
        decision = plan.decision
        left = decision.days_left
        return Quote(
            QuoteId(self._new_id("q")),
            action,
            plan.order_ids[0] if plan.order_ids else OrderId(""),
            plan.moves,
            plan.lost_coupons,
            (*decision.terms.conditions, *plan.conditions),
            None if left is None else at.today + timedelta(days=left),
            decision.because,
            decision.cite,
            decision.rule_id,
            at.now + QUOTE_LIFE,
            decision.terms.step_up,
        )


async def _checked(change: Change, quote_id: QuoteId) -> QuoteRow | None:
    """The quote, if it still stands: unused, young, and for all its orders as they are."""
    row = await change.session.get(QuoteRow, (change.shop.id, quote_id), with_for_update=True)
    if row is None or row.used_by is not None or change.now >= row.expires_at:
        return None
    quoted = row.payload["versions"]
    now = await order_versions(change.session, change.shop, tuple(OrderId(order) for order in quoted))
    return row if now == quoted else None


async def _carry_out(change: Change, row: QuoteRow, planned: Planned, level: int) -> Done | Refused:
    """Write what was planned anew, if it is what was offered."""
    if isinstance(planned, Refused):
        return planned
    if isinstance(planned, Asks) or _offered(planned) != row.payload["offer"]:
        return STALE
    if level < planned.decision.terms.step_up:
        return STEP_UP
    row.used_by = change.action_id
    return await planned.carry_out(change)


def _offered(plan: Plan) -> dict[str, Any]:
    """What was offered, in the form it is kept and compared in."""
    return {
        "orders": list(plan.order_ids),
        "moves": [move_to_json(move) for move in plan.moves],
        "lost_coupons": list(plan.lost_coupons),
        "rule": plan.decision.rule_id,
    }
