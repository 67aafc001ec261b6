"""How far a demo order has come: dates, warehouse steps, scans, delays, all before the day the shop is made for."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from orderline.orders.order import DelayReason, OrderState, Text, WarehouseStep

S = OrderState
CARRIERS = {
    "US": (Text("UPS", "UPS"), Text("USPS", "美国邮政")),
    "CN": (Text("SF Express", "顺丰"), Text("ZTO Express", "中通")),
}
HUBS = {
    "US": (
        Text("Oakland", "奥克兰"),
        Text("Chicago", "芝加哥"),
        Text("Dallas", "达拉斯"),
        Text("Louisville", "路易斯维尔"),
    ),
    "CN": (Text("Wuhan", "武汉"), Text("Shanghai", "上海"), Text("Guangzhou", "广州"), Text("Zhengzhou", "郑州")),
}
BEFORE_SHIPPING = {
    S.AWAITING_PAYMENT: None,
    S.PAID: WarehouseStep.QUEUED,
    S.PREPARING: WarehouseStep.PICKING,
    S.PACKED: WarehouseStep.PACKED,
}
TRAVELLING = frozenset({S.SHIPPED, S.OUT_FOR_DELIVERY})
DAYS_TO_DELIVER = 5
"""What the demo shop promises, in days from the order."""
STUCK_DAYS = 4
"""Silence of the carrier, in days, from which a parcel of the demo shop counts as stuck."""


@dataclass(frozen=True, slots=True)
class Journey:
    """The dated facts of one order."""

    placed_at: datetime
    promised_on: date | None
    expected_on: date | None = None
    delivered_at: datetime | None = None
    warehouse_step: WarehouseStep | None = None
    warehouse_at: datetime | None = None
    carrier: Text | None = None
    tracking: str | None = None
    scans: tuple[tuple[Text, datetime], ...] = ()
    delay: DelayReason | None = None
    restock_on: date | None = None


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant on `day`, UTC."""
    return datetime.combine(day, time(hour, minute), UTC)


def journey(rng: random.Random, state: OrderState, region: str, today: date) -> Journey:
    """A believable past for an order of `region` (`US`, `CN`) that is in `state` on the morning of `today`."""
    if state in BEFORE_SHIPPING:
        return _before_shipping(rng, state, today)
    if state in TRAVELLING:
        return _travelling(rng, state, region, today)
    if state is S.CANCELLED:
        placed = today - timedelta(days=rng.randint(2, 120))
        return Journey(placed_at=_clock(rng, placed), promised_on=placed + timedelta(days=DAYS_TO_DELIVER))
    return _delivered(rng, state, region, today)


def _before_shipping(rng: random.Random, state: OrderState, today: date) -> Journey:
    late = state is not S.AWAITING_PAYMENT and rng.random() < 0.25
    placed = today - timedelta(days=DAYS_TO_DELIVER + rng.randint(1, 4) if late else rng.randint(1, 3))
    promised = placed + timedelta(days=DAYS_TO_DELIVER)
    known = late and rng.random() < 0.5
    delay = rng.choice((DelayReason.OUT_OF_STOCK, DelayReason.WAREHOUSE_BACKLOG)) if known else None
    restock = today + timedelta(days=rng.randint(1, 6)) if delay is DelayReason.OUT_OF_STOCK else None
    step = BEFORE_SHIPPING[state]
    return Journey(
        placed_at=_clock(rng, placed),
        promised_on=None if state is S.AWAITING_PAYMENT else promised,
        expected_on=None if late or state is S.AWAITING_PAYMENT else promised,
        warehouse_step=step,
        warehouse_at=at(today - timedelta(days=1), 22, rng.randint(0, 59)) if step else None,
        delay=delay,
        restock_on=restock,
    )


def _travelling(rng: random.Random, state: OrderState, region: str, today: date) -> Journey:
    stuck = state is S.SHIPPED and rng.random() < 0.15
    late = stuck or rng.random() < 0.2
    silent = rng.randint(STUCK_DAYS, STUCK_DAYS + 3) if stuck else 1
    placed = today - timedelta(days=DAYS_TO_DELIVER + rng.randint(1, 3) if late else rng.randint(2, 4))
    left = min(placed + timedelta(days=1), today - timedelta(days=silent))
    known = late and not stuck and rng.random() < 0.6
    moving = today + timedelta(days=0 if state is S.OUT_FOR_DELIVERY else rng.randint(1, 2))
    return Journey(
        placed_at=_clock(rng, min(placed, left - timedelta(days=1))),
        promised_on=placed + timedelta(days=DAYS_TO_DELIVER),
        expected_on=None if stuck else moving,
        warehouse_step=WarehouseStep.LEFT,
        warehouse_at=at(left, 9),
        carrier=rng.choice(CARRIERS[region]),
        tracking=f"{rng.randint(10**11, 10**12 - 1)}",
        scans=(
            (HUBS[region][3], at(left, 15, rng.randint(0, 59))),
            (rng.choice(HUBS[region][:3]), at(today - timedelta(days=silent), 20, rng.randint(0, 59))),
        ),
        delay=rng.choice((DelayReason.WEATHER, DelayReason.CARRIER_BACKLOG)) if known else None,
    )


def _delivered(rng: random.Random, state: OrderState, region: str, today: date) -> Journey:
    ago = rng.randint(1, 12) if state is not S.DELIVERED else rng.randint(1, 150)
    day = today - timedelta(days=ago)
    placed = day - timedelta(days=rng.randint(3, 6))
    return Journey(
        placed_at=_clock(rng, placed),
        promised_on=placed + timedelta(days=DAYS_TO_DELIVER),
        expected_on=day,
        delivered_at=at(day, rng.randint(9, 19), rng.randint(0, 59)),
        warehouse_step=WarehouseStep.LEFT,
        warehouse_at=at(placed + timedelta(days=1), 9),
        carrier=rng.choice(CARRIERS[region]),
        tracking=f"{rng.randint(10**11, 10**12 - 1)}",
        scans=((rng.choice(HUBS[region]), at(day - timedelta(days=1), 20)), (rng.choice(HUBS[region]), at(day, 7))),
    )


def _clock(rng: random.Random, day: date) -> datetime:
    return at(day, rng.randint(1, 8), rng.randint(0, 59))
