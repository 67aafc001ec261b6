"""Order again what was bought before: the same as last time, or one thing of it, to the default address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from orderline.decide.forms.form import ChangeForm
from orderline.decide.forms.ground import Found, Ground
from orderline.decide.forms.resolve_address import on_file
from orderline.decide.forms.resolve_lines import is_of
from orderline.decide.forms.resolve_order import ANY_STATE, which_order, without_things
from orderline.decide.forms.resolve_quantity import counts_said
from orderline.decide.forms.resolve_simple import method_choice, method_words, which_method
from orderline.decide.forms.slots import lines_slot, method_slot, order_slot, targets_slot
from orderline.events.book import BookLine
from orderline.events.decision import Listed, Plain, Value
from orderline.events.meaning import EntityKind
from orderline.orders.order import ItemView, Text


def _order(ground: Ground) -> Found:
    """The order that is repeated: the newest that fits the words."""
    found = which_order(ANY_STATE)(ground)
    if found.but and any(choice.value in ("same", "last") for choice in ground.of(EntityKind.CHOICE)):
        found = which_order(ANY_STATE)(without_things(ground))
    return Found(found.offered[0], said=True) if found.offered else found


def _lines(ground: Ground) -> Found:
    """What of it: the things named, else everything."""
    lines = ground.order.lines if ground.order is not None else ()
    named = ground.of(EntityKind.PRODUCT)
    again = tuple(line.line_no for line in lines if any(is_of(line, product) for product in named))
    return Found(again or tuple(line.line_no for line in lines) or None, said=bool(again))


def _method(ground: Ground) -> Found:
    """Said; else the one that paid then."""
    found = which_method(ground)
    if found != Found() or ground.order is None:
        return found
    methods = ground.book.methods
    paid = next((key for key in ground.order.paid_by if any(one.method_id == key for one in methods)), None)
    if paid is not None:
        return Found(paid)
    return Found(methods[0].method_id) if len(methods) == 1 else method_choice(methods)


def _items(ground: Ground) -> tuple[tuple[BookLine, str, int], ...]:
    """Each line that is bought again, with the SKU and the pieces that are wanted now."""
    targets, counts = ground["targets"], counts_said(ground)
    pairs = [pair for pair in targets if isinstance(pair, tuple)] if isinstance(targets, tuple) else []
    skus = {line_no: str(sku) for line_no, sku in pairs}
    alone = len(ground.chosen) == 1
    return tuple(
        (line, skus.get(line.line_no, line.sku_id), counts[-1] if counts and alone else line.quantity)
        for line in ground.chosen
    )


def _values(ground: Ground) -> Mapping[str, Value]:
    options = {variant.sku_id: variant.options for variant in ground.book.variants}
    views = tuple(
        ItemView(line.product, pieces, options.get(sku, line.options)) for line, sku, pieces in _items(ground)
    )
    home = next((one for one in ground.book.addresses if one.is_default), None)
    method = next((one for one in ground.book.methods if one.method_id == ground["method"]), None)
    address = on_file(home) if home is not None else Text("your address on file", "您留的地址")
    return {"items": Listed(views), "address": address, "method": method_words(method, with_end=True)}


def _wish(ground: Ground) -> dict[str, Plain]:
    return {
        "items": tuple((sku, pieces) for _, sku, pieces in _items(ground)),
        "method_id": ground["method"],
        "currency": ground.order.currency if ground.order is not None else "",
    }


PLACE_ORDER = ChangeForm(
    name="place_order",
    slots=(
        replace(order_slot("place_order", ANY_STATE), resolve=_order),
        replace(lines_slot("place_order"), resolve=_lines),
        replace(targets_slot("place_order"), always=False),
        replace(method_slot(), resolve=_method, always=True),
    ),
    values=_values,
    wish=_wish,
)
