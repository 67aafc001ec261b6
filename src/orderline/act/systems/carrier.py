"""Carriers: intercept a parcel, collect a return, claim what is stuck or lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from orderline.act.systems.order_message import address_part, order_of, order_part
from orderline.store.models import Shipment


def body(session: Session, shop_id: str, order_id: str | None, payload: Mapping[str, Any]) -> dict[str, Any]:
    """`intercept`, `collect`, `claim`: parcels with tracking numbers, and the address."""
    if order_id is None:
        return dict(payload)
    order = order_of(session, shop_id, order_id)
    own = (Shipment.shop_id == shop_id, Shipment.order_id == order_id)
    parcels = session.scalars(select(Shipment).where(*own).order_by(Shipment.seq))
    return {
        **order_part(order),
        "parcels": [{"carrier": parcel.carrier_en, "tracking": parcel.tracking} for parcel in parcels],
        "address": address_part(session, order),
        **payload,
    }
