"""When a courier collects what goes back: one of the free times."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from orderline.decide.forms.form import ChangeForm, Slot
from orderline.decide.forms.ground import Found, Ground
from orderline.decide.forms.slots import order_slot, order_values
from orderline.events.answer import FreeSlot, FreeSlotsFound
from orderline.events.decision import Listed, Period, Say, Value
from orderline.events.meaning import EntityKind
from orderline.events.reading import FreeSlots, Reading
from orderline.orders.identifiers import OrderId
from orderline.orders.order import OrderState

GOES_BACK = frozenset({OrderState.RETURN_REQUESTED, OrderState.EXCHANGE_REQUESTED})
_MOST_NAMED = 3
"""Times named in one question. Source: own choice; more are not remembered by ear."""


def _which_case(ground: Ground) -> Found:
    """The return or exchange that still waits; the newest, where several do."""
    waiting = [case.seq for case in ground.order.cases if case.waiting] if ground.order is not None else []
    if not waiting:
        return Found(ends=True, but=(Say("book_pickup.nothing_waits", order_values(ground)),))
    return Found(waiting[-1])


def _looks_up(ground: Ground) -> Reading | None:
    return FreeSlots(ground.book.customer_id, OrderId(str(ground["order"])))


def _free(ground: Ground) -> tuple[FreeSlot, ...]:
    return ground.looked.slots if isinstance(ground.looked, FreeSlotsFound) else ()


def _which_slot(ground: Ground) -> Found:
    """The free time that fits what was said; else a choice of those that fit, or of the next ones."""
    free = _free(ground)
    if not free:
        return Found(ends=True, but=(Say("book_pickup.no_times"),))
    said = tuple(entity.value for entity in ground.of(EntityKind.SLOT, EntityKind.DATE))
    fitting = tuple(slot for slot in free if said and _fits(slot, said[-1]))
    if len(fitting) == 1:
        return Found(fitting[0].slot_id, said=True)
    named = (fitting or free)[:_MOST_NAMED]
    return Found(
        offered=tuple(slot.slot_id for slot in named),
        ask="book_pickup.ask_slot",
        values={"times": Listed(tuple(Period(slot.start, slot.end) for slot in named))},
        but=(Say("book_pickup.not_then"),) if said and not fitting else (),
    )


def _fits(slot: FreeSlot, said: str) -> bool:
    """Whether it begins within a time or on a day that was said, on the shop's clocks."""
    first, _, last = said.partition("/")
    start = slot.start.replace(tzinfo=None)
    try:
        if "T" in first:
            return datetime.fromisoformat(first) <= start < datetime.fromisoformat(last or first)
        return date.fromisoformat(first) <= start.date() <= date.fromisoformat(last or first)
    except ValueError:
        return False


def _values(ground: Ground) -> Mapping[str, Value]:
    slot = next((slot for slot in _free(ground) if slot.slot_id == ground["slot"]), None)
    return {**order_values(ground), **({"time": Period(slot.start, slot.end)} if slot is not None else {})}


_TIMES = frozenset({EntityKind.SLOT, EntityKind.DATE})
BOOK_PICKUP = ChangeForm(
    name="book_pickup",
    slots=(
        order_slot("book_pickup", GOES_BACK),
        Slot("case", _which_case, frozenset(), frozenset(), "book_pickup.ask_order"),
        Slot(
            "slot",
            _which_slot,
            _TIMES | {EntityKind.CHOICE},
            _TIMES,
            "book_pickup.ask_slot",
            looks_up=_looks_up,
        ),
    ),
    values=_values,
    wish=lambda ground: {
        "order_id": ground["order"],
        "after_sale": ground["case"],
        "slot_id": ground["slot"],
    },
)
