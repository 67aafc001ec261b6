"""Send an order somewhere else: to an address given now, or to one on file; read back in full with its unit."""

from __future__ import annotations

from collections.abc import Mapping

from orderline.decide.forms.form import ChangeForm
from orderline.decide.forms.ground import Ground
from orderline.decide.forms.resolve_address import address_key, address_slots, address_words, new_address
from orderline.decide.forms.resolve_order import BEFORE_SHIPPING
from orderline.decide.forms.slots import order_slot, order_values
from orderline.events.decision import Value


def _values(ground: Ground) -> Mapping[str, Value]:
    return {**order_values(ground), "address": address_words(ground)}


CHANGE_ADDRESS = ChangeForm(
    name="change_address",
    slots=(order_slot("change_address", BEFORE_SHIPPING, each=True), *address_slots()),
    values=_values,
    keeps=new_address,
    wish=lambda ground: {"order_id": ground["order"], "address_id": address_key(ground)},
)
