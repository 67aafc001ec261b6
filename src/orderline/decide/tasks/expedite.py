"""Have an order packed before others."""

from __future__ import annotations

from orderline.decide.forms.form import ChangeForm
from orderline.decide.forms.resolve_order import BEFORE_SHIPPING
from orderline.decide.forms.slots import order_slot, order_values

EXPEDITE = ChangeForm(
    name="expedite",
    slots=(order_slot("expedite", BEFORE_SHIPPING, each=True),),
    values=order_values,
    wish=lambda ground: {"order_id": ground["order"]},
)
