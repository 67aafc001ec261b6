"""Pay an order another way: the new method is charged, and the old one gets everything back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from orderline.decide.forms.form import ChangeForm
from orderline.decide.forms.ground import Found, Ground
from orderline.decide.forms.resolve_order import BEFORE_SHIPPING, which_order, without_things
from orderline.decide.forms.resolve_simple import method_choice, method_words, which_method
from orderline.decide.forms.slots import method_slot, order_slot, order_values
from orderline.events.decision import Value


def _order(ground: Ground) -> Found:
    """A gift card may be a product too: a thing that none of the orders has does not count here."""
    found = which_order(BEFORE_SHIPPING)(ground)
    return which_order(BEFORE_SHIPPING)(without_things(ground)) if found.but else found


def _method(ground: Ground) -> Found:
    """Said; else the only other one there is, or a choice of the others."""
    found = which_method(ground)
    if found != Found() or ground.order is None:
        return found
    methods = ground.book.methods
    others = tuple(one for one in methods if one.method_id not in ground.order.paid_by) or methods
    return Found(others[0].method_id) if len(others) == 1 else method_choice(others)


def _values(ground: Ground) -> Mapping[str, Value]:
    method = next((one for one in ground.book.methods if one.method_id == ground["method"]), None)
    return {**order_values(ground), "method": method_words(method, with_end=True)}


CHANGE_PAYMENT = ChangeForm(
    name="change_payment",
    slots=(
        replace(order_slot("change_payment", BEFORE_SHIPPING, each=True), resolve=_order),
        replace(method_slot(), resolve=_method, always=True),
    ),
    values=_values,
    wish=lambda ground: {"order_id": ground["order"], "method_id": ground["method"]},
)
