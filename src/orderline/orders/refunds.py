"""Which payment a refund goes back to: always the way the money came, never more than came that way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from orderline.orders.apportion import apportion
from orderline.orders.money import Money


class RefundSplit(StrEnum):
    """How a refund smaller than the payment is spread where several methods paid.

    Law only says "the same means of payment" (Dir. 2011/83/EU art. 13(1); reference/mission section 5: "original
    route"), so the spread is a shop's choice, made in its policy set.
    """

    PRO_RATA = "pro_rata"
    """By what each method still has in the order. The default: no method is favoured, and nobody can turn a gift card
    into cash by returning half."""
    STORED_VALUE_FIRST = "stored_value_first"
    """Gift and store cards are filled first, the rest goes back to the others pro rata."""
    STORED_VALUE_LAST = "stored_value_last"
    """Cards and accounts first, gift cards get what is left."""
    CHOSEN = "chosen"
    """The method the caller names takes all of it, also more than it paid; pro rata where none is named."""


@dataclass(frozen=True, slots=True)
class PaidBy:
    """What one payment method has put into an order."""

    method_id: str
    paid: Money
    """All payments by this method, ≥ 0."""
    refunded: Money
    """All refunds to it so far, ≥ 0."""
    stored_value: bool = False
    """True for gift and store cards: their balance moves at once."""

    @property
    def refundable(self) -> Money:
        """What may still go back, ≥ 0."""
        left = self.paid - self.refunded
        return left if left.minor_units > 0 else Money.zero(left.currency)


@dataclass(frozen=True, slots=True)
class RefundShare:
    """What goes back by one method."""

    method_id: str
    amount: Money
    """> 0"""


@dataclass(frozen=True, slots=True)
class RefundTooLarge:
    """More was asked back than was paid."""

    asked: Money
    refundable: Money


def split_refund(
    amount: Money, paid: Sequence[PaidBy], rule: RefundSplit = RefundSplit.PRO_RATA
) -> tuple[RefundShare, ...] | RefundTooLarge:
    """Spread `amount` (≥ 0) over the methods that paid, in their order.

    The shares sum to `amount` exactly, and none is more than its method's `refundable`.

    Raises:
        ValueError: a negative amount. MixedCurrencies: the order was paid in another currency.
    """
    if amount.minor_units < 0:
        raise ValueError(f"a refund cannot be negative: {amount}")
    capacity = Money.zero(amount.currency)
    for method in paid:
        capacity = capacity + method.refundable
    if amount > capacity:
        return RefundTooLarge(amount, capacity)
    shares = [0] * len(paid)
    left = amount.minor_units
    for group in _groups(paid, rule):
        room = [paid[place].refundable.minor_units for place in group]
        taken = min(left, sum(room))
        for place, share in zip(group, apportion(taken, room) if taken else [0] * len(group), strict=True):
            shares[place] = share
        left -= taken
    return tuple(
        RefundShare(method.method_id, Money(share, amount.currency))
        for method, share in zip(paid, shares, strict=True)
        if share
    )


def due_now(promised: Sequence[RefundShare], paid: Sequence[PaidBy]) -> tuple[RefundShare, ...]:
    """What of refunds that were promised earlier is paid now, when other money may have gone back meanwhile.

    Each method gets what it was promised as far as it still has so much in the order; what it has no longer goes to the
    others that paid, and never more goes back than is left of all payments. A method that paid nothing was chosen by
    the caller, and keeps its share.
    """
    left = max(0, sum((by.paid - by.refunded).minor_units for by in paid))
    room = {by.method_id: by.refundable.minor_units for by in paid if by.paid}
    due: dict[str, int] = {}
    spill = 0
    for share in promised:
        wanted = min(share.amount.minor_units, left)
        left -= wanted
        fits = min(wanted, room.get(share.method_id, wanted))
        if share.method_id in room:
            room[share.method_id] -= fits
        due[share.method_id] = due.get(share.method_id, 0) + fits
        spill += wanted - fits
    spread = apportion(min(spill, sum(room.values())), list(room.values())) if any(room.values()) else []
    for method, extra in zip(room, spread, strict=False):
        due[method] = due.get(method, 0) + extra
    currency = promised[0].amount.currency if promised else ""
    return tuple(RefundShare(method, Money(units, currency)) for method, units in due.items() if units)


def _groups(paid: Sequence[PaidBy], rule: RefundSplit) -> list[list[int]]:
    """Places in the order in which they are filled."""
    everyone = list(range(len(paid)))
    if rule in (RefundSplit.PRO_RATA, RefundSplit.CHOSEN):
        return [everyone]
    stored = [place for place in everyone if paid[place].stored_value]
    others = [place for place in everyone if not paid[place].stored_value]
    return [stored, others] if rule is RefundSplit.STORED_VALUE_FIRST else [others, stored]
