"""Wishes that are about no order yet."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from orderline.act.services.changes import Wish
from orderline.act.services.charge_to_order import ChargeToOrder
from orderline.act.services.place_order import PlaceOrder
from orderline.act.services.refund_charge import RefundCharge
from orderline.channels.api.fields import In, Key
from orderline.channels.api.wish_parts import MOST, AskedAddress, Item


class AskedPlaceOrder(In):
    """Buy, with an address and a payment method on file."""

    action: Literal["place_order"]
    items: Annotated[list[Item], Field(max_length=MOST)]
    method: Key
    currency: Annotated[str, Field(max_length=8)]

    def wish(self) -> Wish:
        """For the service."""
        return PlaceOrder(tuple((item.sku, item.quantity) for item in self.items), self.method, self.currency)


class AskedRefundCharge(In):
    """Give a charge back that belongs to no order."""

    action: Literal["refund_charge"]
    payment: Key

    def wish(self) -> Wish:
        """For the service."""
        return RefundCharge(self.payment)


class AskedChargeToOrder(In):
    """Make the order that a charge without one was for; it has to cost what was charged."""

    action: Literal["charge_to_order"]
    payment: Key
    items: Annotated[list[Item], Field(max_length=MOST)]

    def wish(self) -> Wish:
        """For the service."""
        return ChargeToOrder(self.payment, tuple((item.sku, item.quantity) for item in self.items))


class AskedDefaultAddress(In):
    """Where new orders go."""

    action: Literal["change_default_address"]
    address_id: Key | None = None
    address: AskedAddress | None = None
