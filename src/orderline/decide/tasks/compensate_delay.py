"""Something for the wait: a coupon, or first in line, whichever the caller likes."""

from __future__ import annotations

from collections.abc import Mapping

from orderline.decide.forms.form import ChangeForm, Slot
from orderline.decide.forms.ground import Found, Ground
from orderline.decide.forms.slots import order_slot, order_values
from orderline.events.decision import Value
from orderline.events.meaning import EntityKind
from orderline.orders.order import OPEN_STATES, Text

_WORDS = {
    "coupon": Text("a coupon for your next order", "一张下次可用的优惠券"),
    "priority": Text("to have it packed first", "优先打包"),
}
"""What may be chosen, in the order in which it is offered. Source: `act.services.compensate_delay`."""


def _which(ground: Ground) -> Found:
    said = [entity.value for entity in ground.of(EntityKind.CHOICE) if entity.value in _WORDS]
    if said:
        return Found(said[-1], said=True)
    wanted = "choice" in ground.frame.wanted
    return Found(offered=tuple(_WORDS), ask="compensate_delay.ask_choice") if wanted else Found()


def _values(ground: Ground) -> Mapping[str, Value]:
    choice = ground.text("choice")
    return {**order_values(ground), **({"choice": _WORDS[choice]} if choice in _WORDS else {})}


_CHOICES = frozenset({EntityKind.CHOICE})
COMPENSATE_DELAY = ChangeForm(
    name="compensate_delay",
    slots=(
        order_slot("compensate_delay", OPEN_STATES),
        Slot("choice", _which, _CHOICES, _CHOICES, "compensate_delay.ask_choice", always=False),
    ),
    values=_values,
    wish=lambda ground: {"order_id": ground["order"], "choice": ground["choice"] or ""},
)
