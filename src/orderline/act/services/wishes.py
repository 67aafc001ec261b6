"""Every change the line can make, by its service's name: how a wish is read back from a quote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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


def read_wish(action: str, kept: Mapping[str, Any]) -> Wish:
    """A wish from the JSON its quote keeps. Raises KeyError for an action there is none of."""
    fields = {name: _tuples(value) for name, value in kept.items()}
    return WISHES[action](**fields)


def action_of(wish: Wish) -> str:
    """The name of the service that a wish asks for."""
    return next(action for action, kind in WISHES.items() if isinstance(wish, kind))


def _tuples(value: Any) -> Any:
    """JSON lists become tuples again, all the way down."""
    return tuple(_tuples(part) for part in value) if isinstance(value, list) else value
