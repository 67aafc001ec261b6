"""Wishes about an order that is on its way, late, or there."""

from __future__ import annotations

from typing import Literal

from orderline.act.services.book_pickup import BookPickup
from orderline.act.services.changes import Wish
from orderline.act.services.claim_parcel import ClaimParcel
from orderline.act.services.compensate_delay import CompensateDelay
from orderline.act.services.exchange_item import ExchangeItem
from orderline.act.services.price_protect import PriceProtect
from orderline.act.services.refund_duplicate import RefundDuplicate
from orderline.act.services.return_item import ReturnItem
from orderline.channels.api.fields import Key, Number
from orderline.channels.api.wish_parts import Asked, Condition, Pieces, Reason, Swaps, pairs


class AskedBookPickup(Asked):
    """When a courier collects what goes back."""

    action: Literal["book_pickup"]
    after_sale: Number
    slot: Key

    def wish(self, order: str) -> Wish:
        """For the service."""
        return BookPickup(order, self.after_sale, self.slot)


class AskedClaimParcel(Asked):
    """Claim a parcel that is stuck or lost."""

    action: Literal["claim_parcel"]
    parcel: Number = 1

    def wish(self, order: str) -> Wish:
        """For the service."""
        return ClaimParcel(order, self.parcel)


class AskedCompensateDelay(Asked):
    """Something for the wait."""

    action: Literal["compensate_delay"]
    choice: Literal["coupon", "priority"]

    def wish(self, order: str) -> Wish:
        """For the service."""
        return CompensateDelay(order, self.choice)


class AskedExchangeItem(Asked):
    """Exchange what has arrived."""

    action: Literal["exchange_item"]
    swaps: Swaps
    method: Key | None = None
    reason: Reason | None = None
    condition: Condition | None = None

    def wish(self, order: str) -> Wish:
        """For the service."""
        swaps = tuple((swap.line, swap.sku) for swap in self.swaps)
        return ExchangeItem(order, swaps, self.method, self.reason, self.condition)


class AskedPriceProtect(Asked):
    """Give back what a price has dropped by."""

    action: Literal["price_protect"]

    def wish(self, order: str) -> Wish:
        """For the service."""
        return PriceProtect(order)


class AskedRefundDuplicate(Asked):
    """Charged twice."""

    action: Literal["refund_duplicate"]

    def wish(self, order: str) -> Wish:
        """For the service."""
        return RefundDuplicate(order)


class AskedReturnItem(Asked):
    """Give pieces back; 0 pieces: all that are left of the line."""

    action: Literal["return_item"]
    lines: Pieces
    method: Key | None = None
    reason: Reason | None = None
    condition: Condition | None = None

    def wish(self, order: str) -> Wish:
        """For the service."""
        return ReturnItem(order, pairs(self.lines), self.method, self.reason, self.condition)
