"""One customer's book, and services over it that quote, write and send codes, without a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from orderline.events.answer import Answer, Refunds, RefundStage, RefundView
from orderline.events.book import Book, BookLine, BookMethod, BookOrder, BookVariant
from orderline.events.decision import (
    Ask,
    AskQuote,
    CheckCode,
    IdentifyCaller,
    KeepAddress,
    ReadBook,
    Request,
    SendCode,
    TrackOrder,
    Write,
)
from orderline.events.outcome import (
    AddressKept,
    Answered,
    BookRead,
    CodeRight,
    CodeSent,
    CodeWrong,
    FactAsked,
    Identified,
    Outcome,
    Quoted,
    ServiceDown,
    Tracked,
    WishRefused,
    Written,
)
from orderline.orders.identifiers import CustomerId, OrderId, OrderNumber
from orderline.orders.money import Money
from orderline.orders.order import OrderState, SalesChannel, Text
from orderline.orders.quote import (
    ActionId,
    Asks,
    MoneyMove,
    MoveKind,
    Quote,
    QuoteId,
    Receipt,
    ReceiptId,
    Refused,
)

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CUSTOMER = CustomerId("ann")
LAMP, KETTLE, SHIRT = Text("lamp", "台灯"), Text("kettle", "水壶"), Text("shirt", "衬衫")


def a_line(line_no: int, product: Text, sku: str, options: Mapping[str, str], price: int = 4000) -> BookLine:
    return BookLine(line_no, product.en, sku, product, tuple(options.items()), 1, price)


def an_order(number: str, state: OrderState, day: int, *lines: BookLine, paid_by: str = "card") -> BookOrder:
    return BookOrder(
        OrderId(f"o-{number}"),
        OrderNumber(number),
        SalesChannel.WEB,
        date(2026, 11, day),
        state,
        lines,
        "USD",
        sum(line.unit_price for line in lines),
        (paid_by,),
        None,
    )


BLUE_LAMP = a_line(1, LAMP, "lamp-blue", {"color": "blue", "size": "small"})
SHIRT_LINE = a_line(3, SHIRT, "shirt-m", {"size": "M"})
KETTLE_LINE = a_line(2, KETTLE, "kettle-steel", {"material": "steel"}, 2500)
BOOK = Book(
    CUSTOMER,
    (
        an_order("482913", OrderState.PAID, 20, BLUE_LAMP),
        an_order("317745", OrderState.PAID, 17, a_line(1, KETTLE, "kettle-steel", {"material": "steel"}, 2500)),
        an_order("204821", OrderState.DELIVERED, 10, BLUE_LAMP, KETTLE_LINE, SHIRT_LINE),
    ),
    (BookMethod("card", "credit_card", "4821"), BookMethod("gift", "gift_card", balance=5000, currency="USD")),
    (),
    (
        BookVariant("lamp-blue", "lamp", (("color", "blue"), ("size", "small")), 4000, True),
        BookVariant("lamp-green", "lamp", (("color", "green"), ("size", "small")), 4500, True),
        BookVariant("lamp-green-large", "lamp", (("color", "green"), ("size", "large")), 5500, True),
        BookVariant("lamp-red", "lamp", (("color", "red"), ("size", "small")), 4000, False),
        BookVariant("lamp-red-large", "lamp", (("color", "red"), ("size", "large")), 5000, True),
        BookVariant("kettle-steel", "kettle", (("material", "steel"),), 2500, True),
        BookVariant("kettle-glass", "kettle", (("material", "glass"),), 3000, True),
        BookVariant("shirt-m", "shirt", (("size", "M"),), 4000, True),
        BookVariant("shirt-l", "shirt", (("size", "L"),), 4000, True),
    ),
    3,
)


class Counter:
    """Answers requests. `asks` and `refuses` are used up one by one, before a wish is quoted; of `answers` to questions
    the last one stays.
    """

    def __init__(
        self,
        book: Book = BOOK,
        *,
        asks: tuple[Asks, ...] = (),
        refuses: tuple[Refused, ...] = (),
        refuses_writes: tuple[Refused, ...] = (),
        step_up: int = 0,
        code: str = "123456",
        down: tuple[type, ...] = (),
        answers: tuple[Answer, ...] = (),
    ) -> None:
        self.book = book
        self._answers = list(answers)
        self.requests: list[Request] = []
        self.written: list[tuple[str, dict[str, Any]]] = []
        self._asks, self._refuses, self._refuses_writes = list(asks), list(refuses), list(refuses_writes)
        self._step_up, self._code, self._down = step_up, code, down
        self._quotes: dict[str, AskQuote] = {}
        self._codes = 0

    def answer(self, request: Request) -> Outcome:
        self.requests.append(request)
        if isinstance(request, self._down):
            return ServiceDown(type(request).__name__)
        match request:
            case IdentifyCaller():
                return Identified(CUSTOMER, None, ("order_number", "phone_tail"), 1.0)
            case ReadBook():
                return BookRead(self.book)
            case AskQuote():
                return self._quote(request)
            case Write():
                return self._write(request)
            case SendCode():
                return CodeSent("4821")
            case KeepAddress():
                return AddressKept("adr-1")
            case CheckCode():
                self._codes += 1
                return CodeRight() if self._code in request.codes else CodeWrong(3 - self._codes)
            case TrackOrder():
                return Tracked(())
            case Ask() if self._answers:
                return Answered(self._answers.pop(0) if len(self._answers) > 1 else self._answers[0])
            case Ask():
                return Answered(Refunds((_refund(RefundStage.ON_ITS_WAY, 2500),)))
        raise AssertionError(request)

    def _quote(self, asked: AskQuote) -> Outcome:
        if self._asks:
            return FactAsked(self._asks.pop(0))
        if self._refuses:
            return WishRefused(self._refuses.pop(0))
        quote_id = QuoteId(f"q{len(self._quotes) + 1}")
        self._quotes[quote_id] = asked
        move = MoneyMove(MoveKind.REFUND, "card", Money(4000, "USD"), (5, 7))
        because = Text("it is allowed", "可以办理")
        order = OrderId(str(asked.wish.get("order_id", "")))
        return Quoted(Quote(quote_id, asked.action, order, (move,), (), (), None, because, "", "", NOW, self._step_up))

    def _write(self, write: Write) -> Outcome:
        if self._refuses_writes:
            return WishRefused(self._refuses_writes.pop(0))
        asked = self._quotes[write.quote_id]
        self.written.append((asked.action, dict(asked.wish)))
        gone = [replace(o, state=OrderState.CANCELLED) if o.order_id == write.order_id else o for o in self.book.orders]
        if asked.action == "cancel_order":
            self.book = replace(self.book, orders=tuple(gone))
        receipt = Receipt(ReceiptId("r1"), ActionId(f"call/{write.step}"), asked.action, OrderId(""), NOW)
        return Written(receipt)


def _refund(stage: RefundStage, amount: int) -> RefundView:
    order = BOOK.orders[1]
    return RefundView(order.order_id, order.number, stage, amount, "USD", "credit_card", "4821", NOW)
