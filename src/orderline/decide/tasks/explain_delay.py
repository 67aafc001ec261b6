"""Why an order is not there yet: who has it, what is recorded, what can be done about it. Nothing is guessed."""

from __future__ import annotations

from orderline.decide.forms.form import ReadForm
from orderline.decide.forms.ground import Ground
from orderline.decide.forms.slots import order_slot, order_values
from orderline.events.answer import DelayExplained, HeldBy, NoSuchOrder
from orderline.events.decision import Action, Ask, Say, ShowOrder, Value
from orderline.events.outcome import Answered, Outcome
from orderline.events.reading import ExplainDelay
from orderline.orders.identifiers import OrderId
from orderline.orders.order import OPEN_STATES, OrderState

STUCK_DAYS = 3
"""Days without a scan from which a claim is offered. Source: mission M21, 72 hours; the policy has the last word."""


def _request(ground: Ground) -> Ask:
    return Ask(ExplainDelay(ground.book.customer_id, OrderId(str(ground["order"]))))


def _tell(ground: Ground, outcome: Outcome | None) -> tuple[Action, ...] | None:
    match outcome:
        case Answered(DelayExplained() as delay):
            return (ShowOrder(delay.order_id), *_told(ground, delay))
        case Answered(NoSuchOrder()):
            return (Say("change.no_such_order"),)
        case _:
            return None


def _told(ground: Ground, delay: DelayExplained) -> tuple[Say, ...]:
    """How late and why, then where it is and when it comes."""
    number = order_values(ground)["number"]
    if delay.state not in OPEN_STATES:
        arrived = delay.state is OrderState.DELIVERED
        return (Say(f"explain_delay.{'arrived' if arrived else 'over'}", {"number": number}),)
    if delay.held_by is HeldBy.CUSTOMER:
        return (Say("explain_delay.unpaid", {"number": number}),)
    return (_late(delay, number), *_where(delay))


def _late(delay: DelayExplained, number: Value) -> Say:
    if not delay.days_late:
        return Say("explain_delay.in_time", {"number": number})
    values: dict[str, Value] = {"number": number, "days": delay.days_late}
    return Say(f"explain_delay.late_{delay.reason.value if delay.reason else 'unknown'}", values)


def _where(delay: DelayExplained) -> tuple[Say, ...]:
    says = []
    if delay.held_by is HeldBy.CARRIER and delay.last_scan is not None:
        seen: dict[str, Value] = {"place": delay.last_scan.place, "at": delay.last_scan.at}
        says.append(Say("explain_delay.last_seen", seen))
    elif delay.restock_on is not None:
        says.append(Say("explain_delay.restock", {"day": delay.restock_on}))
    if delay.expected_on is not None:
        says.append(Say("explain_delay.expected", {"day": delay.expected_on}))
    elif delay.promised_on is not None and not delay.days_late:
        says.append(Say("explain_delay.promised", {"day": delay.promised_on}))
    else:
        says.append(Say("explain_delay.no_day"))
    return tuple(says)


def _offers(ground: Ground, outcome: Outcome | None) -> str:
    """A claim for a parcel that is stuck, else something for the wait."""
    match outcome:
        case Answered(DelayExplained(held_by=HeldBy.CARRIER, quiet_days=int() as quiet)) if quiet >= STUCK_DAYS:
            return "claim_parcel"
        case Answered(DelayExplained(days_late=late)) if late:
            return "compensate_delay"
        case _:
            return ""


EXPLAIN_DELAY = ReadForm(
    name="explain_delay",
    slots=(order_slot("explain_delay", OPEN_STATES),),
    values=order_values,
    request=_request,
    tell=_tell,
    offers=_offers,
)
