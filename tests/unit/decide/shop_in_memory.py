"""A shop of four orders, and the services over it, without a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from orderline.events.book import Book, BookOrder
from orderline.events.decision import AskQuote, IdentifyCaller, ProposeCaller, ReadBook, Request, TrackOrder
from orderline.events.outcome import (
    BookRead,
    CallerProposed,
    CallerUnknown,
    Identified,
    MismatchReason,
    NotIdentified,
    Outcome,
    ServiceDown,
    Tracked,
    WishRefused,
)
from orderline.orders.identifiers import CustomerId, OrderId, OrderNumber
from orderline.orders.order import (
    OPEN_STATES,
    DelayReason,
    Lateness,
    OrderState,
    SalesChannel,
    Scan,
    Text,
    TrackedOrder,
    WarehouseStep,
)
from orderline.orders.quote import Refusal, Refused

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def an_order(number: str, state: OrderState = OrderState.SHIPPED, **changes: object) -> TrackedOrder:
    facts: dict[str, object] = {
        "order_id": OrderId(f"o-{number}"),
        "number": OrderNumber(number),
        "channel": SalesChannel.WEB,
        "placed_at": NOW - timedelta(days=5),
        "state": state,
        "items": (),
        "warehouse_step": WarehouseStep.LEFT,
        "warehouse_at": NOW - timedelta(days=2),
        "carrier": Text("UPS", "顺丰"),
        "last_scan": Scan(Text("Oakland", "奥克兰"), NOW - timedelta(hours=18)),
        "promised_on": date(2026, 11, 22),
        "expected_on": date(2026, 11, 22),
        "delivered_at": None,
        "late": None,
    } | changes
    return TrackedOrder(**facts)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Customer:
    customer_id: CustomerId
    phone: str
    postcode: str
    orders: tuple[TrackedOrder, ...]


CUSTOMERS = (
    Customer(CustomerId("one-order"), "4155554821", "94107", (an_order("482913"),)),
    Customer(
        CustomerId("two-orders"),
        "4155557350",
        "100080",
        (
            an_order("204821", OrderState.PACKED),
            an_order("317745", late=Lateness(2, DelayReason.WEATHER)),
            an_order("111222", OrderState.DELIVERED, delivered_at=NOW - timedelta(days=1)),
        ),
    ),
)


class ShopInMemory:
    """Answers like the real services: two factors, one constant refusal."""

    def __init__(self, down: tuple[type, ...] = ()) -> None:
        self._down = down

    def answer(self, query: Request) -> Outcome:
        if isinstance(query, self._down):
            return ServiceDown(type(query).__name__)
        match query:
            case ProposeCaller(hint):
                known = (customer.customer_id for customer in CUSTOMERS if customer.phone == hint)
                found = next(known, None)
                return CallerProposed(found) if found else CallerUnknown()
            case IdentifyCaller():
                return self._identify(query)
            case ReadBook(customer_id):
                return BookRead(self._book(customer_id))
            case AskQuote():
                return WishRefused(Refused(Refusal.POLICY, Text("that is not possible", "不能办理")))
            case TrackOrder(customer_id, order_id):
                orders = next(c.orders for c in CUSTOMERS if c.customer_id == customer_id)
                wanted = [order for order in orders if order.order_id == order_id]
                still_open = [order for order in orders if order.state in OPEN_STATES]
                return Tracked(tuple(wanted if order_id else still_open or orders[:1]))
        raise AssertionError(query)

    def _book(self, customer_id: CustomerId) -> Book:
        orders = next(customer.orders for customer in CUSTOMERS if customer.customer_id == customer_id)
        return Book(
            customer_id,
            tuple(
                BookOrder(o.order_id, o.number, o.channel, o.placed_at.date(), o.state, (), "USD", 0, (), None)
                for o in orders
            ),
            (),
            (),
            (),
            len(orders),
        )

    def _identify(self, query: IdentifyCaller) -> Outcome:
        for customer in CUSTOMERS:
            second = customer.phone[-4:] in query.phone_tails or customer.postcode in query.postcodes
            for order in customer.orders:
                said = order.number[-4:] if query.number_is_suffix else order.number
                if second and said in query.order_numbers:
                    return Identified(customer.customer_id, order.order_id, ("order_number", "phone_tail"), 1.0)
        return NotIdentified(MismatchReason.NO_SUCH_PAIR)
