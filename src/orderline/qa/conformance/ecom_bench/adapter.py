"""Each writing tool of the data set as one change of the line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.services.addresses import GivenAddress, keep_address
from orderline.act.services.cancel_order import CancelOrder
from orderline.act.services.change_address import ChangeAddress
from orderline.act.services.change_item import ChangeItem
from orderline.act.services.changes import Wish
from orderline.act.services.expedite import Expedite
from orderline.act.services.place_order import PlaceOrder
from orderline.act.services.return_item import ReturnItem
from orderline.orders.identifiers import CustomerId
from orderline.orders.quote import Refused
from orderline.qa.conformance.ecom_bench.importer import method_id
from orderline.qa.conformance.ecom_bench.words import CURRENCY, SHOP
from orderline.store.models import Address, Order, OrderLine
from orderline.store.repositories.shops import ShopFacts

Arguments = Mapping[str, Any]
NOT_OFFERED = {
    "schedule_service": "installation and repair are not booked by the order line",
    "manage_invoice": "invoices are not issued by the order line",
    "register_cashback_by_review": "reviews are not rewarded by the order line",
}
"""Tools of that shop that change no order: what they write is left out of the comparison, and said so."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """Turns actions into wishes, over one session."""

    session: AsyncSession
    shop: ShopFacts
    customer: CustomerId
    new_id: Callable[[str], str]

    async def wish(self, tool: str, given: Arguments) -> Wish | Refused | None:
        """What an action asks of the line; None: it only looks something up. Raises KeyError for an unknown tool."""
        tools: Mapping[tuple[str, str | None], Callable[[Arguments], Awaitable[Wish | Refused]]] = {
            ("manage_urgent", None): self._expedite,
            ("manage_order", "取消"): self._cancel,
            ("manage_order", "修改"): self._address,
            ("manage_order", "增加"): self._place,
            ("manage_return", None): self._return,
            ("manage_exchange", "换货"): self._exchange,
        }
        if given.get("action") == "查询":
            return None
        return await tools[tool, given.get("action")](given)

    async def _expedite(self, given: Arguments) -> Wish:
        return Expedite(given["order_id"])

    async def _cancel(self, given: Arguments) -> Wish:
        return CancelOrder(given["order_id"])

    async def _return(self, given: Arguments) -> Wish:
        lines = await self._lines(given["order_id"])
        return ReturnItem(given["order_id"], tuple((line.line_no, 0) for line in lines))

    async def _exchange(self, given: Arguments) -> Wish:
        lines = await self._lines(given["order_id"])
        number = next((line.line_no for line in lines if line.sku_id == given["original_product_id"]), 0)
        return ChangeItem(given["order_id"], ((number, given["exchange_product_id"]),))

    async def _place(self, given: Arguments) -> Wish:
        items = tuple((item["product_id"], item["quantity"]) for item in given["product_info_list"])
        return PlaceOrder(items, method_id(self.customer, given["payment"]), CURRENCY)

    async def _address(self, given: Arguments) -> Wish | Refused:
        """The order's address with what was named put in its place."""
        query = (
            select(Address)
            .join(Order, (Order.shop_id == Address.shop_id) & (Order.address_id == Address.id))
            .where(Order.shop_id == SHOP, Order.id == given["order_id"])
        )
        now = (await self.session.scalars(query)).one_or_none()
        address = GivenAddress(
            given.get("address") or (now.line1 if now else None),
            now.line2 if now else None,
            now.district if now else None,
            now.city if now else None,
            now.region if now else None,
            now.postcode if now else None,
            now.country if now else None,
            now.recipient if now else None,
            given.get("phone_number") or (now.phone if now else None),
        )
        kept = await keep_address(self.session, self.shop, self.customer, address, self.new_id)
        return kept if isinstance(kept, Refused) else ChangeAddress(given["order_id"], kept)

    async def _lines(self, order_id: str) -> list[OrderLine]:
        query = select(OrderLine).where(OrderLine.shop_id == SHOP, OrderLine.order_id == order_id)
        return list(await self.session.scalars(query.order_by(OrderLine.line_no)))
