"""Two instead of three: how many pieces of an item an order has, before it is packed."""

from __future__ import annotations

from collections.abc import Mapping

from orderline.decide.forms.form import ChangeForm
from orderline.decide.forms.ground import Ground
from orderline.decide.forms.resolve_order import BEFORE_SHIPPING
from orderline.decide.forms.resolve_quantity import pieces_of, quantity_slot
from orderline.decide.forms.slots import lines_slot, method_slot, order_slot, order_values
from orderline.events.decision import Listed, Value
from orderline.orders.order import ItemView
from orderline.orders.quote import Refusal, Refused


def _values(ground: Ground) -> Mapping[str, Value]:
    pieces = pieces_of(ground)
    new = tuple(
        ItemView(line.product, pieces[line.line_no], line.options) for line in ground.chosen if line.line_no in pieces
    )
    return {**order_values(ground), "new_items": Listed(new)}


def _instead(ground: Ground, refused: Refused) -> str:
    """None of anything is a cancellation."""
    return "cancel_order" if refused.code is Refusal.BAD_QUANTITY and not any(pieces_of(ground).values()) else ""


CHANGE_QUANTITY = ChangeForm(
    name="change_quantity",
    slots=(
        order_slot("change_quantity", BEFORE_SHIPPING),
        lines_slot("change_quantity"),
        quantity_slot("change_quantity"),
        method_slot(),
    ),
    values=_values,
    wish=lambda ground: {
        "order_id": ground["order"],
        "quantities": ground["quantity"],
        "method_id": ground["method"],
    },
    instead=_instead,
)
