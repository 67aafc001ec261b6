"""Return items of an order that has arrived; the money goes back the way it came, or where the caller says."""

from __future__ import annotations

from orderline.decide.forms.form import ChangeForm
from orderline.decide.forms.ground import Ground
from orderline.decide.forms.resolve_order import ARRIVED, BEFORE_SHIPPING
from orderline.decide.forms.slots import (
    condition_slot,
    lines_slot,
    method_slot,
    order_slot,
    order_values,
    reason_slot,
)
from orderline.events.decision import Plain
from orderline.orders.quote import Refused


def _wish(ground: Ground) -> dict[str, Plain]:
    """Every chosen line whole: pieces 0 means all that are left."""
    return {
        "order_id": ground["order"],
        "lines": tuple((line.line_no, 0) for line in ground.chosen),
        "method_id": ground["method"] or _payer(ground),
        "reason": ground["reason"],
        "condition": ground["condition"],
    }


def _payer(ground: Ground) -> str | None:
    """The method that paid, where it was one of the caller's: "the way it came" is then that one."""
    paid_by = ground.order.paid_by if ground.order is not None else ()
    on_file = {method.method_id for method in ground.book.methods}
    return paid_by[0] if len(set(paid_by)) == 1 and paid_by[0] in on_file else None


def _instead(ground: Ground, refused: Refused) -> str:
    """What has not left yet can be cancelled instead."""
    return "cancel_order" if ground.order is not None and ground.order.state in BEFORE_SHIPPING else ""


RETURN_ITEM = ChangeForm(
    name="return_item",
    slots=(
        order_slot("return_item", ARRIVED),
        lines_slot("return_item"),
        method_slot(),
        reason_slot("return_item"),
        condition_slot(),
    ),
    values=order_values,
    wish=_wish,
    instead=_instead,
)
