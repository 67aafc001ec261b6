"""Where an identified caller's orders are, from rows alone: what is not recorded is not said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from orderline.events.decision import TrackOrder
from orderline.events.outcome import Tracked
from orderline.orders.order import OPEN_STATES, Lateness, TrackedOrder
from orderline.store.repositories.shops import ShopFacts
from orderline.store.repositories.tracking import OrderFacts, RecordedDelay, orders_of


async def track_order(session: AsyncSession, shop: ShopFacts, query: TrackOrder, today: date) -> Tracked:
    """The orders asked for; another customer's order is not there."""
    facts = await orders_of(session, shop, query.customer_id, query.order_id)
    return Tracked(tuple(_tracked(fact, today) for fact in facts))


def _tracked(facts: OrderFacts, today: date) -> TrackedOrder:
    return replace(facts.view, late=lateness(facts.view, facts.delay, today))


def lateness(order: TrackedOrder, delay: RecordedDelay | None, today: date) -> Lateness | None:
    """How late an order is that has not arrived; None where nothing was promised or the day has not passed."""
    if order.state not in OPEN_STATES or order.promised_on is None or order.promised_on >= today:
        return None
    days = (today - order.promised_on).days
    if delay is None:
        return Lateness(days, None)
    return Lateness(days, delay.reason, delay.restock_on)
