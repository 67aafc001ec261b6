"""Send what is ready now: some items of an order travel ahead, as an order of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from orderline.decide.forms.form import ChangeForm
from orderline.decide.forms.ground import Found, Ground
from orderline.decide.forms.resolve_lines import item, which_lines
from orderline.decide.forms.resolve_order import BEFORE_SHIPPING
from orderline.decide.forms.resolve_quantity import counts_said
from orderline.decide.forms.slots import lines_slot, order_slot, order_values
from orderline.events.decision import Listed, Plain, Value
from orderline.orders.order import ItemView


def _lines(ground: Ground) -> Found:
    """The items named; else those in stock, where others are not."""
    found = which_lines(ground)
    if found.said or ground.order is None:
        return found
    stocked = {variant.sku_id for variant in ground.book.variants if variant.in_stock}
    ready = tuple(line.line_no for line in ground.order.lines if line.sku_id in stocked)
    return Found(ready) if 0 < len(ready) < len(ground.order.lines) else found


def _pieces(ground: Ground) -> dict[int, int]:
    """Line number → pieces that go ahead; 0 is the whole line. A number said counts where one line is meant."""
    counts = counts_said(ground)
    one = ground.chosen[0] if len(ground.chosen) == 1 else None
    if one is not None and counts and 0 < counts[-1] < one.quantity:
        return {one.line_no: counts[-1]}
    return {line.line_no: 0 for line in ground.chosen}


def _values(ground: Ground) -> Mapping[str, Value]:
    pieces = _pieces(ground)
    ahead = tuple(
        ItemView(line.product, pieces[line.line_no], line.options) if pieces[line.line_no] else item(line)
        for line in ground.chosen
    )
    return {**order_values(ground), "items": Listed(ahead)}


def _wish(ground: Ground) -> dict[str, Plain]:
    return {"order_id": ground["order"], "pieces": tuple(_pieces(ground).items())}


SPLIT_ORDER = ChangeForm(
    name="split_order",
    slots=(order_slot("split_order", BEFORE_SHIPPING), replace(lines_slot("split_order"), resolve=_lines)),
    values=_values,
    wish=_wish,
)
