"""Other variants of what was bought: a change before the order leaves, an exchange after it has arrived.

A caller says "change it to the blue one" for both, so each form hands over to the other's service by the order's state.
"""

from __future__ import annotations

from orderline.decide.forms.form import ChangeForm
from orderline.decide.forms.ground import Ground
from orderline.decide.forms.resolve_order import ARRIVED, BEFORE_SHIPPING
from orderline.decide.forms.slots import (
    condition_slot,
    lines_slot,
    method_slot,
    order_slot,
    reason_slot,
    swap_values,
    targets_slot,
)
from orderline.events.decision import Plain, Say
from orderline.orders.quote import Receipt


def _action(ground: Ground) -> str:
    """Before it leaves the order is changed; after that the goods are exchanged."""
    before = ground.order is not None and ground.order.state in BEFORE_SHIPPING
    return "change_item" if before else "exchange_item"


def _wish(ground: Ground) -> dict[str, Plain]:
    wish = {"order_id": ground["order"], "swaps": ground["targets"], "method_id": ground["method"]}
    if _action(ground) == "exchange_item":
        wish |= {"reason": ground["reason"], "condition": ground["condition"]}
    return wish


def _read_back(ground: Ground) -> tuple[Say, ...]:
    return (Say(f"{_action(ground)}.read_back", swap_values(ground)),)


def _done(ground: Ground, receipt: Receipt) -> tuple[Say, ...]:
    return (Say(f"{receipt.action}.done", swap_values(ground)),)


def _form(name: str, *, prefers_arrived: bool) -> ChangeForm:
    return ChangeForm(
        name=name,
        slots=(
            order_slot(name, ARRIVED if prefers_arrived else BEFORE_SHIPPING),
            lines_slot(name),
            targets_slot(name),
            method_slot(),
            reason_slot(name),
            condition_slot(),
        ),
        values=swap_values,
        kin=frozenset({"change_item", "exchange_item"}),
        also="lines",
        action=_action,
        wish=_wish,
        read_back=_read_back,
        done=_done,
    )


CHANGE_ITEM = _form("change_item", prefers_arrived=False)
EXCHANGE_ITEM = _form("exchange_item", prefers_arrived=True)
