"""The data set moves money of its store card by hand; here it moves with the order. This keeps both in step.

A refund or payment by hand is right where the orders of the task have moved just that much by themselves. A refund that
no order explains is price protection; one that nothing explains breaks the rule that money follows orders.
"""

from __future__ import annotations

from dataclasses import dataclass

from orderline.orders.quote import MoneyMove, MoveKind


@dataclass
class CardBook:
    """What has moved by itself on the caller's store card in one task and was not named by hand yet, in fen."""

    card: str
    refunds: int = 0
    charges: int = 0

    def moved(self, moves: tuple[MoneyMove, ...]) -> None:
        """Take in what a change has moved."""
        for move in moves:
            if move.method_id == self.card and move.at_once:
                if move.kind is MoveKind.REFUND:
                    self.refunds += move.amount.minor_units
                else:
                    self.charges += move.amount.minor_units

    def refunded_by_hand(self, amount: int) -> bool:
        """Whether orders explain a refund of `amount`; then it is settled."""
        if self.refunds != amount:
            return False
        self.refunds = 0
        return True
