"""Writing a batch: records are checked, what they refer to is looked up once, and rows go in by the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Engine

from orderline.orders.identifiers import ShopId
from orderline.store.bulk.money import write_payments, write_stock
from orderline.store.bulk.orders import write_orders
from orderline.store.bulk.parcels import write_parcels, write_scans
from orderline.store.bulk.records import Batch, Loaded
from orderline.store.bulk.writing import KnownOrder, Writing
from orderline.store.models import Order


def import_batches(engine: Engine, shop: ShopId, batches: Iterable[Batch]) -> Iterator[Loaded]:
    """Write each batch in a transaction of its own, and tell what came of it. Outside the running line: it blocks."""
    for batch in batches:
        with engine.begin() as connection:
            loaded = load(connection, shop, batch)
        yield loaded


def load(connection: Connection, shop: ShopId, batch: Batch) -> Loaded:
    """Write one batch inside the transaction of `connection`. An async connection runs it by `run_sync`.

    Orders first, then parcels, scans, payments and stock, so that a batch may hold an order with all its history.
    """
    writing = Writing(connection, shop)
    parts = (batch.orders, batch.parcels, batch.scans, batch.payments)
    numbers = {record.number for part in parts for record in part}
    for number, *rest in writing.rows(
        (Order.number, Order.id, Order.customer_id, Order.currency), Order.number, numbers
    ):
        writing.orders[number] = KnownOrder(*rest)
    write_orders(writing, batch.orders)
    write_parcels(writing, batch.parcels)
    write_scans(writing, batch.scans)
    write_payments(writing, batch.payments)
    write_stock(writing, batch.stock)
    return Loaded(writing.added, writing.changed, tuple(writing.problems))
