"""Take items out of an order that is still here; their money goes back the way it came."""

from __future__ import annotations

from orderline.decide.forms.form import ChangeForm
from orderline.decide.forms.ground import Ground
from orderline.decide.forms.resolve_order import BEFORE_SHIPPING
from orderline.decide.forms.slots import lines_slot, order_slot, order_values
from orderline.orders.quote import Refusal, Refused


def _whole(ground: Ground) -> bool:
    return ground.order is not None and len(ground.chosen) == len(ground.order.lines)


def _instead(ground: Ground, refused: Refused) -> str:
    """All of it is a cancellation."""
    return "cancel_order" if refused.code is Refusal.BAD_QUANTITY and _whole(ground) else ""


REMOVE_LINE = ChangeForm(
    name="remove_line",
    slots=(order_slot("remove_line", BEFORE_SHIPPING), lines_slot("remove_line")),
    values=order_values,
    wish=lambda ground: {"order_id": ground["order"], "lines": ground["lines"]},
    instead=_instead,
)
