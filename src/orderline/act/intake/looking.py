"""What the checks of pushed rows look at, read for all rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.intake.refused import BadRow, RowRefused
from orderline.act.policies.shelf import PolicyShelf
from orderline.store.models import Order
from orderline.store.repositories.shops import ShopFacts


@dataclass(slots=True)
class Taking:
    """One push, in its transaction: what it may use, and what was found wrong so far."""

    session: AsyncSession
    shop: ShopFacts
    shelf: PolicyShelf
    now: datetime
    actor: str
    """Who pushes, for the audit."""
    refused: list[RowRefused] = field(default_factory=list)

    def refuse(self, index: int, name: BadRow, where: str = "", says: str = "") -> None:
        """A row cannot be taken; looking goes on, so that every bad row is named."""
        self.refused.append(RowRefused(index, where, name, says))

    def once(self, keys: Iterable[object], where: str) -> None:
        """Each key may come once."""
        seen: set[object] = set()
        for index, key in enumerate(keys):
            if key in seen:
                self.refuse(index, BadRow.TWICE, where)
            seen.add(key)


async def orders_numbered(at: Taking, numbers: Iterable[str]) -> Mapping[str, Order]:
    """Orders of the shop by number, held until the push is written, in the order of their keys."""
    query = select(Order).where(Order.shop_id == at.shop.id, Order.number.in_(set(numbers)))
    found = await at.session.scalars(query.order_by(Order.id).with_for_update())
    return {order.number: order for order in found}


def named(at: Taking, orders: Mapping[str, Order], number: str, index: int) -> Order | None:
    """The order a row speaks of, or the row refused."""
    order = orders.get(number)
    if order is None:
        at.refuse(index, BadRow.UNKNOWN_ORDER, "order")
    return order
