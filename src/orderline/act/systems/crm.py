"""The customer file (CRM): what to send the customer, and what has happened to their order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from orderline.act.systems.order_message import customer_part, order_of, order_part


def body(session: Session, shop_id: str, order_id: str | None, payload: Mapping[str, Any]) -> dict[str, Any]:
    """`<any operation>`: how to reach the customer; of an order, its number and state."""
    if order_id is not None:
        order = order_of(session, shop_id, order_id)
        return {**order_part(order), **customer_part(session, shop_id, order.customer_id), **payload}
    known = customer_part(session, shop_id, str(payload["customer"])) if "customer" in payload else {}
    return {**payload, **known}
