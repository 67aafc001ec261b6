from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.decide.counter_in_memory import BOOK, NOW, Counter
from tests.unit.decide.talk import Talk

from orderline.events.answer import Answer, FailedPayment, PaymentExplained, StrayCharge, StrayChargesFound
from orderline.events.decision import Ask
from orderline.events.reading import ExplainPayment
from orderline.orders.money import Money
from orderline.orders.order import OrderState, Text
from orderline.orders.quote import Refusal, Refused

pytestmark = pytest.mark.unit


def answering(*answers: Answer) -> Talk:
    return Talk(Counter(answers=answers))


def a_failure(**changes: object) -> PaymentExplained:
    order = BOOK.orders[1]
    cause = Text("the card has expired", "银行卡已过期")
    failed = FailedPayment("p1", order.order_id, order.number, Money(2500, "USD"), NOW, "card", cause, ("gift",))
    return PaymentExplained(replace(failed, **changes))  # type: ignore[arg-type]


def test_a_failed_payment_is_told_with_its_cause_and_what_would_pay() -> None:
    talk = answering(a_failure())
    told = "explain_payment.declined_order explain_payment.instead goodbye.anything_else | open"
    assert talk.says("explain_payment order_number:317745") == told
    assert Ask(ExplainPayment(BOOK.customer_id, BOOK.orders[1].order_id)) in talk.counter.requests


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"cause": None, "instead": ()}, "explain_payment.declined_unknown_order"),
        ({"number": None, "instead": ()}, "explain_payment.declined"),
        ({"cause": None, "number": None, "instead": ("gone",)}, "explain_payment.declined_unknown"),
    ],
)
def test_what_is_not_on_record_is_not_said(changes: dict[str, object], told: str) -> None:
    assert answering(a_failure(**changes)).says("explain_payment") == f"{told} goodbye.anything_else | open"


def test_no_failed_payment_is_said_so_and_what_waits_for_payment_too() -> None:
    nothing = PaymentExplained(None)
    assert answering(nothing).says("explain_payment").startswith("explain_payment.none")
    unpaid = replace(BOOK.orders[0], state=OrderState.AWAITING_PAYMENT)
    book = replace(BOOK, orders=(unpaid, *BOOK.orders[1:]))
    talk = Talk(Counter(book, answers=(nothing,)))
    assert talk.says("explain_payment order_number:482913").startswith("explain_payment.waiting")


def test_the_second_charge_goes_back_upon_a_yes() -> None:
    talk = Talk()
    told = "refund_duplicate.read_back change.back_card_days change.confirm | yes_no"
    assert talk.says("refund_duplicate product:kettle order_number:317745") == told
    assert talk.says("yes").startswith("refund_duplicate.done")
    assert talk.counter.written == [("refund_duplicate", {"order_id": "o-317745"})]


def test_one_charge_alone_is_not_a_double_one() -> None:
    refused = Refused(Refusal.NOT_PROVED, Text("I see only one charge for that order", "这一单只看到一笔扣款"))
    talk = Talk(Counter(refuses=(refused,)))
    assert talk.says("refund_duplicate order_number:317745").startswith("change.refused")
    assert talk.standings == ["refund_duplicate refused"]


def charges(*amounts: int) -> StrayChargesFound:
    return StrayChargesFound(
        tuple(StrayCharge(f"p{at}", Money(amount, "USD"), NOW) for at, amount in enumerate(amounts, 1))
    )


def test_a_charge_without_an_order_goes_back_or_becomes_one() -> None:
    talk = answering(charges(5800))
    assert talk.says("refund_charge") == "refund_charge.ask_end | choice"
    assert talk.says("choice:refund") == "refund_charge.read_back change.back_card_days change.confirm | yes_no"
    talk.says("yes")
    assert talk.counter.written == [("refund_charge", {"payment_id": "p1"})]


def test_an_order_is_made_of_the_charge_for_what_was_bought() -> None:
    talk = answering(charges(4000))
    talk.says("refund_charge")
    assert talk.says("choice:create") == "refund_charge.ask_product | detail"
    assert talk.says("product:shirt option:size=L").startswith("refund_charge.read_back_create")
    assert talk.says("yes").startswith("refund_charge.done_create")
    assert talk.counter.written == [("charge_to_order", {"payment_id": "p1", "items": (("shirt-l", 1),)})]


def test_a_change_of_mind_at_the_read_back_makes_the_other_end() -> None:
    talk = answering(charges(4000))
    talk.says("refund_charge choice:refund")
    assert talk.says("no choice:create") == "refund_charge.ask_product | detail"
    assert talk.says("product:shirt option:size=L").startswith("refund_charge.read_back_create")


def test_of_several_charges_the_amount_said_is_meant() -> None:
    talk = answering(charges(5800, 4000))
    assert talk.says("refund_charge choice:refund") == "refund_charge.which_charge | choice"
    talk.says("money:4000")
    talk.says("yes")
    assert talk.counter.written == [("refund_charge", {"payment_id": "p2"})]


def test_no_charge_without_an_order_ends_the_wish() -> None:
    talk = answering(charges())
    assert talk.says("refund_charge") == "refund_charge.none goodbye.anything_else | open"
    assert talk.standings == ["refund_charge refused"]
