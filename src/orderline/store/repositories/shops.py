"""The shop itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.errors import ConfigurationError
from orderline.orders.identifiers import ShopId
from orderline.store.models import Shop

SHOP = select(Shop.timezone, Shop.hash_key).where(Shop.id == bindparam("shop"))
"""As every statement of a quote or a write: made once, which is half of what asking it would cost."""


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """What services need to know of a shop."""

    id: ShopId
    timezone: str
    hash_key: bytes

    def day(self, now: datetime) -> date:
        """The calendar day at the shop at the instant `now`."""
        return now.astimezone(ZoneInfo(self.timezone)).date()


async def shop_facts(session: AsyncSession, shop: ShopId) -> ShopFacts:
    """The shop's own row. Raises ConfigurationError where there is no such shop."""
    row = (await session.execute(SHOP, {"shop": shop})).one_or_none()
    if row is None:
        raise ConfigurationError(
            f"There is no shop `{shop}` in the database.",
            "Callers cannot be answered for it.",
            "Run `orderline shop create-demo`, or set `store.shop` to a shop that exists.",
        )
    return ShopFacts(shop, row.timezone, row.hash_key)
