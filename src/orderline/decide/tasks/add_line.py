"""Put one more thing into an order that is still here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from orderline.decide.forms.form import ChangeForm
from orderline.decide.forms.ground import Found, Ground
from orderline.decide.forms.resolve_offer import offered_item, product_added, sku_slot
from orderline.decide.forms.resolve_order import BEFORE_SHIPPING, which_order
from orderline.decide.forms.resolve_quantity import counts_said
from orderline.decide.forms.slots import method_slot, order_slot, order_values
from orderline.events.decision import Plain, Value
from orderline.events.meaning import EntityKind

_OF_THE_THING = frozenset({EntityKind.OPTION, EntityKind.QUANTITY})


def _order(ground: Ground) -> Found:
    """The order that it goes into: never told by the thing that is to be added."""
    added = product_added(ground)
    heard = tuple(
        tuple(entity for entity in said if entity is not added and entity.kind not in _OF_THE_THING)
        for said in ground.heard
    )
    return which_order(BEFORE_SHIPPING)(replace(ground, heard=heard))


def _pieces(ground: Ground) -> int:
    counts = counts_said(ground)
    return counts[-1] if counts else 1


def _values(ground: Ground) -> Mapping[str, Value]:
    return {**order_values(ground), **offered_item(ground, _pieces(ground))}


def _wish(ground: Ground) -> dict[str, Plain]:
    return {
        "order_id": ground["order"],
        "sku_id": ground["sku"],
        "quantity": _pieces(ground),
        "method_id": ground["method"],
    }


ADD_LINE = ChangeForm(
    name="add_line",
    slots=(
        replace(
            order_slot("add_line", BEFORE_SHIPPING), resolve=_order, corrected_by=frozenset({EntityKind.ORDER_NUMBER})
        ),
        sku_slot("add_line"),
        method_slot(),
    ),
    values=_values,
    wish=_wish,
)
