"""When a courier collects what goes back: a free slot, taken once; another slot frees the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.services.change import Change, Done
from orderline.act.services.planning import Plan, Planned, Planning, refuse
from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.events.answer import FreeSlot, FreeSlotsFound, NoSuchOrder
from orderline.events.reading import FreeSlots
from orderline.orders.identifiers import OrderId
from orderline.orders.order import Text
from orderline.orders.policy.evaluate import Decision
from orderline.orders.policy.rules import Verdict
from orderline.orders.quote import Refusal, Refused
from orderline.store.models import AfterSale, Order, Pickup, PickupSlot
from orderline.store.repositories.actions import Errand
from orderline.store.repositories.changeable import changeable
from orderline.store.repositories.shops import ShopFacts

ALWAYS = Decision(
    Verdict.ALLOW, Text("a courier can collect it", "可以安排快递上门取件"), "shop terms 6.1", "house/pickup"
)
"""No policy speaks of slots: whoever may return something may choose when it is collected."""
FULL = refuse(Refusal.SOLD_OUT, "that time has just been taken", "这个时间刚被约满了")


@dataclass(frozen=True, slots=True)
class BookPickup:
    """Book or move the collection of a return or an exchange."""

    order_id: str
    after_sale: int
    """The order's returns and exchanges are numbered from 1."""
    slot_id: str

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        order = await changeable(at.session, at.shop, OrderId(self.order_id), at.customer_id)
        if order is None:
            return UNKNOWN_ORDER
        if await at.session.get(PickupSlot, (at.shop.id, self.slot_id)) is None:
            return refuse(Refusal.UNKNOWN_SLOT, "which of the times I named suits you?", "我报的时间里，哪个方便呢？")
        case = await at.session.get(AfterSale, (at.shop.id, self.order_id, self.after_sale))
        if case is None or case.state != "requested":
            return refuse(Refusal.NOTHING_CHOSEN, "nothing is waiting to be collected", "没有等待取件的商品")
        free = {slot.id: slot for slot in await free_slots(at.session, at.shop, order.order, at.now)}
        if self.slot_id not in free:
            return refuse(Refusal.SOLD_OUT, "that time is not free", "这个时间约不上")

        async def carry_out(change: Change) -> Done | Refused:
            return await _book(change, self)

        return Plan((OrderId(self.order_id),), ALWAYS, carry_out)


async def free_slots(
    session: AsyncSession, shop: ShopFacts, order: Order, now: datetime, limit: int = 6
) -> list[PickupSlot]:
    """The next times at which a courier can come to the order's address."""
    found = await session.scalars(
        select(PickupSlot)
        .where(PickupSlot.shop_id == shop.id, PickupSlot.starts_at > now, PickupSlot.taken < PickupSlot.capacity)
        .order_by(PickupSlot.starts_at, PickupSlot.id)
    )
    return [slot for slot in found if (order.postcode or "").startswith(slot.area)][:limit]


async def slots_for(
    session: AsyncSession, shop: ShopFacts, query: FreeSlots, now: datetime
) -> FreeSlotsFound | NoSuchOrder:
    """The answer to `FreeSlots`; another customer's order is not there."""
    order = await session.get(Order, (shop.id, query.order_id))
    if order is None or order.customer_id != query.customer_id:
        return NoSuchOrder()
    slots = await free_slots(session, shop, order, now)
    there = ZoneInfo(shop.timezone)
    return FreeSlotsFound(
        tuple(FreeSlot(slot.id, slot.starts_at.astimezone(there), slot.ends_at.astimezone(there)) for slot in slots)
    )


async def _book(change: Change, wish: BookPickup) -> Done | Refused:
    row = await change.session.get(Pickup, (change.shop.id, wish.order_id, wish.after_sale))
    was = row.slot_id if row is not None else None
    if was != wish.slot_id and not await _take(change, wish.slot_id, 1):
        return FULL
    if row is None:
        row = Pickup(shop_id=change.shop.id, order_id=wish.order_id, after_sale_seq=wish.after_sale)
        change.session.add(row)
    elif was is not None and was != wish.slot_id:
        await _take(change, was, -1)
    row.slot_id, row.action_id = wish.slot_id, change.action_id
    slot = await change.session.get_one(PickupSlot, (change.shop.id, wish.slot_id))
    when = {"from": _stamp(slot.starts_at), "to": _stamp(slot.ends_at)}
    return Done(errands=(Errand("carrier", "collect", when),), told={"slot": {"was": was, "is": wish.slot_id}})


async def _take(change: Change, slot_id: str, pieces: int) -> bool:
    taken = await change.session.execute(
        update(PickupSlot)
        .where(
            PickupSlot.shop_id == change.shop.id,
            PickupSlot.id == slot_id,
            PickupSlot.taken + pieces <= PickupSlot.capacity,
        )
        .values(taken=PickupSlot.taken + pieces),
        execution_options={"synchronize_session": False},
    )
    return cast("CursorResult[tuple[()]]", taken).rowcount == 1


def _stamp(instant: datetime) -> str:
    return instant.isoformat(timespec="minutes")
