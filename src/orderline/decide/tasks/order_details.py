"""What is in an order, and what it cost: told from the book alone."""

from __future__ import annotations

from orderline.decide.forms.form import ReadForm
from orderline.decide.forms.ground import Ground
from orderline.decide.forms.resolve_order import ANY_STATE
from orderline.decide.forms.slots import order_slot, order_values
from orderline.events.decision import Action, Say, ShowOrder
from orderline.events.outcome import Outcome
from orderline.orders.money import Money


def _tell(ground: Ground, outcome: Outcome | None) -> tuple[Action, ...] | None:
    order = ground.order
    if order is None or outcome is not None:
        return None
    total = Money(order.total, order.currency)
    return (
        ShowOrder(order.order_id),
        Say("order_details.told", {**order_values(ground), "day": order.placed_on, "total": total}),
    )


ORDER_DETAILS = ReadForm(
    name="order_details", slots=(order_slot("order_details", ANY_STATE),), values=order_values, tell=_tell
)
