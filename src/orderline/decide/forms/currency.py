"""In which currency a caller pays, as far as it is known."""

from __future__ import annotations

from orderline.decide.forms.ground import Ground

_MOSTLY = {"en": "USD", "zh": "CNY"}
"""What callers of a language mostly pay in, until their orders are known. Source: own choice."""


def currency_of(ground: Ground) -> str:
    """That of the order under discussion, of the newest, or of most callers of this language."""
    orders = ground.book.orders
    focus = next((order for order in orders if order.order_id == ground.state.focus), None)
    order = focus or next(iter(orders), None)
    return order.currency if order is not None else _MOSTLY[ground.state.language]
