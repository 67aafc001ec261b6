"""Money of a change: how it is spread, checked, written and told to the payment system."""

from __future__ import annotations

from collections.abc import Sequence

from orderline.act.services.change import Change
from orderline.act.services.planning import refuse
from orderline.orders.money import Money
from orderline.orders.policy.rules import Terms
from orderline.orders.quote import MoneyMove, MoveKind, Refusal, Refused
from orderline.orders.refunds import PaidBy, RefundTooLarge, split_refund
from orderline.store.models import PaymentMethod
from orderline.store.repositories.actions import Errand, Movement
from orderline.store.repositories.changeable import ChangeableOrder
from orderline.store.repositories.money import STORED_VALUE, NewPayment, add_payment

AT_ONCE = (0, 0)
TOO_MUCH = refuse(Refusal.TOO_MUCH, "that is more than was paid", "超过了已付金额")
SHORT_BALANCE = refuse(Refusal.SHORT_BALANCE, "the balance on that card does not cover it", "这张卡的余额不够")


def refund_moves(amount: Money, paid: Sequence[PaidBy], terms: Terms) -> tuple[MoneyMove, ...] | Refused:
    """`amount` back over the methods that paid: stored value at once, others in the time the terms say."""
    shares = split_refund(amount, paid, terms.refund_split)
    if isinstance(shares, RefundTooLarge):
        return TOO_MUCH
    stored = {by.method_id for by in paid if by.stored_value}
    return tuple(
        MoneyMove(
            MoveKind.REFUND,
            share.method_id,
            share.amount,
            AT_ONCE if share.method_id in stored else terms.refund_days,
            terms.settle == "on_request",
        )
        for share in shares
    )


def difference_move(difference: Money, method: PaymentMethod, terms: Terms) -> MoneyMove | Refused:
    """What a dearer (positive) or cheaper variant costs or gives back by `method`; nothing is a refund of zero."""
    stored = method.kind in STORED_VALUE
    if difference.minor_units > 0 and not covers(method, difference):
        return SHORT_BALANCE
    kind = MoveKind.CHARGE if difference.minor_units > 0 else MoveKind.REFUND
    days = AT_ONCE if stored or kind is MoveKind.CHARGE else terms.refund_days
    amount = difference if kind is MoveKind.CHARGE else -difference
    return MoneyMove(kind, method.id, amount, days, terms.settle == "on_request")


def covers(method: PaymentMethod, amount: Money) -> bool:
    """Whether a method can pay `amount`, as far as is known here: only stored value can be too little."""
    return method.balance is None or method.balance >= amount.minor_units


async def pay(change: Change, order: ChangeableOrder, moves: Sequence[MoneyMove]) -> Refused | None:
    """Write the moves that happen now into the order's history; balances move with them.

    Refused where a balance no longer covers a charge: the transaction is then rolled back as a whole.
    """
    for move in moves:
        if not move.at_once:
            continue
        stored = order.methods.get(move.method_id)
        settled = stored is not None and stored.kind in STORED_VALUE
        new = NewPayment(
            change.new_id("pay"),
            order.order.id,
            order.order.customer_id,
            "payment" if move.kind is MoveKind.CHARGE else "refund",
            move.method_id,
            move.amount,
            change.now,
            "done" if settled else "pending",
        )
        if not await add_payment(change.session, change.shop, new):
            return SHORT_BALANCE
    return None


def movements_of(moves: Sequence[MoneyMove]) -> tuple[Movement, ...]:
    """The ledger's view of the moves that happen now."""
    return tuple(
        Movement(
            move.kind.value,
            move.method_id,
            move.amount.minor_units if move.kind is MoveKind.CHARGE else -move.amount.minor_units,
            move.amount.currency,
        )
        for move in moves
        if move.at_once
    )


def payment_errands(moves: Sequence[MoneyMove], order: ChangeableOrder) -> tuple[Errand, ...]:
    """What the payment system has to do: everything but stored value, which is ours, and sums of nothing."""
    return tuple(
        Errand(
            "payment",
            move.kind.value,
            {"method": move.method_id, "amount": move.amount.minor_units, "currency": move.amount.currency},
        )
        for move in moves
        if move.at_once and move.amount and not _stored(order, move.method_id)
    )


def _stored(order: ChangeableOrder, method_id: str) -> bool:
    method = order.methods.get(method_id)
    return method is not None and method.kind in STORED_VALUE
