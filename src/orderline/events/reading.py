"""Questions about orders beyond tracking, and their answers. All read only: they may run ahead and be thrown away.

Every question with a customer is about that identified customer's orders; another customer's order is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orderline.orders.identifiers import CustomerId, OrderId
from orderline.orders.order import SalesChannel


@dataclass(frozen=True, slots=True)
class Described:
    """An order as a person describes it; every part may be missing."""

    words: str = ""
    """Their own words for the thing, in either language."""
    options: tuple[str, ...] = ()
    """Colours, sizes: "blue", "大号"."""
    first_day: date | None = None
    """First day on which it may have been placed, at the shop; alone it means that day only."""
    last_day: date | None = None
    channel: SalesChannel | None = None
    number_tails: tuple[str, ...] = ()
    """Readings of the number's last four, best first."""
    newest: bool = False
    """"My last order": of those that fit, the one placed last."""


@dataclass(frozen=True, slots=True)
class FindOrder:
    """Which of a customer's orders is meant."""

    customer_id: CustomerId
    described: Described


@dataclass(frozen=True, slots=True)
class SearchOrders:
    """Which orders of the whole shop fit. For people of the shop and its systems, never for a caller."""

    described: Described


@dataclass(frozen=True, slots=True)
class ListOrders:
    """A customer's orders from all sales channels, newest first."""

    customer_id: CustomerId
    open_only: bool = False
    channel: SalesChannel | None = None
    most: int = 20
    """1…100: more than anyone listens to."""


@dataclass(frozen=True, slots=True)
class RefundStatus:
    """Where a customer's refunds are: of one order, or of all."""

    customer_id: CustomerId
    order_id: OrderId | None = None


@dataclass(frozen=True, slots=True)
class OrderHistory:
    """Everything that happened to one order."""

    customer_id: CustomerId
    order_id: OrderId


@dataclass(frozen=True, slots=True)
class ExplainDelay:
    """Why one order is not there yet."""

    customer_id: CustomerId
    order_id: OrderId


@dataclass(frozen=True, slots=True)
class ExplainPayment:
    """Why a customer's payment failed, of one order or of any."""

    customer_id: CustomerId
    order_id: OrderId | None = None


@dataclass(frozen=True, slots=True)
class StrayCharges:
    """What a customer was charged without an order."""

    customer_id: CustomerId


@dataclass(frozen=True, slots=True)
class FreeSlots:
    """When a courier can come to the address of one order."""

    customer_id: CustomerId
    order_id: OrderId


@dataclass(frozen=True, slots=True)
class ProductInfo:
    """What one product comes in, costs, and whether it is there. Of the shop, not of a customer."""

    product_id: str
    currency: str
    """ISO 4217; the prices are told in it, and in another one only where there are none in it."""


@dataclass(frozen=True, slots=True)
class ExplainPolicy:
    """What the shop's rules say of a kind of thing. Of the shop: who asks makes no difference."""

    kind: str
    """What is wanted: a value of `orders.policy.facts.RuleKind`."""
    currency: str
    """In which the customer pays, ISO 4217: nothing else tells whose law their orders are under."""
    product_id: str = ""
    """The product meant; its tags decide."""
    tags: tuple[str, ...] = ()
    """What was said of it besides: values of `orders.policy.facts.TAGS`."""
    condition: str = ""
    """A value of the fact `line.condition`; empty: not said."""
    reason: str = ""
    """A code of `orders.policy.facts.REASONS`; empty: not said."""


Reading = (
    FindOrder
    | SearchOrders
    | ListOrders
    | RefundStatus
    | OrderHistory
    | ExplainDelay
    | ExplainPayment
    | StrayCharges
    | FreeSlots
    | ProductInfo
    | ExplainPolicy
)
"""Questions that `Services.read` answers."""
