"""Which orders there are, from every sales channel, newest first."""

from __future__ import annotations

from orderline.decide.forms.form import ReadForm, Slot
from orderline.decide.forms.ground import Found, Ground, order_of
from orderline.decide.forms.resolve_order import SPOKEN_DIGITS
from orderline.events.answer import ListedOrders, OrderSummary
from orderline.events.decision import Action, Ask, Digits, Listed, Say, Value
from orderline.events.meaning import EntityKind
from orderline.events.outcome import Answered, Outcome
from orderline.events.reading import ListOrders
from orderline.orders.order import SalesChannel

_MOST_TOLD = 3
"""Orders told in one answer. Source: own choice; more are not remembered by ear."""


def _channel(ground: Ground) -> Found:
    said = [entity.value for entity in ground.of(EntityKind.CHANNEL)]
    known = [value for value in said if value in set(SalesChannel)]
    return Found(known[-1], said=True) if known else Found()


def _request(ground: Ground) -> Ask:
    channel = ground.text("channel")
    return Ask(ListOrders(ground.book.customer_id, channel=SalesChannel(channel) if channel else None))


def _tell(ground: Ground, outcome: Outcome | None) -> tuple[Action, ...] | None:
    match outcome:
        case Answered(ListedOrders(orders, total, channels)):
            if not orders:
                return (Say("list_orders.none"),)
            values: dict[str, Value] = {"count": total}
            key = "list_orders.all"
            if len(channels) > 1:
                key, values["channels"] = "list_orders.all_channels", Listed(tuple(channel for channel, _ in channels))
            return (Say(key, values), *(_one(ground, order) for order in orders[:_MOST_TOLD]))
        case _:
            return None


def _one(ground: Ground, order: OrderSummary) -> Say:
    """`list_orders.<state>`: what is in it, when it was placed, and where it stands."""
    own = order_of(ground.book, order.order_id)
    values: dict[str, Value] = {
        "number": Digits(order.number[-SPOKEN_DIGITS:]),
        "day": own.placed_on if own is not None else order.placed_at.date(),
        "items": Listed(tuple(item.name for item in order.items[:2])),
    }
    return Say(f"list_orders.{order.state.value}", values)


LIST_ORDERS = ReadForm(
    name="list_orders",
    slots=(
        Slot(
            "channel",
            _channel,
            frozenset({EntityKind.CHANNEL}),
            frozenset({EntityKind.CHANNEL}),
            "list_orders.ask_channel",
            always=False,
        ),
    ),
    values=lambda ground: {},
    request=_request,
    tell=_tell,
)
