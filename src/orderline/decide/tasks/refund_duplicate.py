"""Charged twice for one order: the second charge goes back, where the rows prove it."""

from __future__ import annotations

from orderline.decide.forms.form import ChangeForm
from orderline.decide.forms.resolve_order import ANY_STATE
from orderline.decide.forms.slots import order_slot, order_values

REFUND_DUPLICATE = ChangeForm(
    name="refund_duplicate",
    slots=(order_slot("refund_duplicate", ANY_STATE),),
    values=order_values,
    wish=lambda ground: {"order_id": ground["order"]},
)
