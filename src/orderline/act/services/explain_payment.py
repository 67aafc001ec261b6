"""Why a payment failed, and what else on file would pay: from rows and a table, never guessed. Reads only."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.events.answer import FailedPayment, PaymentExplained
from orderline.events.reading import ExplainPayment
from orderline.orders.declines import cause_of
from orderline.orders.identifiers import OrderId, OrderNumber
from orderline.orders.money import Money
from orderline.store.models import Order, Payment, PaymentMethod
from orderline.store.repositories.shops import ShopFacts


async def explain_payment(session: AsyncSession, shop: ShopFacts, asked: ExplainPayment) -> PaymentExplained:
    """The customer's newest declined payment, of one order or of any."""
    customer = asked.customer_id
    query = (
        select(Payment, Order.number)
        .outerjoin(Order, (Order.shop_id == Payment.shop_id) & (Order.id == Payment.order_id))
        .where(Payment.shop_id == shop.id, Payment.customer_id == customer, Payment.status == "declined")
    )
    if asked.order_id is not None:
        query = query.where(Payment.order_id == asked.order_id)
    found = (await session.execute(query.order_by(Payment.at.desc(), Payment.id.desc()).limit(1))).one_or_none()
    if found is None:
        return PaymentExplained(None)
    row, number = found
    methods = await session.scalars(
        select(PaymentMethod)
        .where(PaymentMethod.shop_id == shop.id, PaymentMethod.customer_id == customer)
        .order_by(PaymentMethod.position, PaymentMethod.id)
    )
    amount = Money(row.amount, row.currency)
    instead = tuple(method.id for method in methods if method.id != row.method_id and _covers(method, amount))
    return PaymentExplained(
        FailedPayment(
            row.id,
            None if row.order_id is None else OrderId(row.order_id),
            None if number is None else OrderNumber(number),
            amount,
            row.at,
            row.method_id,
            cause_of(row.decline_code),
            instead,
        )
    )


def _covers(method: PaymentMethod, amount: Money) -> bool:
    if method.balance is None:
        return True
    return method.currency in (None, amount.currency) and method.balance >= amount.minor_units
