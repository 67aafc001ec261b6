"""The facts a rule may speak of, with what each may be. A fact that is not here is a typing error in a policy file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from orderline.orders.order import OrderState, SalesChannel

FactValue = str | int | bool | frozenset[str]
Facts = Mapping[str, FactValue]
"""Fact name → value. A name that is missing is unknown."""


class FactKind(StrEnum):
    """What values a fact takes."""

    CHOICE = "choice"
    WHOLE = "whole"
    """A whole number."""
    YES_NO = "yes_no"
    TAGS = "tags"
    """Any number of words from a list."""


@dataclass(frozen=True, slots=True)
class FactType:
    """One fact."""

    name: str
    kind: FactKind
    values: tuple[str, ...] = ()
    """All values of a choice, all tags; empty otherwise."""
    asked: bool = False
    """True: only the caller knows it, so the line may ask."""


class RuleKind(StrEnum):
    """What a rule decides about: the name of the service that asks."""

    CANCEL_ORDER = "cancel_order"
    CHANGE_ADDRESS = "change_address"
    CHANGE_DEFAULT_ADDRESS = "change_default_address"
    CHANGE_ITEM = "change_item"
    CHANGE_QUANTITY = "change_quantity"
    CHANGE_PAYMENT = "change_payment"
    ADD_LINE = "add_line"
    REMOVE_LINE = "remove_line"
    SPLIT_ORDER = "split_order"
    MERGE_ORDERS = "merge_orders"
    RETURN_ITEM = "return_item"
    EXCHANGE_ITEM = "exchange_item"
    PRICE_PROTECT = "price_protect"
    COMPENSATE_DELAY = "compensate_delay"
    CLAIM_PARCEL = "claim_parcel"
    REFUND = "refund"
    EXPEDITE = "expedite"
    PLACE_ORDER = "place_order"


TAGS = (
    "custom",
    "fresh",
    "perishable",
    "fragile",
    "hygiene",
    "digital",
    "audio_video",
    "software",
    "periodical",
    "newspaper",
    "activated_device",
    "electric",
    "battery",
    "apparel",
    "food",
    "oversized",
    "gift_card",
    "hazardous",
    "final_sale",
    "near_expiry",
    "dated_service",
    "urgent_repair",
    "auction",
)
"""What a product may be marked as. Source: reference/mission section 5, table and `when` list."""

REASONS = (
    "no_longer_needed",
    "ordered_by_mistake",
    "no_reason",
    "faulty",
    "damaged",
    "wrong_item",
    "not_as_described",
    "wrong_size",
    "late",
    "price_dropped",
    "other",
)
"""Reason codes, the same in both languages. Source: reference/mission M12 and M50."""

_CHOICE, _WHOLE, _YES_NO = FactKind.CHOICE, FactKind.WHOLE, FactKind.YES_NO

_TYPES = (
    FactType("order.state", _CHOICE, tuple(OrderState)),
    FactType("order.stage", _CHOICE, ("none", "queued", "picking", "packed", "left")),
    FactType("order.channel", _CHOICE, tuple(SalesChannel)),
    FactType("order.item_changes", _WHOLE),
    FactType("order.payments", _WHOLE),
    FactType("order.refunds", _WHOLE),
    FactType("order.after_sales", _WHOLE),
    FactType("order.stuck_days", _WHOLE),
    FactType("order.compensated", _YES_NO),
    FactType("order.amount", _WHOLE),
    FactType("line.tags", FactKind.TAGS, TAGS),
    FactType(
        "line.condition",
        _CHOICE,
        ("unopened", "opened", "tags_on", "worn", "activated", "damaged_on_arrival"),
        asked=True,
    ),
    FactType("reason", _CHOICE, REASONS, asked=True),
    FactType("days.since_signed", _WHOLE),
    FactType("days.since_paid", _WHOLE),
    FactType("days.since_placed", _WHOLE),
    FactType("days.late", _WHOLE),
    FactType("calendar.holiday", _YES_NO),
    FactType("member.tier", _CHOICE, ("none", "silver", "gold", "plus")),
    FactType("payment.kind", _CHOICE, ("card", "paypal", "gift_card", "store_card", "wechat", "alipay", "on_delivery")),
    FactType("payment.same_as_now", _YES_NO),
    FactType("payment.covers", _YES_NO),
    FactType("refund.route", _CHOICE, ("original", "stored_value", "other")),
    FactType("target.same_product", _YES_NO),
    FactType("target.same_variant", _YES_NO),
    FactType("target.on_sale", _YES_NO),
    FactType("target.listed", _YES_NO),
    FactType("buyer.confirmed_exception", _YES_NO),
    FactType("identity.level", _WHOLE),
    FactType("region", _CHOICE, ("mainland_cn", "hk_mo_tw", "eu", "us", "elsewhere")),
    FactType("orders.same_address", _YES_NO),
    FactType("orders.same_state", _YES_NO),
)

FACTS: Mapping[str, FactType] = {fact.name: fact for fact in _TYPES}
"""Every fact by name. Source: reference/mission section 5, "when facts only"."""


def check_facts(facts: Facts) -> None:
    """Raise ValueError where a fact is unknown to the registry or has a value it cannot have."""
    for name, value in facts.items():
        fact = FACTS.get(name)
        if fact is None:
            raise ValueError(f"there is no fact {name!r}")
        if not _fits(fact, value):
            raise ValueError(f"{name} cannot be {value!r}")


def _fits(fact: FactType, value: FactValue) -> bool:
    if fact.kind is FactKind.YES_NO:
        return isinstance(value, bool)
    if fact.kind is FactKind.WHOLE:
        return isinstance(value, int) and not isinstance(value, bool)
    if fact.kind is FactKind.TAGS:
        return isinstance(value, frozenset) and value <= set(fact.values)
    return isinstance(value, str) and value in fact.values
