"""A refusal of the line in the words of the data set's tools."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from orderline.orders.quote import Refusal, Refused
from orderline.qa.conformance.tau_retail.adapter import Naming

_CHANGED = "non-pending order cannot be modified"
_BY_RULE: Mapping[str, str] = {
    "cancel_not_pending": "non-pending order cannot be cancelled",
    "cancel_item_modified": "non-pending order cannot be cancelled",
    "cancel_reason": "invalid reason",
    "address_not_pending": _CHANGED,
    "address_item_modified": _CHANGED,
    "item_not_pending": _CHANGED,
    "item_item_modified": _CHANGED,
    "payment_not_pending": _CHANGED,
    "payment_item_modified": _CHANGED,
    "payment_several": "there should be exactly one payment for the order",
    "payment_same": "the new payment method should be different from the current one",
    "return_not_delivered": "non-delivered order cannot be returned",
    "return_route": "payment method should be either the original payment method or a gift card",
    "exchange_not_delivered": "non-delivered order cannot be exchanged",
}
_SHORT: Mapping[str, str] = {
    "modify_pending_order_payment": "the order",
    "modify_pending_order_items": "the new item",
    "exchange_delivered_order_items": "the price difference",
}


def why(refused: Refused, naming: Naming) -> str:
    """The reason as the data set gives it; the line's own words where it has none for that."""
    rule = refused.rule_id.rpartition("/")[2]
    if rule in _BY_RULE:
        return _BY_RULE[rule]
    if "sku" in refused.details:
        return _new_item(refused, naming)
    teller = _BY_CODE.get(refused.code)
    return teller(refused, naming) if teller else refused.because.en


def _new_item(refused: Refused, naming: Naming) -> str:
    if not refused.details["sku"]:
        return "the number of items to be exchanged should match"
    return f"new item {refused.details['sku']} not found or available"


def _line(refused: Refused, naming: Naming) -> str:
    if naming.tool == "return_delivered_order_items":
        return "some item not found"
    item = naming.items.get(int(refused.details["line"] or 0))
    return f"{item} not found" if item else "the number of items to be exchanged should match"


_BY_CODE: Mapping[Refusal, Callable[[Refused, Naming], str]] = {
    Refusal.UNKNOWN_ORDER: lambda _, naming: "order not found" if "order_id" in naming.arguments else "user not found",
    Refusal.UNKNOWN_LINE: _line,
    Refusal.BAD_QUANTITY: _line,
    Refusal.UNKNOWN_METHOD: lambda _, __: "payment method not found",
    Refusal.SHORT_BALANCE: lambda _, naming: (
        f"insufficient gift card balance to pay for {_SHORT.get(naming.tool, 'it')}"
    ),
}
