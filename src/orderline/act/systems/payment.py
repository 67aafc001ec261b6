"""The payment provider: charge, refund; amounts in minor units, methods by the key both sides know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from orderline.act.systems.order_message import order_of


def body(session: Session, shop_id: str, order_id: str | None, payload: Mapping[str, Any]) -> dict[str, Any]:
    """`charge`, `refund`: method, amount, currency, the order's number."""
    number = order_of(session, shop_id, order_id).number if order_id is not None else None
    return {"order_number": number, **payload}
