"""Every change the line can make, by its service's name: how a wish is read back from a quote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from orderline.act.services.add_line import AddLine
from orderline.act.services.book_pickup import BookPickup
from orderline.act.services.cancel_order import CancelOrder
from orderline.act.services.change_address import ChangeAddress
from orderline.act.services.change_default_address import ChangeDefaultAddress
from orderline.act.services.change_item import ChangeItem
from orderline.act.services.change_payment import ChangePayment
from orderline.act.services.change_quantity import ChangeQuantity
from orderline.act.services.changes import Wish
from orderline.act.services.charge_to_order import ChargeToOrder
from orderline.act.services.claim_parcel import ClaimParcel
from orderline.act.services.compensate_delay import CompensateDelay
from orderline.act.services.exchange_item import ExchangeItem
from orderline.act.services.expedite import Expedite
from orderline.act.services.merge_orders import MergeOrders
from orderline.act.services.place_order import PlaceOrder
from orderline.act.services.price_protect import PriceProtect
from orderline.act.services.refund_charge import RefundCharge
from orderline.act.services.refund_duplicate import RefundDuplicate
from orderline.act.services.remove_line import RemoveLine
from orderline.act.services.return_item import ReturnItem
from orderline.act.services.split_order import SplitOrder

WISHES: Mapping[str, type[Wish]] = {
    "add_line": AddLine,
    "book_pickup": BookPickup,
    "cancel_order": CancelOrder,
    "change_address": ChangeAddress,
    "change_default_address": ChangeDefaultAddress,
    "change_item": ChangeItem,
    "change_payment": ChangePayment,
    "change_quantity": ChangeQuantity,
    "charge_to_order": ChargeToOrder,
    "claim_parcel": ClaimParcel,
    "compensate_delay": CompensateDelay,
    "exchange_item": ExchangeItem,
    "expedite": Expedite,
    "place_order": PlaceOrder,
    "price_protect": PriceProtect,
    "merge_orders": MergeOrders,
    "refund_charge": RefundCharge,
    "refund_duplicate": RefundDuplicate,
    "remove_line": RemoveLine,
    "return_item": ReturnItem,
    "split_order": SplitOrder,
}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that is no wish of any service: a fault of the program that asked, never of the caller."""

    why: str
    """Names the service and the field; no value of it."""


def read_wish(action: str, kept: Mapping[str, Any]) -> Wish:
    """A wish from the JSON its quote keeps. Raises KeyError for an action there is none of."""
    fields = {name: _tuples(value) for name, value in kept.items()}
    return WISHES[action](**fields)


def given_wish(action: str, given: Mapping[str, Any]) -> Wish | Unreadable:
    """A wish from what a dialogue gathered, checked: every field is there, known, and of its type."""
    if action not in WISHES:
        return Unreadable(f"there is no service {action!r}")
    known = _fields(action)
    if unknown := sorted(given.keys() - known.keys()):
        return Unreadable(f"{action} has no field {unknown[0]!r}")
    read: dict[str, Any] = {}
    for name, (needed, of_type) in known.items():
        if name not in given:
            if needed:
                return Unreadable(f"{action} needs {name!r}")
            continue
        try:
            read[name] = of_type.validate_python(_tuples(given[name]), strict=True)
        except ValidationError:
            return Unreadable(f"{action} cannot take the {name!r} given")
    return WISHES[action](**read)


@cache
def _fields(action: str) -> Mapping[str, tuple[bool, TypeAdapter[Any]]]:
    """Of each field of a wish: whether it must be given, and what checks it."""
    kind = WISHES[action]
    hints = get_type_hints(kind)
    return {
        field.name: (field.default is MISSING and field.default_factory is MISSING, TypeAdapter(hints[field.name]))
        for field in fields(kind)  # type: ignore[arg-type]
    }


def action_of(wish: Wish) -> str:
    """The name of the service that a wish asks for."""
    return next(action for action, kind in WISHES.items() if isinstance(wish, kind))


def _tuples(value: Any) -> Any:
    """JSON lists become tuples again, all the way down."""
    return tuple(_tuples(part) for part in value) if isinstance(value, list) else value
