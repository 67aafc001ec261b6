"""What every message says of an order: its number, where it was sold, what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from orderline.store.models import Address, Customer, Order, OrderLine

OTHER_ORDERS = ("into", "taken_in")
"""Keys of a payload that name another order."""


def order_of(session: Session, shop_id: str, order_id: str) -> Order:
    """The order's row."""
    return session.get_one(Order, (shop_id, order_id))


def order_part(order: Order) -> dict[str, Any]:
    """Number, channel and state."""
    return {
        "order_number": order.number,
        "channel": order.channel.value,
        "state": order.state.value,
        "currency": order.currency,
    }


def said_part(session: Session, shop_id: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """What the change says of itself, with other orders it speaks of by their numbers."""
    numbers = {name: order_of(session, shop_id, str(payload[name])).number for name in OTHER_ORDERS if name in payload}
    return {**payload, **numbers}


def lines_part(session: Session, order: Order) -> list[dict[str, Any]]:
    """The lines as they are now."""
    own = (OrderLine.shop_id == order.shop_id, OrderLine.order_id == order.id)
    lines = session.scalars(select(OrderLine).where(*own).order_by(OrderLine.line_no))
    return [
        {
            "line": line.line_no,
            "sku": line.sku_id,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "discount": line.discount,
        }
        for line in lines
    ]


def address_part(session: Session, order: Order) -> dict[str, Any] | None:
    """Where it goes."""
    row = session.get(Address, (order.shop_id, order.address_id)) if order.address_id else None
    if row is None:
        return None
    names = ("recipient", "phone", "line1", "line2", "district", "city", "region", "postcode", "country")
    return {name: getattr(row, name) for name in names}


def customer_part(session: Session, shop_id: str, customer_id: str) -> dict[str, Any]:
    """How the customer can be reached."""
    row = session.get_one(Customer, (shop_id, customer_id))
    return {"customer": row.id, "name": row.name, "phone": row.phone, "email": row.email, "language": row.language}
