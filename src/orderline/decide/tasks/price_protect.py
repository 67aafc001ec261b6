"""The price has dropped since: the difference goes back."""

from __future__ import annotations

from orderline.decide.forms.form import ChangeForm
from orderline.decide.forms.resolve_order import ANY_STATE
from orderline.decide.forms.slots import order_slot, order_values
from orderline.orders.order import OrderState

_LIVE = ANY_STATE - {OrderState.CANCELLED, OrderState.RETURNED}

PRICE_PROTECT = ChangeForm(
    name="price_protect",
    slots=(order_slot("price_protect", _LIVE, each=True),),
    values=order_values,
    wish=lambda ground: {"order_id": ground["order"]},
)
