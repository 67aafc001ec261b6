"""A policy set: who it is for, since when, and its rules in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from orderline.orders.order import Text
from orderline.orders.policy.conditions import Condition
from orderline.orders.policy.facts import RuleKind
from orderline.orders.refunds import RefundSplit


class Verdict(StrEnum):
    """What a rule says."""

    ALLOW = "allow"
    DENY = "deny"
    HUMAN = "human"
    """A person decides."""
    ASK = "ask"
    """No rule says this: evaluation does, where a fact is missing."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when: so many days after something happened."""

    days: int
    """≥ 0"""
    since: str
    """`signed`, `paid`, `placed`: the fact `days.since_<since>`."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What an allowed change comes with. Each None is: the set says nothing about it."""

    remedies: tuple[str, ...] = ()
    """`refund`, `exchange`, `repair`, `keep_with_partial_refund`"""
    freight: str | None = None
    """Who pays the way back: `seller` or `buyer`."""
    restocking: int = 0
    """Hundredths of a percent held back: 1500 is 15 %."""
    evidence: tuple[str, ...] = ()
    """`photo`, `receipt`"""
    refund_days: tuple[int, int] = (0, 0)
    """Working days until the money is back; stored value always moves at once."""
    refund_split: RefundSplit = RefundSplit.PRO_RATA
    settle: str = "on_request"
    """When money and stock move: `on_request`, or `on_receipt` of the goods."""
    step_up: int = 0
    """Identity level the write needs; 0: that of the call."""
    compensation: tuple[str, ...] = ()
    """What the caller may choose from: `coupon_20`, `priority`."""
    budget: int = 0
    """What one compensation of an order may cost, in minor units."""
    tickets: tuple[str, ...] = ()
    """Who is told: `wms`, `finance`, `carrier`, or a desk skill."""
    conditions: tuple[Text, ...] = ()
    """What the caller must hear before the yes."""
    budget_customer_year: int | None = None
    """What all compensations of one customer within 365 days may cost, minor units of each currency; None: no limit."""
    budget_shop_month: int | None = None
    """What all compensations of the shop within a calendar month may cost, minor units of each currency; None: no
    limit."""


NO_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a policy."""

    rule_id: str
    kind: RuleKind
    priority: int
    """Lower is looked at first."""
    when: Condition
    decide: Verdict
    because: Text
    cite: str
    terms: Terms = NO_TERMS
    deadline: Deadline | None = None
    test: str = ""
    """The test that pins this rule, for docs/policies.md."""


@dataclass(frozen=True, slots=True)
class PolicySet:
    """All rules of one jurisdiction, shop and channel, from one day on."""

    set_id: str
    version: str
    """The file's own version and, behind a `+`, the first 8 digits of the SHA-256 of its content: an edit is a new
    version, whether or not its author remembered to count."""
    jurisdiction: str
    """`CN`, `EU`, `US`, or `*`"""
    shop: str
    """Shop id, or `*`"""
    channel: str
    """Sales channel, or `*`"""
    effective_from: date
    effective_to: date | None
    """Last day, included; None: until further notice."""
    rules: tuple[Rule, ...]
    """By kind, then by priority."""
    floor: str = ""
    """Id of the set that this one may not go below; empty: none."""
    is_floor: bool = False
    """True: law, not a shop's policy; never in force by itself."""

    @property
    def address(self) -> str:
        """`id@version`: what an order line keeps."""
        return f"{self.set_id}@{self.version}"

    def of(self, kind: RuleKind) -> tuple[Rule, ...]:
        """The rules of one kind, first match first."""
        return tuple(rule for rule in self.rules if rule.kind is kind)

    def covers(self, shop: str, channel: str, day: date) -> bool:
        """Whether it is in force there on that day."""
        return (
            not self.is_floor
            and self.shop in ("*", shop)
            and (channel == "*" or self.channel in ("*", channel))
            and self.effective_from <= day
            and (self.effective_to is None or day <= self.effective_to)
        )
