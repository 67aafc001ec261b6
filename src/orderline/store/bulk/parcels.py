"""Parcels and scans of a batch."""

from __future__ import annotations

from collections.abc import Sequence

from orderline.store.bulk.check import parcel_fault, scan_fault
from orderline.store.bulk.records import ParcelRecord, ScanRecord
from orderline.store.bulk.writing import Row, Writing
from orderline.store.models import ParcelScan, Shipment


def write_parcels(writing: Writing, parcels: Sequence[ParcelRecord]) -> None:
    """Add new parcels, and give known ones their carrier, tracking number and lines."""
    sound = writing.sound("parcels", parcels, parcel_fault)
    there = _parcels(writing, [one.number for _, one in sound])
    new: dict[tuple[str, int], Row] = {}
    known: dict[tuple[str, int], Row] = {}
    for _, one in sound:
        key = (writing.orders[one.number].key, one.seq)
        row = {
            "shop_id": writing.shop,
            "order_id": key[0],
            "seq": one.seq,
            "carrier_en": one.carrier_en,
            "carrier_zh": one.carrier_zh,
            "tracking": one.tracking,
            "handed_over_at": one.handed_over_at,
            "line_nos": list(one.line_nos),
        }
        (known if key in there else new)[key] = row
    writing.insert(Shipment, new.values())
    writing.new_parcels |= new.keys()
    writing.update(Shipment, ("shop_id", "order_id", "seq"), known.values())
    writing.added += len(new)
    writing.changed += len(known)


def write_scans(writing: Writing, scans: Sequence[ScanRecord]) -> None:
    """Add new scans; one that is there stays as it is."""
    sound = writing.sound("scans", scans, scan_fault)
    numbers = [one.number for _, one in sound]
    parcels = _parcels(writing, numbers)
    columns = (ParcelScan.order_id, ParcelScan.shipment_seq, ParcelScan.seq)
    there = {tuple(row) for row in writing.rows(columns, ParcelScan.order_id, writing.older(numbers))}
    new: dict[tuple[str, int, int], Row] = {}
    for place, one in sound:
        key = (writing.orders[one.number].key, one.parcel, one.seq)
        if key[:2] not in parcels:
            because = f"the order ending {one.number[-4:]} has no parcel {one.parcel}; send the parcel first"
            writing.refuse("scans", place, ("parcel", because))
        elif key in there:
            writing.changed += 1
        else:
            new[key] = {
                "shop_id": writing.shop,
                "order_id": key[0],
                "shipment_seq": one.parcel,
                "seq": one.seq,
                "place_en": one.place_en,
                "place_zh": one.place_zh,
                "at": one.at,
            }
    writing.insert(ParcelScan, new.values())
    writing.added += len(new)


def _parcels(writing: Writing, numbers: Sequence[str]) -> set[tuple[str, int]]:
    """Order and parcel number of the parcels that these orders have."""
    columns = (Shipment.order_id, Shipment.seq)
    found = {(row[0], row[1]) for row in writing.rows(columns, Shipment.order_id, writing.older(numbers))}
    return found | writing.new_parcels
