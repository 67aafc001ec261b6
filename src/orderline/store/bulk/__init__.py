"""Orders, parcels, scans, payments and stock in bulk, as the shop's systems send them.

`load(connection, shop, batch)` writes one batch inside the caller's transaction; `import_batches` opens one transaction
a batch. A record that cannot be is named and left out whole; the others of its batch are written. Sending the same
batch again changes nothing.
"""

from orderline.store.bulk.load import import_batches, load
from orderline.store.bulk.records import (
    Batch,
    LineRecord,
    Loaded,
    OrderRecord,
    ParcelRecord,
    PaymentRecord,
    Problem,
    ScanRecord,
    StockRecord,
)

__all__ = [
    "Batch",
    "LineRecord",
    "Loaded",
    "OrderRecord",
    "ParcelRecord",
    "PaymentRecord",
    "Problem",
    "ScanRecord",
    "StockRecord",
    "import_batches",
    "load",
]
