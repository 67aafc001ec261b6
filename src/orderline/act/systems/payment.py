"""The payment provider: charge, refund; amounts in minor units, methods by the key both sides know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from orderline.act.systems.order_message import order_of


def body(session: Session, shop_id: str, order_id: str | None, payload: Mapping[str, Any]) -> dict[str, Any]:
    """`charge`, `refund`: method, amount, currency, and the number of the order that the money was paid with.

    That is the errand's own order, unless `paid_with` names another: one that was merged into it.
    """
    paid_with = payload.get("paid_with", order_id)
    number = order_of(session, shop_id, str(paid_with)).number if paid_with is not None else None
    return {"order_number": number, **{name: value for name, value in payload.items() if name != "paid_with"}}
