"""Ship two orders together: one takes in the other, and postage that is not needed twice goes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from orderline.decide.forms.form import ChangeForm, Slot
from orderline.decide.forms.ground import Found, Ground, order_of
from orderline.decide.forms.resolve_order import BEFORE_SHIPPING, ORDER_KINDS, ask_which, by_words, tail, which_order
from orderline.decide.forms.slots import order_slot, order_values
from orderline.events.book import BookOrder
from orderline.events.decision import Value
from orderline.events.meaning import EntityKind


def _pair(ground: Ground) -> tuple[BookOrder, ...]:
    """The orders that are meant: all that the words name, or all that have not left."""
    waiting = tuple(order for order in ground.book.orders if order.state in BEFORE_SHIPPING)
    named = tuple(order for order in ground.book.orders if any(order in _named(ground, at) for at in _places(ground)))
    return named if len(named) > 1 else waiting


def _places(ground: Ground) -> range:
    return range(len([entity for entity in ground.entities if entity.kind in ORDER_KINDS]))


def _named(ground: Ground, at: int) -> tuple[BookOrder, ...]:
    """What one of the words said names alone."""
    entity = [entity for entity in ground.entities if entity.kind in ORDER_KINDS][at]
    if entity.kind is EntityKind.CHOICE:
        return ()
    fitting, said, missed = by_words(replace(ground, heard=((entity,),)), ground.book.orders)
    waiting = tuple(order for order in fitting if order.state in BEFORE_SHIPPING) or fitting
    return waiting if said and missed is None else ()


def _stays(ground: Ground) -> Found:
    """The older of the two, where it is clear which two are meant."""
    pair = _pair(ground)
    return Found(pair[-1].order_id, said=True) if len(pair) == 2 else which_order(BEFORE_SHIPPING)(ground)


def _other(ground: Ground) -> Found:
    """The one that is taken in."""
    pair = tuple(order for order in _pair(ground) if order.order_id != ground["order"])
    waiting = tuple(o for o in ground.book.orders if o.state in BEFORE_SHIPPING and o.order_id != ground["order"])
    fitting = pair or waiting
    if len(fitting) == 1:
        return Found(fitting[0].order_id, said=True)
    return ask_which(fitting) if fitting else Found()


def _values(ground: Ground) -> Mapping[str, Value]:
    other = order_of(ground.book, ground["other"])
    return {**order_values(ground), **({"other": tail(other)} if other is not None else {})}


MERGE_ORDERS = ChangeForm(
    name="merge_orders",
    slots=(
        replace(order_slot("merge_orders", BEFORE_SHIPPING), resolve=_stays, clears=("other",)),
        Slot(
            name="other",
            resolve=_other,
            kinds=ORDER_KINDS,
            corrected_by=frozenset(),
            ask="merge_orders.ask_other",
            hint="change.order_hint",
        ),
    ),
    values=_values,
    wish=lambda ground: {"order_id": ground["order"], "other_id": ground["other"]},
)
