"""The tables. Migrations below `store/migrations` make them; a test holds the two equal."""

from orderline.store.models.base import Base
from orderline.store.models.catalogue import Price, Product, Sku
from orderline.store.models.changes import (
    ActionRow,
    AfterSale,
    AfterSaleLine,
    Claim,
    Compensation,
    LedgerRow,
    Pickup,
    PickupSlot,
    QuoteRow,
    Reservation,
)
from orderline.store.models.fulfilment import Delay, ParcelScan, Shipment
from orderline.store.models.people import (
    Address,
    ApiKey,
    Attempt,
    Customer,
    KnownCaller,
    PaymentMethod,
    Shop,
    StepUpCode,
)
from orderline.store.models.records import AuditHead, AuditRow, InboxRow, OutboxRow, SimulatedRow
from orderline.store.models.sales import Order, OrderCoupon, OrderLine, Payment
from orderline.store.models.search import CatalogueMark, SoldLine

__all__ = [
    "ActionRow",
    "Address",
    "AfterSale",
    "AfterSaleLine",
    "ApiKey",
    "Attempt",
    "AuditHead",
    "AuditRow",
    "Base",
    "CatalogueMark",
    "Claim",
    "Compensation",
    "Customer",
    "Delay",
    "InboxRow",
    "KnownCaller",
    "LedgerRow",
    "Order",
    "OrderCoupon",
    "OrderLine",
    "OutboxRow",
    "ParcelScan",
    "Payment",
    "PaymentMethod",
    "Pickup",
    "PickupSlot",
    "Price",
    "Product",
    "QuoteRow",
    "Reservation",
    "Shipment",
    "Shop",
    "SimulatedRow",
    "Sku",
    "SoldLine",
    "StepUpCode",
]
