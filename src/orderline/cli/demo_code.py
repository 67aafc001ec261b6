"""What `orderline shop code` prints."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.errors import OrderlineError
from orderline.orders.identifiers import ShopId
from orderline.settings import Settings
from orderline.store.address import database_url
from orderline.store.models import Shop, SimulatedRow
from orderline.store.repositories.orders import order_numbered
from orderline.store.repositories.outbox import CODE_FIELD, SEND_CODE
from orderline.store.repositories.shops import shop_facts
from orderline.store.session import Database


async def demo_code(who: str, url: str) -> str:
    """The last code to this customer, or to the one of this order. Raises OrderlineError: no demo shop, or none yet."""
    settings = Settings.load()
    database = Database(url or database_url(settings), settings.store.lock_timeout_ms)
    try:
        async with database.reading() as session:
            return await _code(session, ShopId(settings.store.shop), who)
    finally:
        await database.close()


async def _code(session: AsyncSession, shop: ShopId, who: str) -> str:
    facts = await shop_facts(session, shop)
    if await session.scalar(select(Shop.demo_day).where(Shop.id == shop)) is None:
        raise OrderlineError(f"`{shop}` is no demo shop.", "Codes of real customers are shown to nobody.")
    order = await order_numbered(session, facts, who)
    customer = order.customer_id if order is not None else who
    own = (SimulatedRow.shop_id == shop, SimulatedRow.system == "crm", SimulatedRow.operation == SEND_CODE)
    for said in await session.scalars(select(SimulatedRow.said).where(*own).order_by(SimulatedRow.at.desc())):
        if said is not None and said["customer"] == customer:
            return said[CODE_FIELD]
    raise OrderlineError(
        "No code has arrived for that customer.",
        do="Ask the line for a change that needs one, and see that delivery runs (`orderline outbox list`).",
    )
