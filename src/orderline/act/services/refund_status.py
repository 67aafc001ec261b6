"""Where a customer's refunds are: waiting for the goods, on their way, paid back, or declined."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from orderline.events.answer import Refunds, RefundStage, RefundView
from orderline.events.reading import RefundStatus
from orderline.orders.identifiers import OrderId
from orderline.orders.quote import MoneyMove
from orderline.store.repositories.refunds import (
    RefundRow,
    methods_of,
    refund_payments,
    refund_promises,
    waiting_returns,
)
from orderline.store.repositories.shops import ShopFacts

STAGES = {"done": RefundStage.PAID_BACK, "pending": RefundStage.ON_ITS_WAY, "declined": RefundStage.FAILED}
EVER = datetime.min.replace(tzinfo=UTC)
Promises = dict[str, tuple[tuple[OrderId, MoneyMove], ...]]


async def refund_status(session: AsyncSession, shop: ShopFacts, query: RefundStatus) -> Refunds:
    """The refunds of one order or of all of the customer's, newest first."""
    waiting = await waiting_returns(session, shop, query.customer_id, query.order_id)
    paid = await refund_payments(session, shop, query.customer_id, query.order_id)
    rows = [row for row, _ in waiting] + paid
    if not rows:
        return Refunds(())
    methods = await methods_of(session, shop, query.customer_id)
    promises = await refund_promises(session, shop, {row.order_id for row in rows})
    views = [
        _view(row, RefundStage.WAITING_FOR_GOODS, methods, _days(promises.get(action, ()), row))
        for row, action in waiting
        if not any(move.at_once for _, move in promises.get(action, ()))  # else a payment tells of it
    ]
    everything = [promise for found in promises.values() for promise in found]
    views += [_view(row, STAGES[row.status], methods, _days(everything, row)) for row in paid]
    return Refunds(tuple(sorted(views, key=lambda view: view.at or EVER, reverse=True)))


def _view(row: RefundRow, stage: RefundStage, methods: dict[str, tuple[str, str]], days: tuple[int, ...]) -> RefundView:
    kind, last4 = methods.get(row.method_id or "", ("", ""))
    on_the_way = stage in (RefundStage.WAITING_FOR_GOODS, RefundStage.ON_ITS_WAY)
    return RefundView(
        row.order_id, row.number, stage, row.amount, row.currency, kind, last4, row.at, days if on_the_way else ()
    )


def _days(promised: Iterable[tuple[OrderId, MoneyMove]], row: RefundRow) -> tuple[int, ...]:
    """The days that a receipt promised for this refund."""
    for order, move in promised:
        if order == row.order_id and (row.method_id in (None, move.method_id)):
            return move.days
    return ()
