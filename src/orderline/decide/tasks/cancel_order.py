"""Cancel a whole order: read back with the money that comes back, and by which way."""

from __future__ import annotations

from orderline.decide.forms.form import ChangeForm
from orderline.decide.forms.ground import Ground
from orderline.decide.forms.resolve_order import ARRIVED, BEFORE_SHIPPING
from orderline.decide.forms.slots import order_slot, order_values, reason_slot
from orderline.orders.quote import Refused


def _instead(ground: Ground, refused: Refused) -> str:
    """What has arrived can be returned instead."""
    return "return_item" if ground.order is not None and ground.order.state in ARRIVED else ""


CANCEL_ORDER = ChangeForm(
    name="cancel_order",
    slots=(order_slot("cancel_order", BEFORE_SHIPPING, each=True), reason_slot("cancel_order")),
    values=order_values,
    wish=lambda ground: {"order_id": ground["order"], "reason": ground["reason"]},
    instead=_instead,
)
