"""Why a payment failed, and what else on file would pay: from rows and a table, never guessed. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.declines import cause_of
from orderline.orders.identifiers import CustomerId, OrderId
from orderline.orders.money import Money
from orderline.orders.order import Text
from orderline.store.models import Payment, PaymentMethod
from orderline.store.repositories.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class FailedPayment:
    """The newest declined payment."""

    payment_id: str
    amount: Money
    at: datetime | None
    method_id: str | None
    cause: Text | None
    """None: the provider gives no reason that is known; then none is said."""
    instead: tuple[str, ...]
    """Other methods of the customer that cover it, as far as is known here."""


async def explain_payment(
    session: AsyncSession, shop: ShopFacts, customer: CustomerId, order: OrderId | None = None
) -> FailedPayment | None:
    """The customer's newest declined payment, of one order or of any; None: there is none."""
    query = select(Payment).where(
        Payment.shop_id == shop.id, Payment.customer_id == customer, Payment.status == "declined"
    )
    if order is not None:
        query = query.where(Payment.order_id == order)
    row = (await session.scalars(query.order_by(Payment.at.desc(), Payment.id.desc()).limit(1))).one_or_none()
    if row is None:
        return None
    methods = await session.scalars(
        select(PaymentMethod)
        .where(PaymentMethod.shop_id == shop.id, PaymentMethod.customer_id == customer)
        .order_by(PaymentMethod.position, PaymentMethod.id)
    )
    amount = Money(row.amount, row.currency)
    instead = tuple(method.id for method in methods if method.id != row.method_id and _covers(method, amount))
    return FailedPayment(row.id, amount, row.at, row.method_id, cause_of(row.decline_code), instead)


def _covers(method: PaymentMethod, amount: Money) -> bool:
    if method.balance is None:
        return True
    return method.currency in (None, amount.currency) and method.balance >= amount.minor_units
