"""An order as it is shown on a screen: a tracked order into the card of the phone page and of the desk.

The card carries facts from rows and nothing else. A step has a time only where a row holds that time; a step that is
known to be behind the order, but not when, is done without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from orderline.orders.card_words import (
    CHANNEL_WORDS,
    DELAY_WORDS,
    STATE_WORDS,
    STEP_DELIVERED,
    STEP_OUT_FOR_DELIVERY,
    STEP_PACKED,
    STEP_PAID,
    STEP_PLACED,
    STEP_SHIPPED,
)
from orderline.orders.order import OrderState, Scan, Text, TrackedOrder, WarehouseStep

TAIL = 4
"""Digits of the order number that are shown. Source: reference/mission M56."""

_REACHED = {
    OrderState.AWAITING_PAYMENT: 0,
    OrderState.PAID: 1,
    OrderState.PREPARING: 1,
    OrderState.PACKED: 2,
    OrderState.SHIPPED: 3,
    OrderState.OUT_FOR_DELIVERY: 4,
    OrderState.DELIVERED: 5,
    OrderState.RETURN_REQUESTED: 5,
    OrderState.EXCHANGE_REQUESTED: 5,
    OrderState.RETURNED: 5,
}
"""Index of the last step on the way to the caller that is behind an order in each state."""
_AFTER_DELIVERY = (OrderState.RETURN_REQUESTED, OrderState.EXCHANGE_REQUESTED, OrderState.RETURNED)


@dataclass(frozen=True, slots=True)
class CardItem:
    """One line of the order."""

    name: Text
    quantity: int
    """≥ 1"""
    options: str
    """The chosen values, e.g. `blue, M`; empty where there was nothing to choose."""


@dataclass(frozen=True, slots=True)
class Step:
    """One station of the order's way."""

    text: Text
    at: datetime | None
    """Aware, UTC; None where no row says when."""
    done: bool


@dataclass(frozen=True, slots=True)
class CardLateness:
    """How late, and why where that was recorded."""

    days: int
    """Whole days, ≥ 1."""
    reason: Text | None


@dataclass(frozen=True, slots=True)
class OrderCard:
    """Everything a screen shows of one order."""

    number_tail: str
    """The last four digits; the whole number is on no screen."""
    channel: Text
    state: OrderState
    state_text: Text
    items: tuple[CardItem, ...]
    steps: tuple[Step, ...]
    carrier: Text | None
    last_scan: Scan | None
    expected_on: date | None
    promised_on: date | None
    late: CardLateness | None


def order_card(order: TrackedOrder) -> OrderCard:
    """The card of `order`."""
    late = order.late
    return OrderCard(
        number_tail=order.number[-TAIL:],
        channel=CHANNEL_WORDS[order.channel],
        state=order.state,
        state_text=STATE_WORDS[order.state],
        items=tuple(
            CardItem(item.name, item.quantity, ", ".join(value for _, value in item.options)) for item in order.items
        ),
        steps=_steps(order),
        carrier=order.carrier,
        last_scan=order.last_scan,
        expected_on=order.expected_on,
        promised_on=order.promised_on,
        late=CardLateness(late.days, DELAY_WORDS[late.reason] if late.reason else None) if late else None,
    )


def _steps(order: TrackedOrder) -> tuple[Step, ...]:
    """The order's way, from placed to delivered; a cancelled order's way ends where it was cancelled."""
    placed = Step(STEP_PLACED, order.placed_at, done=True)
    if order.state is OrderState.CANCELLED:
        return (placed, Step(STATE_WORDS[order.state], None, done=True))
    reached = _REACHED[order.state]
    way = (
        placed,
        Step(STEP_PAID, None, reached >= 1),
        Step(STEP_PACKED, _warehouse_time(order, WarehouseStep.PACKED), reached >= 2),
        Step(STEP_SHIPPED, _warehouse_time(order, WarehouseStep.LEFT), reached >= 3),
        Step(STEP_OUT_FOR_DELIVERY, None, reached >= 4),
        Step(STEP_DELIVERED, order.delivered_at, reached >= 5),
    )
    if order.state in _AFTER_DELIVERY:
        return (*way, Step(STATE_WORDS[order.state], None, done=True))
    return way


def _warehouse_time(order: TrackedOrder, step: WarehouseStep) -> datetime | None:
    """When the warehouse recorded `step`, where that is the last thing it recorded."""
    return order.warehouse_at if order.warehouse_step is step else None
