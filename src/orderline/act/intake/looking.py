"""What the checks of pushed rows look at, read for all rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.intake.refused import BadRow, RowRefused
from orderline.act.policies.shelf import PolicyShelf
from orderline.store.models import Base, Order
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


def same(row: Base | None, values: Mapping[str, Any]) -> bool:
    """Whether a row is there and says all this already."""
    return row is not None and all(getattr(row, name) == value for name, value in values.items())


async def mark_changed(at: Taking, order_ids: Iterable[str]) -> None:
    """Show these orders as changed now; quotes for them stand, because what they are made from did not change."""
    changed = update(Order).where(Order.shop_id == at.shop.id, Order.id.in_(set(order_ids))).values(changed_at=at.now)
    await at.session.execute(changed, execution_options={"synchronize_session": False})
