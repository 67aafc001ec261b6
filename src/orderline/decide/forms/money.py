"""What a quote comes to, in sentences: money in and out to the cent, what is lost, conditions, the last day."""

from __future__ import annotations

from orderline.decide.forms.ground import Ground
from orderline.decide.forms.resolve_simple import METHOD_WORDS
from orderline.events.book import BookMethod
from orderline.events.decision import Digits, Say, Value
from orderline.orders.money import total
from orderline.orders.order import Text
from orderline.orders.quote import MoneyMove, MoveKind, Quote

_MOST_TOLD = 3
"""Conditions told before a yes. Source: own choice; the receipt holds all."""


def money_said(ground: Ground, moves: tuple[MoneyMove, ...]) -> tuple[Say, ...]:
    """One sentence for each movement by a method, those by the same method added up; none where nothing moves."""
    return tuple(_move(ground, move) for move in _by_method(moves) if move.amount)


def terms_said(quote: Quote) -> tuple[Say, ...]:
    """What the caller must know before the yes."""
    says = []
    if quote.lost_coupons:
        says.append(Say("change.coupons_lost", {"count": len(quote.lost_coupons)}))
    says += [Say("change.condition", {"condition": condition}) for condition in quote.conditions[:_MOST_TOLD]]
    if quote.deadline is not None:
        says.append(Say("change.deadline", {"day": quote.deadline}))
    return tuple(says)


def _by_method(moves: tuple[MoneyMove, ...]) -> tuple[MoneyMove, ...]:
    summed: dict[tuple[object, ...], MoneyMove] = {}
    for move in moves:
        same = (move.kind, move.method_id, move.days, move.at_once, move.amount.currency)
        before = summed.get(same)
        amount = move.amount if before is None else total((before.amount, move.amount), move.amount.currency)
        summed[same] = MoneyMove(move.kind, move.method_id, amount, move.days, move.at_once)
    return tuple(summed.values())


def _move(ground: Ground, move: MoneyMove) -> Say:
    """`change.back_card_days`, `change.charge`, ...: which way, whether the method has an end to name, and when."""
    method = next((method for method in ground.book.methods if method.method_id == move.method_id), None)
    key = "change.back" if move.kind is MoveKind.REFUND else "change.charge"
    values: dict[str, Value] = {"amount": move.amount, "method": _words(method)}
    if method is not None and method.last4:
        key, values["last4"] = f"{key}_card", Digits(method.last4)
    if move.kind is MoveKind.REFUND and not move.at_once:
        key = f"{key}_later"
    elif move.kind is MoveKind.REFUND and move.days[1]:
        key = f"{key}_days"
        values |= {"least": move.days[0], "most": move.days[1]}
    return Say(key, values)


def _words(method: BookMethod | None) -> Text:
    if method is None:
        return Text("original payment method", "原支付方式")
    return METHOD_WORDS.get(method.kind, Text(method.kind.replace("_", " "), method.kind))
