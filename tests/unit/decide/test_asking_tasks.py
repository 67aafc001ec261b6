from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.unit.decide.counter_in_memory import BOOK, NOW, Counter
from tests.unit.decide.talk import Talk

from orderline.events.answer import (
    FreeSlot,
    FreeSlotsFound,
    HistoryEvent,
    HistoryKind,
    ListedOrders,
    OrderSummary,
    OrderTimeline,
    PolicyExplained,
    PolicyRule,
    ProductFacts,
    VariantFacts,
)
from orderline.events.book import BookCase
from orderline.events.decision import Ask, IdentifyCaller
from orderline.events.reading import ExplainPolicy
from orderline.orders.money import Money
from orderline.orders.order import ItemView, OrderState, SalesChannel, Text

pytestmark = pytest.mark.unit
LAMP = Text("lamp", "台灯")


def a_lamp(color: str, price: int = 4000, *, there: bool = True) -> VariantFacts:
    return VariantFacts((("color", color),), Money(price, "USD"), there)


def asks(answer: object, says: str, *, known: bool = True) -> str:
    return Talk(Counter(answers=(answer,)), known=known).says(says)  # type: ignore[arg-type]


def test_orders_are_told_newest_first_with_where_they_stand() -> None:
    told = tuple(OrderSummary(o.order_id, o.number, o.channel, NOW, o.state, (ItemView(LAMP, 1),)) for o in BOOK.orders)
    one = ListedOrders(told, 5, ((SalesChannel.WEB, 5),))
    assert asks(one, "list_orders").startswith(
        "list_orders.all list_orders.paid list_orders.paid list_orders.delivered"
    )
    two = ListedOrders(told, 5, ((SalesChannel.WEB, 3), (SalesChannel.APP, 2)))
    assert asks(two, "list_orders").startswith("list_orders.all_channels")
    assert asks(ListedOrders((), 0, ()), "list_orders").startswith("list_orders.none")


@pytest.mark.parametrize(
    ("variants", "says", "told"),
    [
        ((a_lamp("red"), a_lamp("blue", 5000)), "product:lamp", "product_info.some product_info.they_are"),
        ((a_lamp("red"), a_lamp("blue")), "product:lamp", "product_info.some_one_price product_info.they_are"),
        ((a_lamp("red"), a_lamp("blue")), "product:lamp option:color=blue", "product_info.in_stock"),
        ((a_lamp("red"), a_lamp("blue", there=False)), "product:lamp option:color=blue", "product_info.sold_out"),
        ((a_lamp("red", there=False), a_lamp("blue", there=False)), "product:lamp", "product_info.all_sold_out"),
        ((), "product:lamp", "product_info.not_sold"),
    ],
)
def test_a_product_is_told_to_anyone(variants: tuple[VariantFacts, ...], says: str, told: str) -> None:
    talk = Talk(Counter(answers=(ProductFacts("lamp", LAMP, variants),)), known=False)
    assert talk.says(f"product_info {says}") == f"{told} goodbye.anything_else | open"
    assert not any(isinstance(request, IdentifyCaller) for request in talk.counter.requests)


def test_a_product_that_was_not_named_is_asked_for() -> None:
    talk = Talk(Counter(answers=(ProductFacts("lamp", LAMP, (a_lamp("red"),)),)), known=False)
    assert talk.says("product_info") == "product_info.ask_product | detail"
    assert talk.says("product:lamp").startswith("product_info.in_stock")


ALLOWED = PolicyRule("allow", Text("returns are possible for thirty days", "三十天内可退"), "buyer", (7, 10))
DENIED = PolicyRule("deny", Text("goods of this kind are final sale", "此类商品售出不退"))


def test_a_rule_is_told_to_anyone_without_an_order() -> None:
    talk = Talk(Counter(answers=(PolicyExplained(DENIED),)), known=False)
    says = "explain_policy topic:return_item tag:fresh condition:opened"
    assert talk.says(says) == "explain_policy.deny goodbye.anything_else | open"
    asked = ExplainPolicy("return_item", "USD", tags=("fresh",), condition="opened")
    assert talk.counter.requests == [Ask(asked)]


