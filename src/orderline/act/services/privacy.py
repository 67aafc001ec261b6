"""What is kept of one customer, given to them; and taken out, when they ask for it."""

from __future__ import annotations

from typing import Any

from orderline.act.services.change import Change, Done
from orderline.act.services.planning import refuse
from orderline.act.services.writer import Writer
from orderline.events.receipt import Authority
from orderline.orders.identifiers import CustomerId, ShopId
from orderline.orders.quote import ActionId, Receipt, Refusal, Refused
from orderline.store.repositories.actions import Errand
from orderline.store.repositories.privacy import customer_data, erase, open_orders
from orderline.store.repositories.shops import shop_facts
from orderline.store.session import Database

GONE = refuse(Refusal.ALREADY_DONE, "there is no data of that customer", "没有这位客户的数据")
ON_THE_WAY = refuse(
    Refusal.PERSON_NEEDED,
    "an order is still on its way, so that data is still needed",
    "还有订单在路上，资料暂时还需要",
)


async def export_customer(database: Database, shop: ShopId, customer: CustomerId) -> dict[str, Any] | None:
    """Everything kept of the customer, by table; None: there is no such customer. Raises StoreUnavailable."""
    async with database.reading() as session:
        return await customer_data(session, await shop_facts(session, shop), customer)


async def erase_customer(writer: Writer, action_id: ActionId, authority: Authority) -> Receipt | Refused:
    """Erase the customer of `authority`; the audit chain stays verifiable. Raises StoreUnavailable."""
    customer = authority.customer_id

    async def work(change: Change) -> Done | Refused:
        if await open_orders(change.session, change.shop, customer):
            return ON_THE_WAY
        if not await erase(change.session, change.shop, customer, change.now):
            return GONE
        return Done(errands=(Errand("crm", "erase", {"customer": customer}),), told={"erased": customer})

    return await writer.run(action_id=action_id, action="erase_customer", order_ids=(), authority=authority, work=work)
