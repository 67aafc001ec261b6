"""What tests of changes share: asking for a change as the line does, and the books that must always balance."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from orderline.act.policies import LivePolicies
from orderline.act.services.changes import Changes, Wish
from orderline.act.services.wishes import action_of, read_wish
from orderline.act.services.writer import Writer
from orderline.clock import Clock
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CustomerId, ShopId
from orderline.orders.order import OrderState
from orderline.orders.quote import ActionId, Asks, Quote, Receipt, Refused
from orderline.store.audit import Broken, verify
from orderline.store.models import Base, Order, OrderLine, Payment, PaymentMethod, Reservation, Sku
from orderline.store.session import Database

SHOP = ShopId("demo")
SIGNS = {"payment": 1, "moved_in": 1, "refund": -1, "moved_out": -1}


@dataclass
class Caller:
    """A customer who asks for changes and says yes."""

    changes: Changes
    customer: CustomerId
    level: int = 2

    async def asks(self, wish: Wish) -> Quote | Refused | Asks:
        return await self.changes.quote(action_of(wish), wish, self.customer)

    async def says_yes(self, quote: Quote, action: str) -> Receipt | Refused:
        authority = Authority("line", self.customer, ("order_number", "phone_tail", "code"), self.level)
        return await self.changes.write(quote.quote_id, ActionId(action), authority)

    async def gets(self, wish: Wish) -> Receipt | Refused | Asks:
        """Ask, and say yes to what is offered."""
        quote = await self.asks(wish)
        return await self.says_yes(quote, f"a-{next(ACTIONS)}") if isinstance(quote, Quote) else quote


ACTIONS = itertools.count(1)


def changes_of(database: Database, clock: Clock) -> Changes:
    return Changes(database, SHOP, clock, LivePolicies(), Writer(database, SHOP, clock), read_wish)


async def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but quotes, which asking writes."""
    async with database.reading() as session:
        return {
            table.name: sorted((tuple(row) for row in await session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name != "quotes"
        }


async def the_books_balance(database: Database) -> None:
    """Nothing is negative, nobody got back more than they paid, stock is where it should be, the chain holds."""
    async with database.reading() as session:
        assert not isinstance(await verify(session, SHOP), Broken)
        assert not (await session.scalars(select(PaymentMethod).where(PaymentMethod.balance < 0))).all()
        assert not (await session.scalars(select(Sku).where((Sku.on_hand < 0) | (Sku.reserved > Sku.on_hand)))).all()
        held: dict[str, int] = {}
        for row in (await session.scalars(select(Reservation).where(Reservation.state == "held"))).all():
            held[row.sku_id] = held.get(row.sku_id, 0) + row.quantity
        reserved = (await session.scalars(select(Sku).where(Sku.reserved > 0))).all()
        assert {sku.id: sku.reserved for sku in reserved} == held
        paid: dict[str, int] = {}
        for payment in (await session.scalars(select(Payment).where(Payment.order_id.is_not(None)))).all():
            paid[payment.order_id or ""] = paid.get(payment.order_id or "", 0) + SIGNS[payment.kind] * payment.amount
        assert all(amount >= 0 for amount in paid.values())


async def owed(database: Database, order_id: str) -> tuple[int, int]:
    """What an order costs, and what was paid for it less what went back: both in minor units."""
    async with database.reading() as session:
        order = await session.get_one(Order, ("demo", order_id))
        own = (OrderLine.shop_id == "demo", OrderLine.order_id == order_id)
        goods = await session.scalar(
            select(func.sum(OrderLine.unit_price * OrderLine.quantity - OrderLine.discount)).where(*own)
        )
        payments = (
            await session.scalars(select(Payment).where(Payment.shop_id == "demo", Payment.order_id == order_id))
        ).all()
    cost = 0 if order.state is OrderState.CANCELLED else int(goods or 0) + order.shipping
    return cost, sum(SIGNS[payment.kind] * payment.amount for payment in payments)
