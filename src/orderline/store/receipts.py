"""Receipts as rows keep them, and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from orderline.orders.identifiers import OrderId
from orderline.orders.money import Money
from orderline.orders.quote import ActionId, MoneyMove, MoveKind, Receipt, ReceiptId


def move_to_json(move: MoneyMove) -> dict[str, Any]:
    """A money move as plain values."""
    return {
        "kind": move.kind.value,
        "method": move.method_id,
        "amount": move.amount.minor_units,
        "currency": move.amount.currency,
        "days": list(move.days),
        "at_once": move.at_once,
    }


def move_from_json(values: dict[str, Any]) -> MoneyMove:
    """The money move that `move_to_json` wrote."""
    return MoneyMove(
        MoveKind(values["kind"]),
        values["method"],
        Money(values["amount"], values["currency"]),
        (values["days"][0], values["days"][1]),
        values["at_once"],
    )


def receipt_to_json(receipt: Receipt) -> dict[str, Any]:
    """A receipt as plain values."""
    return {
        "receipt_id": receipt.receipt_id,
        "action_id": receipt.action_id,
        "action": receipt.action,
        "order_id": receipt.order_id,
        "at": receipt.at.isoformat(),
        "moves": [move_to_json(move) for move in receipt.moves],
        "follow_ups": list(receipt.follow_ups),
        "reference": receipt.reference,
    }


def receipt_from_json(values: dict[str, Any]) -> Receipt:
    """The receipt that `receipt_to_json` wrote."""
    return Receipt(
        ReceiptId(values["receipt_id"]),
        ActionId(values["action_id"]),
        values["action"],
        OrderId(values["order_id"]),
        datetime.fromisoformat(values["at"]),
        tuple(move_from_json(move) for move in values["moves"]),
        tuple(values["follow_ups"]),
        values["reference"],
    )