def test_a_rule_that_depends_on_opening_is_told_both_ways() -> None:
    both = asks(PolicyExplained(ALLOWED, DENIED), "explain_policy tag:hygiene")
    assert both.startswith("explain_policy.allow_unopened explain_policy.deny_opened")


def test_what_a_rule_says_besides_is_what_was_asked() -> None:
    assert "explain_policy.freight_buyer" in asks(PolicyExplained(ALLOWED), "explain_policy topic:return_item")
    assert "explain_policy.refund_days" in asks(PolicyExplained(ALLOWED), "explain_policy topic:refund")


def test_what_no_rule_says_is_said_so() -> None:
    assert Talk(known=False).says("explain_policy topic:else").startswith("explain_policy.not_known")
    assert Talk(known=False).says("explain_policy").startswith("explain_policy.what_i_know")


def test_a_rule_asked_for_in_the_middle_of_a_change_leaves_the_change_as_it_was() -> None:
    talk = Talk(Counter(answers=(PolicyExplained(ALLOWED),)))
    talk.says("cancel_order product:lamp")
    told = talk.says("explain_policy topic:return_item")
    assert told.startswith("explain_policy.allow")
    assert "cancel_order.read_back" in told


def test_the_history_tells_the_last_step_and_what_mattered() -> None:
    kinds = (HistoryKind.PLACED, HistoryKind.PAID, HistoryKind.WAREHOUSE, HistoryKind.SCANNED)
    events = tuple(HistoryEvent(NOW, kind, amount=4000, currency="USD") for kind in kinds)
    timeline = OrderTimeline(BOOK.orders[0].order_id, OrderState.SHIPPED, events)
    told = "order_history.of order_history.scanned order_history.paid_amount order_history.placed"
    assert told in asks(timeline, "order_history order_number:482913")


def a_slot(day: int, hour: int) -> FreeSlot:
    return FreeSlot(
        f"slot-{day}-{hour}",
        datetime(2026, 11, day, hour, tzinfo=UTC),
        datetime(2026, 11, day, hour + 2, tzinfo=UTC),
    )


SLOTS = FreeSlotsFound((a_slot(23, 9), a_slot(23, 14), a_slot(24, 9)))
RETURNING = replace(
    BOOK,
    orders=(replace(BOOK.orders[2], state=OrderState.RETURN_REQUESTED, cases=(BookCase(1, "return", (1,), True),)),),
)


def test_a_courier_is_booked_for_a_free_time() -> None:
    talk = Talk(Counter(RETURNING, answers=(SLOTS,)))
    assert talk.says("book_pickup") == "book_pickup.ask_slot | choice"
    assert talk.says("slot:2026-11-23T12:00/2026-11-23T18:00").startswith("book_pickup.read_back")
    assert talk.says("yes").startswith("book_pickup.done")
    wish = {"order_id": "o-204821", "after_sale": 1, "slot_id": "slot-23-14"}
    assert talk.counter.written == [("book_pickup", wish)]


def test_a_day_with_several_times_asks_which_and_one_without_says_so() -> None:
    talk = Talk(Counter(RETURNING, answers=(SLOTS,)))
    assert talk.says("book_pickup date:2026-11-23") == "book_pickup.ask_slot | choice"
    assert talk.says("choice:last").startswith("book_pickup.read_back")
    talk.says("yes")
    assert talk.counter.written[0][1]["slot_id"] == "slot-23-14"
    assert asks_for(RETURNING, "book_pickup date:2026-11-29") == "book_pickup.not_then book_pickup.ask_slot | choice"


def asks_for(book: object, says: str) -> str:
    return Talk(Counter(book, answers=(SLOTS,))).says(says)  # type: ignore[arg-type]


def test_what_does_not_go_back_is_not_collected() -> None:
    assert "book_pickup.nothing_waits" in asks_for(BOOK, "book_pickup order_number:204821")
