"""The warehouse (WMS): stop, change or hurry an order; where it goes now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from orderline.act.systems.order_message import address_part, lines_part, order_of, order_part, said_part


def body(session: Session, shop_id: str, order_id: str | None, payload: Mapping[str, Any]) -> dict[str, Any]:
    """`<any operation>`: order number, lines and address as they are now, and what the change says of itself."""
    if order_id is None:
        return dict(payload)
    order = order_of(session, shop_id, order_id)
    return {
        **order_part(order),
        "expedited": order.expedited,
        "lines": lines_part(session, order),
        "address": address_part(session, order),
        **said_part(session, shop_id, payload),
    }
