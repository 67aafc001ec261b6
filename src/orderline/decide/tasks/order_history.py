"""What happened to an order, newest first."""

from __future__ import annotations

from orderline.decide.forms.form import ReadForm
from orderline.decide.forms.ground import Ground
from orderline.decide.forms.resolve_order import ANY_STATE
from orderline.decide.forms.slots import order_slot, order_values
from orderline.events.answer import HistoryEvent, HistoryKind, NoSuchOrder, OrderTimeline
from orderline.events.decision import Action, Ask, Say, ShowOrder, Value
from orderline.events.outcome import Answered, Outcome
from orderline.events.reading import OrderHistory
from orderline.orders.identifiers import OrderId
from orderline.orders.money import Money

_MOST_TOLD = 4
"""Things told in one answer. Source: own choice; more are not remembered by ear."""
_STEPS = frozenset({HistoryKind.WAREHOUSE, HistoryKind.SCANNED})
"""Steps on the way: of these only what came last is told."""
_MONEY = frozenset({HistoryKind.PAID, HistoryKind.DECLINED, HistoryKind.REFUNDED})


def _request(ground: Ground) -> Ask:
    return Ask(OrderHistory(ground.book.customer_id, OrderId(str(ground["order"]))))


def _tell(ground: Ground, outcome: Outcome | None) -> tuple[Action, ...] | None:
    match outcome:
        case Answered(OrderTimeline(order_id, _, events)):
            told = _worth_telling(events)
            if not told:
                return (ShowOrder(order_id), Say("order_history.nothing", order_values(ground)))
            return (ShowOrder(order_id), Say("order_history.of", order_values(ground)), *map(_one, told))
        case Answered(NoSuchOrder()):
            return (Say("change.no_such_order"),)
        case _:
            return None


def _worth_telling(events: tuple[HistoryEvent, ...]) -> tuple[HistoryEvent, ...]:
    """Newest first, without the steps that a later one has overtaken."""
    told = [event for event in events if event.kind not in _STEPS or event is events[-1]]
    return tuple(reversed(told))[:_MOST_TOLD]


def _one(event: HistoryEvent) -> Say:
    """`order_history.<kind>`; where it was scanned, and what moved, where it is on record."""
    values: dict[str, Value] = {"at": event.at}
    key = f"order_history.{event.kind.value}"
    if event.kind in _MONEY and event.amount is not None:
        key, values["amount"] = f"{key}_amount", Money(event.amount, event.currency)
    elif event.kind in (HistoryKind.SCANNED, HistoryKind.HANDED_OVER) and event.place is not None:
        key, values["place"] = f"{key}_at", event.place
    return Say(key, values)


ORDER_HISTORY = ReadForm(
    name="order_history",
    slots=(order_slot("order_history", ANY_STATE),),
    values=order_values,
    request=_request,
    tell=_tell,
)
