"""What services answer to the questions of `events.reading`: facts from rows, and what is not recorded is None."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from orderline.orders.identifiers import OrderId, OrderNumber
from orderline.orders.money import Money
from orderline.orders.order import DelayReason, ItemView, OrderState, SalesChannel, Scan, Text


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """An order in a list."""

    order_id: OrderId
    number: OrderNumber
    channel: SalesChannel
    placed_at: datetime
    state: OrderState
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class FoundCandidate:
    """An order that may be meant."""

    order: OrderSummary
    score: float
    """[0, 1]: 1.0 for one that answers to everything said."""
    item: int | None
    """Place in `order.items` of the thing that the words mean; None where they mean none."""


class DifferingFact(StrEnum):
    """By what orders can be told apart in one question."""

    PRODUCT = "product"
    OPTION = "option"
    DAY = "day"
    CHANNEL = "channel"
    STATE = "state"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Difference:
    """The one question that tells candidates apart best."""

    fact: DifferingFact
    option: str
    """Name of the option where `fact` is `OPTION`: "color"; else empty."""
    products: tuple[Text, ...] = ()
    """What each candidate in question has, in their order, in the field that goes with `fact`."""
    words: tuple[str, ...] = ()
    """Of `OPTION` its values; of `STATE`, `CHANNEL` their codes; of `NUMBER` the last four."""
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundOrders:
    """Orders that fit, best first; empty where none does."""

    candidates: tuple[FoundCandidate, ...]
    contenders: int
    """How many of the first candidates fit about equally well: more than 1 is ambiguous."""
    difference: Difference | None
    """By what the contenders differ; None where there is one, or nothing that can be told apart by."""

    @property
    def ambiguous(self) -> bool:
        """Whether a question is needed."""
        return self.contenders > 1


@dataclass(frozen=True, slots=True)
class ListedOrders:
    """Orders of a customer."""

    orders: tuple[OrderSummary, ...]
    total: int
    """How many there are, listed or not."""
    channels: tuple[tuple[SalesChannel, int], ...]
    """How many came by each channel, most first."""


class RefundStage(StrEnum):
    """How far a refund is."""

    WAITING_FOR_GOODS = "waiting_for_goods"
    """Agreed; the money moves when the goods are back."""
    ON_ITS_WAY = "on_its_way"
    PAID_BACK = "paid_back"
    FAILED = "failed"
    """The payment provider declined it: a person has to look."""


@dataclass(frozen=True, slots=True)
class RefundView:
    """One refund."""

    order_id: OrderId
    number: OrderNumber
    stage: RefundStage
    amount: int | None
    """Minor units; None: not known before the goods are checked."""
    currency: str
    method: str
    """Kind of the method it goes to: `credit_card`, `alipay`; empty where that is not recorded."""
    method_last4: str
    at: datetime | None
    """When this stage was recorded; None where no row says."""
    days: tuple[int, ...] = ()
    """Earliest and latest working day of its arrival as promised in the receipt; empty where nothing was promised."""


@dataclass(frozen=True, slots=True)
class Refunds:
    """Refunds, newest first; empty where there is none."""

    refunds: tuple[RefundView, ...]


class HistoryKind(StrEnum):
    """What can happen to an order."""

    PLACED = "placed"
    PAID = "paid"
    DECLINED = "declined"
    REFUNDED = "refunded"
    WAREHOUSE = "warehouse"
    HANDED_OVER = "handed_over"
    SCANNED = "scanned"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    CHANGED = "changed"
    RETURN_ASKED = "return_asked"
    EXCHANGE_ASKED = "exchange_asked"
    CLAIMED = "claimed"
    COMPENSATED = "compensated"


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One thing that happened."""

    at: datetime
    """Aware, UTC."""
    kind: HistoryKind
    place: Text | None = None
    """Where it was scanned, or the carrier that took it."""
    code: str = ""
    """Warehouse step, delay reason, decline code, name of the change, state of the return, as recorded."""
    amount: int | None = None
    """Minor units of `currency`."""
    currency: str = ""
    reference: str = ""
    """A claim's number, a coupon's code, a receipt's."""


