"""What a shop's system may ask to be changed, as it comes in, and the wish it becomes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from orderline.act.services.add_line import AddLine
from orderline.act.services.book_pickup import BookPickup
from orderline.act.services.cancel_order import CancelOrder
from orderline.act.services.change_item import ChangeItem
from orderline.act.services.change_payment import ChangePayment
from orderline.act.services.change_quantity import ChangeQuantity
from orderline.act.services.changes import Wish
from orderline.act.services.charge_to_order import ChargeToOrder
from orderline.act.services.claim_parcel import ClaimParcel
from orderline.act.services.compensate_delay import CompensateDelay
from orderline.act.services.exchange_item import ExchangeItem
from orderline.act.services.expedite import Expedite
from orderline.act.services.place_order import PlaceOrder
from orderline.act.services.price_protect import PriceProtect
from orderline.act.services.refund_charge import RefundCharge
from orderline.act.services.refund_duplicate import RefundDuplicate
from orderline.act.services.remove_line import RemoveLine
from orderline.act.services.return_item import ReturnItem
from orderline.act.services.split_order import SplitOrder
from orderline.channels.api.fields import AnyPieces, In, Key, MaybeLine, Number, Postcode, Short, one_of
from orderline.orders.policy.facts import FACTS, REASONS

Reason = Annotated[str, one_of(REASONS), Field(json_schema_extra={"enum": list(REASONS)})]
CONDITIONS = FACTS["line.condition"].values
Condition = Annotated[str, one_of(CONDITIONS), Field(json_schema_extra={"enum": list(CONDITIONS)})]
MOST = 200


class Asked(In):
    """On whose behalf."""

    customer: Key
    """Only this customer's orders, addresses and payment methods are touched."""


class Swap(In):
    """A line that becomes another variant."""

    line: Number
    sku: Key


class Some(In):
    """Pieces of a line."""

    line: Number
    quantity: AnyPieces


class Item(In):
    """Pieces of a variant."""

    sku: Key
    quantity: AnyPieces


class AskedAddress(In):
    """An address as the customer gives it; half an address is refused in words."""

    line1: MaybeLine | None = None
    line2: MaybeLine | None = None
    district: MaybeLine | None = None
    city: MaybeLine | None = None
    region: MaybeLine | None = None
    postcode: Postcode | None = None
    country: Annotated[str, Field(max_length=64)] | None = None
    recipient: MaybeLine | None = None
    phone: Short | None = None


Swaps = Annotated[list[Swap], Field(max_length=MOST)]
Pieces = Annotated[list[Some], Field(max_length=MOST)]


class AskedAddLine(Asked):
    """Put one more thing in."""

    action: Literal["add_line"]
    sku: Key
    quantity: AnyPieces = 1
    method: Key | None = None

    def wish(self, order: str) -> Wish:
        """For the service."""
        return AddLine(order, self.sku, self.quantity, self.method)


class AskedBookPickup(Asked):
    """When a courier collects what goes back."""

    action: Literal["book_pickup"]
    after_sale: Number
    slot: Key

    def wish(self, order: str) -> Wish:
        """For the service."""
        return BookPickup(order, self.after_sale, self.slot)


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
        return ChangeQuantity(order, _pairs(self.lines), self.method)


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


class AskedRemoveLine(Asked):
    """Take lines out."""

    action: Literal["remove_line"]
    lines: Annotated[list[Number], Field(max_length=MOST)]

    def wish(self, order: str) -> Wish:
        """For the service."""
        return RemoveLine(order, tuple(self.lines))


class AskedReturnItem(Asked):
    """Give pieces back; 0 pieces: all that are left of the line."""

    action: Literal["return_item"]
    lines: Pieces
    method: Key | None = None
    reason: Reason | None = None
    condition: Condition | None = None

    def wish(self, order: str) -> Wish:
        """For the service."""
        return ReturnItem(order, _pairs(self.lines), self.method, self.reason, self.condition)


class AskedSplitOrder(Asked):
    """Send some pieces first; 0 pieces: the whole line."""

    action: Literal["split_order"]
    lines: Pieces

    def wish(self, order: str) -> Wish:
        """For the service."""
        return SplitOrder(order, _pairs(self.lines))


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


AskedOfOrder = Annotated[
    AskedAddLine
    | AskedBookPickup
    | AskedCancelOrder
    | AskedChangeAddress
    | AskedChangeItem
    | AskedChangePayment
    | AskedChangeQuantity
    | AskedClaimParcel
    | AskedCompensateDelay
    | AskedExchangeItem
    | AskedExpedite
    | AskedMergeOrders
    | AskedPriceProtect
    | AskedRefundDuplicate
    | AskedRemoveLine
    | AskedReturnItem
    | AskedSplitOrder,
    Field(discriminator="action"),
]
AskedOfCustomer = Annotated[
    AskedPlaceOrder | AskedRefundCharge | AskedChargeToOrder | AskedDefaultAddress, Field(discriminator="action")
]


def _pairs(lines: list[Some]) -> tuple[tuple[int, int], ...]:
    return tuple((some.line, some.quantity) for some in lines)
