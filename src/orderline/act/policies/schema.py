"""The YAML of a policy set, as pydantic reads it. An unknown key is an error that names it."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from orderline.orders.policy.facts import RuleKind
from orderline.orders.refunds import RefundSplit


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WordsPart(_Part):
    """The same words in both languages."""

    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)


class DeadlinePart(_Part):
    """So many days after something."""

    days: int = Field(ge=0)
    since: Literal["signed", "paid", "placed"]


class TermsPart(_Part):
    """What an allowed change comes with; see `orders.policy.rules.Terms`."""

    remedies: tuple[Literal["refund", "exchange", "repair", "keep_with_partial_refund"], ...] = ()
    freight: Literal["seller", "buyer"] | None = None
    restocking_percent: float = Field(0, ge=0, le=100)
    evidence: tuple[Literal["photo", "receipt"], ...] = ()
    refund_days: tuple[int, int] = (0, 0)
    refund_split: RefundSplit = RefundSplit.PRO_RATA
    settle: Literal["on_request", "on_receipt"] = "on_request"
    step_up: int = Field(0, ge=0, le=3)
    compensation: tuple[str, ...] = ()
    budget: int = Field(0, ge=0)
    budget_customer_year: int | None = Field(None, ge=0)
    budget_shop_month: int | None = Field(None, ge=0)
    tickets: tuple[str, ...] = ()
    conditions: tuple[WordsPart, ...] = ()


class RulePart(_Part):
    """One rule. `when` holds tests by fact; what a test may look like is told in docs/policies.md."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    priority: int = Field(ge=0)
    when: dict[str, Any] = Field(default_factory=dict)
    decide: Literal["allow", "deny", "human"]
    because: WordsPart
    cite: str = Field(min_length=1)
    terms: TermsPart = TermsPart()
    deadline: DeadlinePart | None = None
    test: str = ""


class SetFile(_Part):
    """One file."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    version: str = Field(pattern=r"^[0-9A-Za-z.]+$")
    jurisdiction: str = "*"
    shop: str = "*"
    channel: str = "*"
    effective_from: date
    effective_to: date | None = None
    is_floor: bool = False
    floor: str = ""
    extends: str = ""
    """Id of a set whose rules this one takes over where it has no rule of the same name."""
    terms: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Named conditions, to be used as `is: [name]` and `is_not: [name]`; they may use each other."""
    rules: dict[RuleKind, tuple[RulePart, ...]]
