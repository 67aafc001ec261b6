"""Which state an order may go to from which. Everything not listed is refused, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from orderline.orders.order import OrderState, Text

_S = OrderState

TRANSITIONS: Mapping[OrderState, frozenset[OrderState]] = {
    _S.AWAITING_PAYMENT: frozenset({_S.PAID, _S.CANCELLED}),
    _S.PAID: frozenset({_S.PREPARING, _S.PACKED, _S.SHIPPED, _S.CANCELLED}),
    _S.PREPARING: frozenset({_S.PACKED, _S.SHIPPED, _S.CANCELLED}),
    _S.PACKED: frozenset({_S.SHIPPED, _S.CANCELLED}),
    _S.SHIPPED: frozenset({_S.OUT_FOR_DELIVERY, _S.DELIVERED, _S.RETURNED}),
    _S.OUT_FOR_DELIVERY: frozenset({_S.SHIPPED, _S.DELIVERED, _S.RETURNED}),
    _S.DELIVERED: frozenset({_S.RETURN_REQUESTED, _S.EXCHANGE_REQUESTED}),
    _S.RETURN_REQUESTED: frozenset({_S.RETURNED, _S.DELIVERED}),
    _S.EXCHANGE_REQUESTED: frozenset({_S.DELIVERED, _S.RETURNED}),
    _S.RETURNED: frozenset(),
    _S.CANCELLED: frozenset(),
}
"""`SHIPPED` → `RETURNED`: intercepted, undeliverable or lost on the way. A withdrawn return or a finished exchange
goes back to `DELIVERED`. `CANCELLED` and `RETURNED` are final."""


@dataclass(frozen=True, slots=True)
class TransitionRefused:
    """The order cannot go there from here."""

    came_from: OrderState
    wanted: OrderState
    because: Text


def move(current: OrderState, wanted: OrderState) -> OrderState | TransitionRefused:
    """The state after going from `current` to `wanted`; staying is not a move."""
    if wanted in TRANSITIONS[current]:
        return wanted
    return TransitionRefused(
        current,
        wanted,
        Text(
            en=f"an order that is {current.value.replace('_', ' ')} cannot become {wanted.value.replace('_', ' ')}",
            zh=f"{STATE_NAMES[current].zh}的订单不能变为{STATE_NAMES[wanted].zh}",
        ),
    )


STATE_NAMES: Mapping[OrderState, Text] = {
    _S.AWAITING_PAYMENT: Text("awaiting payment", "待付款"),
    _S.PAID: Text("paid", "已付款"),
    _S.PREPARING: Text("being prepared", "备货中"),
    _S.PACKED: Text("packed", "已打包"),
    _S.SHIPPED: Text("shipped", "已发货"),
    _S.OUT_FOR_DELIVERY: Text("out for delivery", "派送中"),
    _S.DELIVERED: Text("delivered", "已签收"),
    _S.CANCELLED: Text("cancelled", "已取消"),
    _S.RETURN_REQUESTED: Text("waiting to be returned", "退货中"),
    _S.RETURNED: Text("returned", "已退货"),
    _S.EXCHANGE_REQUESTED: Text("waiting to be exchanged", "换货中"),
}
"""What each state is called in a sentence."""
