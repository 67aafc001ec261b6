"""What coupons take off an order, what happens to them when its lines change, and what a partial return pays back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from orderline.orders.apportion import apportion
from orderline.orders.money import Money, total


class Basis(StrEnum):
    """What a coupon takes its amount off. Source: reference/mission section 5, coupons."""

    LINE = "line"
    """The named SKUs only."""
    ORDER = "order"
    """All goods."""
    SHIPPING = "shipping"
    """The delivery fee."""


class AfterReturn(StrEnum):
    """What a partial return that falls below the threshold does to a coupon."""

    KEPT = "kept"
    """The kept lines keep their share of it."""
    LOST = "lost"
    """It is taken out of the refund and gone."""
    REISSUED = "reissued"
    """It is taken out of the refund, and the caller gets it again."""


@dataclass(frozen=True, slots=True)
class Coupon:
    """One coupon: either a fixed amount off, or a part of it."""

    coupon_id: str
    basis: Basis
    off: Money
    """Fixed amount, ≥ 0; zero where `percent` says it."""
    percent: int = 0
    """Hundredths of a percent: 1000 is 10 % off."""
    threshold: Money | None = None
    """Goods must be worth at least this, before any coupon."""
    skus: frozenset[str] = frozenset()
    """What `Basis.LINE` counts; empty: every SKU."""
    stack_order: int = 0
    """Lower first; each takes its part of what the earlier ones left."""
    stacks: bool = True
    """False: only ever alone; it is left out where an earlier one applied."""
    after_return: AfterReturn = AfterReturn.LOST


@dataclass(frozen=True, slots=True)
class Goods:
    """One line to be priced."""

    line_id: str
    sku: str
    quantity: int
    unit_price: Money

    @property
    def gross(self) -> Money:
        """Before any coupon."""
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class Priced:
    """An order with its coupons taken off: the lines and the delivery fee sum to the total, to the cent."""

    nets: Mapping[str, Money]
    """Per line id: what is paid for it."""
    shipping: Money
    applied: Mapping[str, Money]
    """Per coupon id: what it took off."""
    missed: tuple[str, ...] = ()
    """Coupon ids that did not apply: threshold not met, nothing to take it off, or not to be stacked."""

    @property
    def total(self) -> Money:
        """What the caller pays."""
        return total(self.nets.values(), self.shipping.currency) + self.shipping


@dataclass
class _Running:
    """Prices while coupons are taken off one after the other."""

    nets: dict[str, int]
    shipping: int
    applied: dict[str, Money] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)


def price(lines: Sequence[Goods], shipping: Money, coupons: Sequence[Coupon]) -> Priced:
    """Take `coupons` off `lines` and `shipping`, in stacking order.

    Thresholds look at the goods before any coupon. A coupon never takes more than there is. Its amount is shared over
    the lines it counts by largest remainder. Raises MixedCurrencies.
    """
    currency = shipping.currency
    gross = total((line.gross for line in lines), currency)
    running = _Running({line.line_id: line.gross.minor_units for line in lines}, shipping.minor_units)
    for coupon in sorted(coupons, key=lambda coupon: (coupon.stack_order, coupon.coupon_id)):
        short = coupon.threshold is not None and gross < coupon.threshold
        alone = bool(running.applied) and not coupon.stacks
        taken = 0 if short or alone else _take(coupon, lines, running)
        if taken:
            running.applied[coupon.coupon_id] = Money(taken, currency)
        else:
            running.missed.append(coupon.coupon_id)
    return Priced(
        {line_id: Money(net, currency) for line_id, net in running.nets.items()},
        Money(running.shipping, currency),
        running.applied,
        tuple(running.missed),
    )


def _take(coupon: Coupon, lines: Sequence[Goods], running: _Running) -> int:
    """Take one coupon off what is left; how much it took."""
    if coupon.basis is Basis.SHIPPING:
        taken = _worth(coupon, running.shipping)
        running.shipping -= taken
        return taken
    counted = [
        line.line_id for line in lines if coupon.basis is Basis.ORDER or not coupon.skus or line.sku in coupon.skus
    ]
    left = [running.nets[line_id] for line_id in counted]
    taken = _worth(coupon, sum(left))
    if taken:
        for line_id, share in zip(counted, apportion(taken, left), strict=True):
            running.nets[line_id] -= share
    return taken


def _worth(coupon: Coupon, left: int) -> int:
    """What the coupon takes off `left` minor units."""
    if coupon.percent:
        return min(left, Money(left, coupon.off.currency).percent(coupon.percent).minor_units)
    return min(left, coupon.off.minor_units)


@dataclass(frozen=True, slots=True)
class Repriced:
    """What changing lines does to the money, told before the yes."""

    before: Priced
    after: Priced
    lost: tuple[str, ...]
    """Coupons that applied and no longer do."""
    won: tuple[str, ...]
    """Coupons that now apply and did not."""

    @property
    def difference(self) -> Money:
        """What the caller pays more; negative: gets back."""
        return self.after.total - self.before.total


def reprice(before: Sequence[Goods], after: Sequence[Goods], shipping: Money, coupons: Sequence[Coupon]) -> Repriced:
    """Price the order before and after a change of its lines, with the same coupons."""
    old, new = price(before, shipping, coupons), price(after, shipping, coupons)
    return Repriced(
        old,
        new,
        tuple(coupon for coupon in old.applied if coupon not in new.applied),
        tuple(coupon for coupon in new.applied if coupon not in old.applied),
    )


@dataclass(frozen=True, slots=True)
class ReturnRefund:
    """What a partial return pays back, and what becomes of each coupon."""

    refund: Money
    """≥ 0, never more than was paid for the goods."""
    shares: Mapping[str, Money]
    """Per returned line: its part of the refund."""
    fates: Mapping[str, AfterReturn]
    """Per coupon that had applied."""


def return_refund(
    lines: Sequence[Goods], returned: Mapping[str, int], shipping: Money, coupons: Sequence[Coupon]
) -> ReturnRefund:
    """Refund for giving back `returned` pieces (line id → quantity) of an order that was paid with `coupons`.

    The refund is what was paid for the goods less what the kept goods cost under the coupons that outlive the return.
    A coupon whose threshold the kept goods no longer meet follows its `after_return`; one that still meets it stays.
    The delivery fee is not part of it. Returning everything pays back all that was paid for the goods.

    Raises:
        ValueError: a line that is not in the order, or more pieces than it has.
    """
    kept = _kept(lines, returned)
    old = price(lines, shipping, coupons)
    gross_kept = total((line.gross for line in kept), shipping.currency)
    fates = {
        coupon.coupon_id: (
            coupon.after_return
            if not kept or (coupon.threshold is not None and gross_kept < coupon.threshold)
            else AfterReturn.KEPT
        )
        for coupon in coupons
        if coupon.coupon_id in old.applied
    }
    staying = [coupon for coupon in coupons if fates.get(coupon.coupon_id) is AfterReturn.KEPT]
    due = _due(lines, kept, shipping, staying)
    paid = total(old.nets.values(), shipping.currency)
    refund = paid - due if paid > due else Money.zero(shipping.currency)
    weights = [old.nets[line].minor_units * returned[line] for line in returned]
    shares = apportion(refund.minor_units, weights) if returned else ()
    return ReturnRefund(
        refund,
        {line: Money(share, refund.currency) for line, share in zip(returned, shares, strict=True)},
        fates,
    )


def _kept(lines: Sequence[Goods], returned: Mapping[str, int]) -> list[Goods]:
    """The lines that stay, with what is left of each."""
    by_id = {line.line_id: line for line in lines}
    for line_id, quantity in returned.items():
        if line_id not in by_id or not 0 < quantity <= by_id[line_id].quantity:
            raise ValueError(f"{quantity} of line {line_id!r} cannot be returned from this order")
    rest = (
        Goods(line.line_id, line.sku, line.quantity - returned.get(line.line_id, 0), line.unit_price) for line in lines
    )
    return [line for line in rest if line.quantity]


def _due(lines: Sequence[Goods], kept: Sequence[Goods], shipping: Money, staying: Sequence[Coupon]) -> Money:
    """What the kept goods cost: each at its old share of the coupons that stay, at full price of those that do not."""
    nets = price(lines, shipping, [_without_threshold(coupon) for coupon in staying]).nets
    whole = {line.line_id: line.quantity for line in lines}
    due = 0
    for line in kept:
        due += apportion(nets[line.line_id].minor_units, [line.quantity, whole[line.line_id] - line.quantity])[0]
    return Money(due, shipping.currency)


def _without_threshold(coupon: Coupon) -> Coupon:
    return Coupon(coupon.coupon_id, coupon.basis, coupon.off, coupon.percent, None, coupon.skus, coupon.stack_order)
