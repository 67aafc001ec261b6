"""Why a payment failed, by its recorded cause alone, and what else on file would pay."""

from __future__ import annotations

from orderline.decide.forms.form import ReadForm
from orderline.decide.forms.ground import Ground
from orderline.decide.forms.resolve_order import SPOKEN_DIGITS
from orderline.decide.forms.resolve_simple import method_words
from orderline.decide.forms.slots import named_order_slot, order_values
from orderline.events.answer import FailedPayment, PaymentExplained
from orderline.events.decision import Action, Ask, Digits, Listed, Say, Value
from orderline.events.outcome import Answered, Outcome
from orderline.events.reading import ExplainPayment
from orderline.orders.identifiers import OrderId
from orderline.orders.order import OrderState

_MOST_NAMED = 2
"""Other methods named in one answer. Source: own choice; more are not remembered by ear."""


def _request(ground: Ground) -> Ask:
    order = ground.text("order")
    return Ask(ExplainPayment(ground.book.customer_id, OrderId(order) if order else None))


def _tell(ground: Ground, outcome: Outcome | None) -> tuple[Action, ...] | None:
    match outcome:
        case Answered(PaymentExplained(None)):
            order = ground.order
            waiting = order is not None and order.state is OrderState.AWAITING_PAYMENT
            return (Say(f"explain_payment.{'waiting' if waiting else 'none'}", order_values(ground)),)
        case Answered(PaymentExplained(FailedPayment() as failed)):
            return (_why(failed), *_instead(ground, failed))
        case _:
            return None


def _why(failed: FailedPayment) -> Say:
    """`explain_payment.declined[_unknown][_order]`: the cause is told only where it is on record."""
    values: dict[str, Value] = {"amount": failed.amount}
    key = "explain_payment.declined"
    if failed.cause is None:
        key = f"{key}_unknown"
    else:
        values["cause"] = failed.cause
    if failed.number is not None:
        key, values["number"] = f"{key}_order", Digits(failed.number[-SPOKEN_DIGITS:])
    return Say(key, values)


def _instead(ground: Ground, failed: FailedPayment) -> tuple[Say, ...]:
    methods = [method for method in ground.book.methods if method.method_id in failed.instead][:_MOST_NAMED]
    if not methods:
        return ()
    named = tuple(method_words(method, with_end=True) for method in methods)
    return (Say("explain_payment.instead", {"methods": Listed(named)}),)


EXPLAIN_PAYMENT = ReadForm(
    name="explain_payment",
    slots=(named_order_slot("explain_payment"),),
    values=order_values,
    request=_request,
    tell=_tell,
)
