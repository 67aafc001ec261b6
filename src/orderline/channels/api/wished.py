"""What a shop's system may ask to be changed, as it comes in: of an order, or of a customer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from orderline.channels.api.wished_after import (
    AskedBookPickup,
    AskedClaimParcel,
    AskedCompensateDelay,
    AskedExchangeItem,
    AskedPriceProtect,
    AskedRefundDuplicate,
    AskedReturnItem,
)
from orderline.channels.api.wished_before import (
    AskedAddLine,
    AskedCancelOrder,
    AskedChangeAddress,
    AskedChangeItem,
    AskedChangePayment,
    AskedChangeQuantity,
    AskedExpedite,
    AskedMergeOrders,
    AskedRemoveLine,
    AskedSplitOrder,
)
from orderline.channels.api.wished_customer import (
    AskedChargeToOrder,
    AskedDefaultAddress,
    AskedPlaceOrder,
    AskedRefundCharge,
)

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
