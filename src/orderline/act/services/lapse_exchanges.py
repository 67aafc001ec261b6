"""Exchanges whose old piece never came back: the new one that was kept is let go, and the case is withdrawn."""

from __future__ import annotations

from sqlalchemy import select

from orderline.act.services.after_sale import cases_of, settled_state
from orderline.act.services.change import Change, Done
from orderline.act.services.planning import refuse
from orderline.act.services.writer import UNKNOWN_ORDER, Writer, random_id
from orderline.clock import Clock
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CustomerId, OrderId, ShopId
from orderline.orders.quote import ActionId, Receipt, Refusal, Refused
from orderline.store.models import AfterSaleLine, Order, Reservation
from orderline.store.repositories.actions import Errand, Movement
from orderline.store.repositories.changeable import changeable
from orderline.store.repositories.stock import release
from orderline.store.session import Database

LAPSE = "lapse_exchange"
AT_ONCE = 100
"""Most orders of one pass; the next pass takes the rest."""
NOTHING = refuse(Refusal.ALREADY_DONE, "it has been let go already", "已经释放了")


async def lapse_exchanges(database: Database, shop: ShopId, clock: Clock) -> int:
    """Let go what has been kept for too long, each order in a change of its own; how many orders.

    Raises StoreUnavailable: what was done until then stays done.
    """
    async with database.reading() as session:
        query = (
            select(Order.id, Order.customer_id)
            .join(Reservation, (Reservation.shop_id == Order.shop_id) & (Reservation.order_id == Order.id))
            .where(Reservation.shop_id == shop, Reservation.state == "held", Reservation.expires_at <= clock.now())
            .distinct()
            .limit(AT_ONCE)
        )
        due = [(OrderId(row[0]), CustomerId(row[1])) for row in await session.execute(query)]
    writer = Writer(database, shop, clock)
    done = [await _lapse(writer, order, customer) for order, customer in due]
    return sum(done)


async def _lapse(writer: Writer, order_id: OrderId, customer: CustomerId) -> bool:
    async def work(change: Change) -> Done | Refused:
        return await _let_go(change, order_id, customer)

    done = await writer.run(
        action_id=ActionId(random_id("lapse")),
        action=LAPSE,
        order_ids=(order_id,),
        authority=Authority("line", customer, level=0),
        work=work,
    )
    return isinstance(done, Receipt)


async def _let_go(change: Change, order_id: OrderId, customer: CustomerId) -> Done | Refused:
    order = await changeable(change.session, change.shop, order_id, customer)
    if order is None:
        return UNKNOWN_ORDER
    own = (Reservation.shop_id == change.shop.id, Reservation.order_id == order_id, Reservation.state == "held")
    query = select(Reservation).where(*own, Reservation.expires_at <= change.now).order_by(Reservation.sku_id)
    kept = [(row.id, row.sku_id, row.quantity) for row in await change.session.scalars(query)]
    gone = [(sku, pieces) for key, sku, pieces in kept if await release(change.session, change.shop, key, used=False)]
    if not gone:
        return NOTHING
    cases = await cases_of(change.session, change.shop, order_id)
    lines = list(
        await change.session.scalars(
            select(AfterSaleLine).where(AfterSaleLine.shop_id == change.shop.id, AfterSaleLine.order_id == order_id)
        )
    )
    withdrawn = []
    for case in cases:
        new = [(line.new_sku_id, line.quantity) for line in lines if line.after_sale_seq == case.seq]
        if case.kind == "exchange" and case.state == "requested" and any(piece in gone for piece in new):
            case.state = "withdrawn"
            withdrawn.append(case.seq)
    order.order.state = settled_state(order, cases, lines)
    payload = {"after_sales": withdrawn}
    return Done(
        movements=tuple(Movement("reserve", sku, pieces) for sku, pieces in gone),
        errands=tuple(Errand(system, "exchange_withdrawn", payload) for system in ("wms", "erp", "crm")),
        told={"withdrawn": withdrawn},
    )
