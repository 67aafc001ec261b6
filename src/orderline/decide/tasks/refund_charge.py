"""Charged without an order: the charge goes back, or the order that it was for is made of it; never both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from orderline.decide.forms.form import ChangeForm, Slot
from orderline.decide.forms.ground import Found, Ground
from orderline.decide.forms.resolve_offer import offered_item, sku_slot
from orderline.decide.forms.resolve_quantity import counts_said
from orderline.events.answer import StrayCharge, StrayChargesFound
from orderline.events.decision import Listed, Plain, Say, Value
from orderline.events.meaning import EntityKind
from orderline.events.reading import StrayCharges
from orderline.orders.quote import Receipt

_ENDS = ("create", "refund")
"""What may become of a charge, in the order in which it is offered."""


def _charges(ground: Ground) -> tuple[StrayCharge, ...]:
    return ground.looked.charges if isinstance(ground.looked, StrayChargesFound) else ()


def _which_charge(ground: Ground) -> Found:
    """The only one, the one of the amount that was said, or one of several."""
    charges = _charges(ground)
    if not charges:
        return Found(ends=True, but=(Say("refund_charge.none"),))
    amounts = {entity.value.partition(" ")[0] for entity in ground.of(EntityKind.MONEY)}
    named = tuple(charge for charge in charges if str(charge.amount.minor_units) in amounts)
    fitting = named or charges
    if len(fitting) == 1:
        return Found(fitting[0].payment_id, said=bool(named))
    return Found(
        offered=tuple(charge.payment_id for charge in fitting),
        ask="refund_charge.which_charge",
        values={"amounts": Listed(tuple(charge.amount for charge in fitting))},
    )


def _charge(ground: Ground) -> StrayCharge | None:
    return next((charge for charge in _charges(ground) if charge.payment_id == ground["charge"]), None)


def _what_end(ground: Ground) -> Found:
    said = [entity.value for entity in ground.of(EntityKind.CHOICE) if entity.value in _ENDS]
    if said:
        return Found(said[-1], said=True)
    return Found(offered=_ENDS, ask="refund_charge.ask_end")


def _sku(ground: Ground) -> Found:
    """What was bought, where an order is to be made of it."""
    return sku_slot("refund_charge").resolve(ground) if ground["end"] == "create" else Found("none")


def _pieces(ground: Ground) -> int:
    counts = counts_said(ground)
    return counts[-1] if counts else 1


def _values(ground: Ground) -> Mapping[str, Value]:
    charge = _charge(ground)
    values: dict[str, Value] = dict(offered_item(ground, _pieces(ground)))
    if charge is not None:
        values["amount"] = charge.amount
        if charge.at is not None:
            values["at"] = charge.at
    return values


def _action(ground: Ground) -> str:
    return "charge_to_order" if ground["end"] == "create" else "refund_charge"


def _wish(ground: Ground) -> dict[str, Plain]:
    wish: dict[str, Plain] = {"payment_id": ground["charge"]}
    if ground["end"] == "create":
        wish["items"] = ((ground["sku"], _pieces(ground)),)
    return wish


def _read_back(ground: Ground) -> tuple[Say, ...]:
    create = ground["end"] == "create"
    return (Say("refund_charge.read_back_create" if create else "refund_charge.read_back", _values(ground)),)


def _done(ground: Ground, receipt: Receipt) -> tuple[Say, ...]:
    made = receipt.action == "charge_to_order"
    return (Say("refund_charge.done_create" if made else "refund_charge.done", _values(ground)),)


_CHOICES = frozenset({EntityKind.CHOICE})
REFUND_CHARGE = ChangeForm(
    name="refund_charge",
    slots=(
        Slot(
            "charge",
            _which_charge,
            frozenset({EntityKind.MONEY, EntityKind.CHOICE}),
            frozenset({EntityKind.MONEY}),
            "refund_charge.which_charge",
            looks_up=lambda ground: StrayCharges(ground.book.customer_id),
        ),
        Slot("end", _what_end, _CHOICES, _CHOICES, "refund_charge.ask_end", clears=("sku",)),
        replace(sku_slot("refund_charge"), resolve=_sku),
    ),
    values=_values,
    action=_action,
    wish=_wish,
    read_back=_read_back,
    done=_done,
)
