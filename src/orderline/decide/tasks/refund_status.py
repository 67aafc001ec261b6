"""Where the refunds are: of the order under discussion, or of all."""

from __future__ import annotations

from orderline.decide.forms.form import ReadForm
from orderline.decide.forms.ground import Ground
from orderline.decide.forms.resolve_order import SPOKEN_DIGITS
from orderline.decide.forms.resolve_simple import METHOD_WORDS
from orderline.decide.forms.slots import named_order_slot, order_values
from orderline.events.answer import NoSuchOrder, Refunds, RefundView
from orderline.events.decision import Action, Ask, Digits, Say, Value
from orderline.events.outcome import Answered, Outcome
from orderline.events.reading import RefundStatus
from orderline.orders.identifiers import OrderId
from orderline.orders.money import Money
from orderline.orders.order import Text

_MOST_TOLD = 3
"""Refunds told in one answer. Source: own choice; more are not remembered by ear."""


def _request(ground: Ground) -> Ask:
    order = ground.text("order")
    return Ask(RefundStatus(ground.book.customer_id, OrderId(order) if order else None))


def _tell(ground: Ground, outcome: Outcome | None) -> tuple[Action, ...] | None:
    match outcome:
        case Answered(Refunds(refunds)) if refunds:
            return tuple(_told(refund) for refund in refunds[:_MOST_TOLD])
        case Answered(Refunds() | NoSuchOrder()):
            return (Say("refund_status.none"),)
        case _:
            return None


def _told(refund: RefundView) -> Say:
    """`refund_status.<stage>`, `..._amount` where the amount is known."""
    method = METHOD_WORDS.get(refund.method, Text("original payment method", "原支付方式"))
    values: dict[str, Value] = {"number": Digits(refund.number[-SPOKEN_DIGITS:]), "method": method}
    key = f"refund_status.{refund.stage.value}"
    if refund.amount is not None:
        key, values["amount"] = f"{key}_amount", Money(refund.amount, refund.currency)
    return Say(key, values)


REFUND_STATUS = ReadForm(
    name="refund_status",
    slots=(named_order_slot("refund_status"),),
    values=order_values,
    request=_request,
    tell=_tell,
)