@dataclass(frozen=True, slots=True)
class OrderTimeline:
    """What happened to an order, in time order."""

    order_id: OrderId
    state: OrderState
    events: tuple[HistoryEvent, ...]


class HeldBy(StrEnum):
    """With whom an order lies."""

    CUSTOMER = "customer"
    """Not paid."""
    WAREHOUSE = "warehouse"
    CARRIER = "carrier"
    NOBODY = "nobody"
    """Arrived, cancelled or gone back."""


@dataclass(frozen=True, slots=True)
class DelayExplained:
    """Why an order is not there yet, from rows alone: what is not recorded is None, never guessed."""

    order_id: OrderId
    state: OrderState
    held_by: HeldBy
    days_late: int
    """Whole days past the promise, 0 where it is not late or nothing was promised."""
    promised_on: date | None
    expected_on: date | None
    reason: DelayReason | None
    """As recorded; None: no reason is on record."""
    restock_on: date | None
    last_scan: Scan | None
    quiet_days: int | None
    """Whole days since warehouse or carrier last recorded anything; None where they never did."""


@dataclass(frozen=True, slots=True)
class FailedPayment:
    """A declined payment."""

    payment_id: str
    order_id: OrderId | None
    number: OrderNumber | None
    amount: Money
    at: datetime | None
    method_id: str | None
    cause: Text | None
    """None: the provider gives no reason that is known; then none is said."""
    instead: tuple[str, ...]
    """Ids of the customer's other methods that cover it, as far as is known here."""


@dataclass(frozen=True, slots=True)
class PaymentExplained:
    """The newest declined payment; None: there is none."""

    failed: FailedPayment | None


@dataclass(frozen=True, slots=True)
class StrayCharge:
    """A charge that belongs to no order."""

    payment_id: str
    amount: Money
    at: datetime | None


@dataclass(frozen=True, slots=True)
class StrayChargesFound:
    """Charges without an order, newest first."""

    charges: tuple[StrayCharge, ...]


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A time at which a courier can come; both ends aware, in the shop's own zone."""

    slot_id: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class FreeSlotsFound:
    """The next free times, soonest first."""

    slots: tuple[FreeSlot, ...]


@dataclass(frozen=True, slots=True)
class VariantFacts:
    """One variant on sale."""

    options: tuple[tuple[str, str], ...]
    """Pairs of option name and value as the shop writes them."""
    price: Money
    in_stock: bool


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """What a product comes in."""

    product_id: str
    name: Text
    variants: tuple[VariantFacts, ...]
    """Those on sale; empty: it is not sold at the moment."""


@dataclass(frozen=True, slots=True)
class NoSuchOrder:
    """No order of this customer has that id."""


@dataclass(frozen=True, slots=True)
class NoSuchProduct:
    """The shop has no product of that id."""


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """What a rule says."""

    verdict: str
    """`allow`, `deny`, `human`, `ask`: a value of `orders.policy.rules.Verdict`."""
    because: Text
    freight: str = ""
    """Who pays the way back: `seller`, `buyer`; empty: not said."""
    refund_days: tuple[int, int] = (0, 0)
    """Working days until the money is back; (0, 0): not said."""


@dataclass(frozen=True, slots=True)
class PolicyExplained:
    """The rule, for what was said of the thing."""

    rule: PolicyRule
    opened: PolicyRule | None = None
    """The rule once it is opened, where that makes a difference and was not said; `rule` is then for unopened."""


Answer = (
    FoundOrders
    | ListedOrders
    | Refunds
    | OrderTimeline
    | DelayExplained
    | PaymentExplained
    | StrayChargesFound
    | FreeSlotsFound
    | ProductFacts
    | PolicyExplained
    | NoSuchOrder
    | NoSuchProduct
)
"""What `Services.read` answers with, besides `ServiceDown`."""
