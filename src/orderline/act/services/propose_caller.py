"""Who may be calling, by the number or device they call from. A proposal, never a proof."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from orderline.events.decision import ProposeCaller
from orderline.events.outcome import CallerProposed, CallerUnknown
from orderline.store.callers import hint_hash, hint_readings
from orderline.store.repositories.identity import customers_known_at
from orderline.store.repositories.shops import ShopFacts


async def propose_caller(
    session: AsyncSession, shop: ShopFacts, query: ProposeCaller
) -> CallerProposed | CallerUnknown:
    """The one customer known to call from there; a number that several share proposes nobody."""
    hashes = {hint_hash(shop.hash_key, reading) for reading in hint_readings(query.hint)}
    known = await customers_known_at(session, shop, hashes)
    return CallerProposed(known[0]) if len(known) == 1 else CallerUnknown()
