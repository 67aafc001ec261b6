"""Why an order is not there yet: who has it, what was recorded, how long nothing was. Nothing is guessed."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.services.track_order import lateness
from orderline.events.answer import DelayExplained, HeldBy, NoSuchOrder
from orderline.events.reading import ExplainDelay
from orderline.orders.order import OPEN_STATES, OrderState, TrackedOrder
from orderline.store.repositories.shops import ShopFacts
from orderline.store.repositories.tracking import orders_of

ON_THE_ROAD = frozenset({OrderState.SHIPPED, OrderState.OUT_FOR_DELIVERY})


async def explain_delay(
    session: AsyncSession, shop: ShopFacts, query: ExplainDelay, today: date
) -> DelayExplained | NoSuchOrder:
    """The facts behind "why is it not here"; another customer's order is not there."""
    found = await orders_of(session, shop, query.customer_id, query.order_id)
    if not found:
        return NoSuchOrder()
    order, delay = found[0].view, found[0].delay
    late = lateness(order, delay, today)
    waiting = order.state in OPEN_STATES
    return DelayExplained(
        order.order_id,
        order.state,
        held_by(order.state),
        late.days if late else 0,
        order.promised_on,
        order.expected_on if waiting else None,
        delay.reason if delay and waiting else None,
        delay.restock_on if delay and waiting else None,
        order.last_scan,
        _quiet_days(shop, order, today) if waiting else None,
    )


def held_by(state: OrderState) -> HeldBy:
    """With whom an order in this state lies."""
    if state not in OPEN_STATES:
        return HeldBy.NOBODY
    if state is OrderState.AWAITING_PAYMENT:
        return HeldBy.CUSTOMER
    return HeldBy.CARRIER if state in ON_THE_ROAD else HeldBy.WAREHOUSE


def _quiet_days(shop: ShopFacts, order: TrackedOrder, today: date) -> int | None:
    """Days since the one who has it last recorded anything."""
    scanned = order.last_scan.at if order.last_scan else None
    last = max(filter(None, (scanned, order.warehouse_at)), default=None)
    return None if last is None else max((today - shop.day(last)).days, 0)
