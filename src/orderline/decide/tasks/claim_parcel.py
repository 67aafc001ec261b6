"""A claim for a parcel that is stuck or lost; what arrived damaged goes back instead."""

from __future__ import annotations

from orderline.decide.forms.form import ChangeForm, Slot
from orderline.decide.forms.ground import Found, Ground
from orderline.decide.forms.resolve_order import ARRIVED
from orderline.decide.forms.slots import order_slot, order_values
from orderline.events.decision import Listed
from orderline.events.meaning import EntityKind
from orderline.orders.order import OrderState
from orderline.orders.quote import Refused

TRAVELLING = frozenset({OrderState.SHIPPED, OrderState.OUT_FOR_DELIVERY})


def _which_parcel(ground: Ground) -> Found:
    """The only one, or the one that was said by its place."""
    parcels = ground.order.parcels if ground.order is not None else 1
    if parcels == 1:
        return Found(1)
    said = [e.value for e in ground.of(EntityKind.CHOICE) if e.value.isdigit() and 0 < int(e.value) <= parcels]
    if said:
        return Found(int(said[-1]), said=True)
    places = tuple(range(1, parcels + 1))
    return Found(offered=places, ask="claim_parcel.which_parcel", values={"parcels": Listed(places)})


def _instead(ground: Ground, refused: Refused) -> str:
    """What has arrived can be returned instead."""
    return "return_item" if ground.order is not None and ground.order.state in ARRIVED else ""


_CHOICES = frozenset({EntityKind.CHOICE})
CLAIM_PARCEL = ChangeForm(
    name="claim_parcel",
    slots=(
        order_slot("claim_parcel", TRAVELLING),
        Slot("parcel", _which_parcel, _CHOICES, frozenset(), "claim_parcel.which_parcel"),
    ),
    values=order_values,
    wish=lambda ground: {"order_id": ground["order"], "parcel": ground["parcel"]},
    instead=_instead,
)
