"""The sentences that tell one order: only facts from its row, and what is not recorded is said to be unknown."""

from __future__ import annotations

from datetime import date

from orderline.events.decision import Digits, Say, Value
from orderline.orders.order import Lateness, OrderState, TrackedOrder, WarehouseStep

SPOKEN_DIGITS = 4
"""Digits of an order number that are spoken. Source: reference/mission M56."""

_MOVING = frozenset({OrderState.SHIPPED, OrderState.OUT_FOR_DELIVERY})
_BEFORE_CARRIER = frozenset({OrderState.PAID, OrderState.PREPARING, OrderState.PACKED})


def order_facts(order: TrackedOrder, today: date | None) -> tuple[Say, ...]:
    """Where it stands, then where it was seen and when it is expected, then why it is late.

    Args:
        order: what the services know.
        today: the day of the call; None leaves out what depends on it.
    """
    says = [_standing(order)]
    if order.state in _MOVING:
        says.append(_on_its_way(order, today))
    elif order.state in _BEFORE_CARRIER:
        says.append(_day(order, today))
    if order.late is not None and order.state in _MOVING | _BEFORE_CARRIER:
        says.append(_late(order.late))
    return tuple(says)


def _standing(order: TrackedOrder) -> Say:
    """The state with its hint: warehouse step before the parcel leaves, carrier after."""
    values: dict[str, Value] = {"number": Digits(order.number[-SPOKEN_DIGITS:])}
    key = f"track_order.{order.state.value}"
    match order.state:
        case OrderState.PREPARING if order.warehouse_step in (WarehouseStep.QUEUED, WarehouseStep.PICKING):
            key = f"{key}_{order.warehouse_step.value}"
        case OrderState.PACKED if order.warehouse_at is not None:
            key, values["packed_at"] = f"{key}_at", order.warehouse_at
        case OrderState.SHIPPED | OrderState.OUT_FOR_DELIVERY if order.carrier is not None:
            key, values["carrier"] = f"{key}_with", order.carrier
        case OrderState.DELIVERED if order.delivered_at is not None:
            key, values["delivered_at"] = f"{key}_at", order.delivered_at
        case _:
            pass
    return Say(key, values)


def _on_its_way(order: TrackedOrder, today: date | None) -> Say:
    """The last scan and the expected day in one sentence."""
    day = _day(order, today)
    if order.last_scan is None:
        return Say(f"track_order.unscanned_{_name(day)}", day.values)
    seen: dict[str, Value] = {"place": order.last_scan.place, "scanned_at": order.last_scan.at}
    return Say(f"track_order.scanned_{_name(day)}", {**seen, **day.values})


def _day(order: TrackedOrder, today: date | None) -> Say:
    """When it should arrive: what is now expected, else what was promised, else that nobody has said."""
    if order.expected_on is not None:
        passed = today is not None and order.expected_on < today
        return Say("track_order.expected_passed" if passed else "track_order.expected", {"day": order.expected_on})
    if order.promised_on is not None:
        passed = order.late is not None or (today is not None and order.promised_on < today)
        return Say("track_order.promised_passed" if passed else "track_order.promised", {"day": order.promised_on})
    return Say("track_order.no_day")


def _late(late: Lateness) -> Say:
    """How late, and why where a reason is recorded; with the day of new stock where the shop gave one."""
    values: dict[str, Value] = {"days": late.days}
    if late.reason is None:
        return Say("track_order.late_unknown", values)
    key = f"track_order.late_{late.reason.value}"
    if late.restock_on is not None and late.reason.value == "out_of_stock":
        return Say(f"{key}_restock", {**values, "restock_on": late.restock_on})
    return Say(key, values)


def _name(say: Say) -> str:
    """The sentence's name without its task."""
    return say.key.removeprefix("track_order.")
