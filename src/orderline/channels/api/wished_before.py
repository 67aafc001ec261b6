"""Wishes about an order that has not left yet."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from orderline.act.services.add_line import AddLine
from orderline.act.services.cancel_order import CancelOrder
from orderline.act.services.change_item import ChangeItem
from orderline.act.services.change_payment import ChangePayment
from orderline.act.services.change_quantity import ChangeQuantity
from orderline.act.services.changes import Wish
from orderline.act.services.expedite import Expedite
from orderline.act.services.remove_line import RemoveLine
from orderline.act.services.split_order import SplitOrder
from orderline.channels.api.fields import AnyPieces, Key, Number
from orderline.channels.api.wish_parts import MOST, Asked, AskedAddress, Pieces, Reason, Swaps, pairs


class AskedAddLine(Asked):
    """Put one more thing in."""

    action: Literal["add_line"]
    sku: Key
    quantity: AnyPieces = 1
    method: Key | None = None

    def wish(self, order: str) -> Wish:
        """For the service."""
        return AddLine(order, self.sku, self.quantity, self.method)


class AskedCancelOrder(Asked):
    """Cancel the order."""

    action: Literal["cancel_order"]
    reason: Reason | None = None

    def wish(self, order: str) -> Wish:
        """For the service."""
        return CancelOrder(order, self.reason)


class AskedChangeAddress(Asked):
    """Send the order somewhere else: one of the customer's addresses by key, or a new one."""

    action: Literal["change_address"]
    address_id: Key | None = None
    address: AskedAddress | None = None


class AskedChangeItem(Asked):
    """Other variants, before the order is packed."""

    action: Literal["change_item"]
    swaps: Swaps
    method: Key | None = None

    def wish(self, order: str) -> Wish:
        """For the service."""
        return ChangeItem(order, tuple((swap.line, swap.sku) for swap in self.swaps), self.method)


class AskedChangePayment(Asked):
    """Pay the order another way."""

    action: Literal["change_payment"]
    method: Key

    def wish(self, order: str) -> Wish:
        """For the service."""
        return ChangePayment(order, self.method)


class AskedChangeQuantity(Asked):
    """More or fewer pieces."""

    action: Literal["change_quantity"]
    lines: Pieces
    method: Key | None = None

    def wish(self, order: str) -> Wish:
        """For the service."""
        return ChangeQuantity(order, pairs(self.lines), self.method)


class AskedExpedite(Asked):
    """Pack it before others."""

    action: Literal["expedite"]

    def wish(self, order: str) -> Wish:
        """For the service."""
        return Expedite(order)


class AskedMergeOrders(Asked):
    """Ship two orders together."""

    action: Literal["merge_orders"]
    other: Key
    """Number of the order that is taken in."""


class AskedRemoveLine(Asked):
    """Take lines out."""

    action: Literal["remove_line"]
    lines: Annotated[list[Number], Field(max_length=MOST)]

    def wish(self, order: str) -> Wish:
        """For the service."""
        return RemoveLine(order, tuple(self.lines))


class AskedSplitOrder(Asked):
    """Send some pieces first; 0 pieces: the whole line."""

    action: Literal["split_order"]
    lines: Pieces

    def wish(self, order: str) -> Wish:
        """For the service."""
        return SplitOrder(order, pairs(self.lines))
