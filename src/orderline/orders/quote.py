"""What a change would do, told before the yes; the receipt after it; and the ways it can be refused. All values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from orderline.orders.identifiers import OrderId
from orderline.orders.money import Money
from orderline.orders.order import Text

QuoteId = NewType("QuoteId", str)
ActionId = NewType("ActionId", str)
"""Names one wish of one caller: writing it again gives the first receipt back."""
ReceiptId = NewType("ReceiptId", str)


class MoveKind(StrEnum):
    """Which way money flows."""

    CHARGE = "charge"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class MoneyMove:
    """Money in or out by one payment method."""

    kind: MoveKind
    method_id: str
    amount: Money
    """≥ 0; zero where a change settles at no difference."""
    days: tuple[int, int] = (0, 0)
    """Earliest and latest working day on which it arrives; (0, 0): at once."""
    at_once: bool = True
    """False: it moves later, when what the change waits for has happened (goods back, check done)."""


class Refusal(StrEnum):
    """Why a change is not done. Policy refusals carry the rule's own words besides."""

    UNKNOWN_ORDER = "unknown_order"
    """No such order, or not this caller's: the caller hears no difference."""
    UNKNOWN_LINE = "unknown_line"
    UNKNOWN_SKU = "unknown_sku"
    """Not sold here, of another product, or not on sale."""
    COUNT_MISMATCH = "count_mismatch"
    """Not one new SKU for each line."""
    UNKNOWN_METHOD = "unknown_method"
    """No such payment method on the caller's file."""
    SHORT_BALANCE = "short_balance"
    """The stored value does not cover it."""
    SOLD_OUT = "sold_out"
    BAD_ADDRESS = "bad_address"
    BAD_QUANTITY = "bad_quantity"
    NOTHING_CHOSEN = "nothing_chosen"
    MIXED_CURRENCIES = "mixed_currencies"
    TOO_MUCH = "too_much"
    """More money back than was paid."""
    BAD_TRANSITION = "bad_transition"
    STEP_UP = "step_up"
    """The caller must prove more before this is written."""
    POLICY = "policy"
    PERSON_NEEDED = "person_needed"
    """The policy leaves this to a person."""
    ALREADY_DONE = "already_done"
    """It was done before, by another wish."""
    NOT_PROVED = "not_proved"
    """The rows do not show what the caller says."""
    UNKNOWN_SLOT = "unknown_slot"
    """There is no such pick-up time."""
    ACTION_ID_USED = "action_id_used"
    """The action id stands for something else that was done."""
    UNKNOWN_QUOTE = "unknown_quote"
    STALE_QUOTE = "stale_quote"
    """The order has changed since, or the quote is too old: a new one is needed."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was written."""

    code: Refusal
    because: Text
    """To be said to the caller."""
    cite: str = ""
    """The clause behind a policy refusal."""
    rule_id: str = ""
    """The rule behind a policy refusal, `set@version/rule`."""
    details: Mapping[str, str] = field(default_factory=dict)
    """Which line, SKU, method: never a full number, name or address."""


@dataclass(frozen=True, slots=True)
class Asks:
    """The policy cannot decide without this fact; it is asked for, never guessed."""

    fact: str
    """A name of `orders.policy.facts`, e.g. `reason`."""
    choices: tuple[str, ...]
    """What it may be, where that is a closed list."""
    rule_id: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """What a change will do. The write takes its id, and refuses when it no longer holds."""

    quote_id: QuoteId
    action: str
    """The service's name, e.g. `cancel_order`."""
    order_id: OrderId
    """Empty where no order is concerned."""
    moves: tuple[MoneyMove, ...]
    lost_coupons: tuple[str, ...]
    """Coupons that no longer apply afterwards."""
    conditions: tuple[Text, ...]
    """What the caller must know before the yes: tags on, once only, e-mail follows."""
    deadline: date | None
    """Last day on which the caller may still ask for this; None where there is none."""
    because: Text
    """Why it is allowed."""
    cite: str
    rule_id: str
    """`set@version/rule`"""
    expires_at: datetime
    """Aware, UTC."""
    step_up: int = 0
    """Identity level the write needs; 0: that of the call."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a change was committed. The only thing that "done" may be said upon."""

    receipt_id: ReceiptId
    action_id: ActionId
    action: str
    order_id: OrderId
    at: datetime
    """Aware, UTC: when it was committed."""
    moves: tuple[MoneyMove, ...] = ()
    follow_ups: tuple[str, ...] = ()
    """Outside systems that will be told: `wms`, `payment`, ..."""
    reference: str = ""
    """What the caller may quote: a claim's number, a coupon's code, a new order's number; empty where there is none."""
