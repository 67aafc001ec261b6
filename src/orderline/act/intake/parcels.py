"""Shipments and scans, pushed by warehouse and carrier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from orderline.act.intake.looking import Taking, mark_changed, named, orders_numbered, same
from orderline.act.intake.refused import BadRow
from orderline.act.intake.rows import ScanRow, ShipmentRow
from orderline.store.models import OrderLine, ParcelScan, Shipment
from orderline.store.upsert import put


async def take_shipments(at: Taking, rows: Sequence[ShipmentRow]) -> None:
    """Check all parcels; write them where none is refused."""
    at.once(((row.order, row.parcel) for row in rows), "parcel")
    orders = await orders_numbered(at, (row.order for row in rows))
    query = select(OrderLine.order_id, OrderLine.line_no).where(
        OrderLine.shop_id == at.shop.id, OrderLine.order_id.in_({order.id for order in orders.values()})
    )
    lines: dict[str, set[int]] = defaultdict(set)
    for order_id, line_no in await at.session.execute(query):
        lines[order_id].add(line_no)
    written: list[dict[str, Any]] = []
    for index, row in enumerate(rows):
        order = named(at, orders, row.order, index)
        if order is None:
            continue
        if not set(row.lines) <= lines[order.id]:
            at.refuse(index, BadRow.UNKNOWN_LINE, "lines")
        written.append(
            {
                "shop_id": at.shop.id,
                "order_id": order.id,
                "seq": row.parcel,
                "carrier_en": row.carrier.en if row.carrier else None,
                "carrier_zh": row.carrier.zh if row.carrier else None,
                "tracking": row.tracking,
                "handed_over_at": row.handed_over_at,
                "line_nos": sorted(row.lines) or sorted(lines[order.id]),
            }
        )
    if at.refused:
        return
    there = select(Shipment).where(
        Shipment.shop_id == at.shop.id, Shipment.order_id.in_({order.id for order in orders.values()})
    )
    kept = {(parcel.order_id, parcel.seq): parcel for parcel in await at.session.scalars(there)}
    new = [values for values in written if not same(kept.get((values["order_id"], values["seq"])), values)]
    await put(at.session, Shipment, new)
    await mark_changed(at, (values["order_id"] for values in new))


async def take_scans(at: Taking, rows: Sequence[ScanRow]) -> None:
    """Check all scans; write them where none is refused."""
    at.once(((row.order, row.parcel, row.scan) for row in rows), "scan")
    orders = await orders_numbered(at, (row.order for row in rows))
    query = select(Shipment.order_id, Shipment.seq).where(
        Shipment.shop_id == at.shop.id, Shipment.order_id.in_({order.id for order in orders.values()})
    )
    parcels = {(order_id, seq) for order_id, seq in await at.session.execute(query)}
    written: list[dict[str, Any]] = []
    for index, row in enumerate(rows):
        order = named(at, orders, row.order, index)
        if order is None:
            continue
        if (order.id, row.parcel) not in parcels:
            at.refuse(index, BadRow.UNKNOWN_PARCEL, "parcel")
        written.append(
            {
                "shop_id": at.shop.id,
                "order_id": order.id,
                "shipment_seq": row.parcel,
                "seq": row.scan,
                "place_en": row.place.en,
                "place_zh": row.place.zh,
                "at": row.at,
            }
        )
    if at.refused:
        return
    there = select(ParcelScan).where(
        ParcelScan.shop_id == at.shop.id, ParcelScan.order_id.in_({order.id for order in orders.values()})
    )
    kept = {(scan.order_id, scan.shipment_seq, scan.seq): scan for scan in await at.session.scalars(there)}
    new = [
        values
        for values in written
        if not same(kept.get((values["order_id"], values["shipment_seq"], values["seq"])), values)
    ]
    await put(at.session, ParcelScan, new)
    await mark_changed(at, (values["order_id"] for values in new))
