"""Each writing tool of the data set as one change of the line: the same wish a caller's words would become."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.services.addresses import GivenAddress, keep_address
from orderline.act.services.cancel_order import CancelOrder
from orderline.act.services.change_address import ChangeAddress
from orderline.act.services.change_default_address import ChangeDefaultAddress
from orderline.act.services.change_item import ChangeItem
from orderline.act.services.change_payment import ChangePayment
from orderline.act.services.changes import Wish
from orderline.act.services.exchange_item import ExchangeItem
from orderline.act.services.return_item import ReturnItem
from orderline.orders.identifiers import CustomerId
from orderline.orders.policy.facts import REASONS
from orderline.orders.quote import Refused
from orderline.qa.conformance.tau_retail.lookups import is_user
from orderline.qa.conformance.tau_retail.words import SHOP
from orderline.store.models import Customer, Order, OrderLine
from orderline.store.repositories.shops import ShopFacts

Arguments = Mapping[str, Any]


class Naming:
    """How things were named in one call, so that a refusal can name them the same way."""

    def __init__(self, tool: str, arguments: Arguments) -> None:
        self.tool = tool
        self.arguments = arguments
        self.items: dict[int, str] = {}
        """Line number → the item it was named by; negative numbers are items that are in no line."""


class Adapter:
    """Turns calls into wishes, over one session."""

    def __init__(self, session: AsyncSession, shop: ShopFacts, new_id: Callable[[str], str]) -> None:
        self._session = session
        self._shop = shop
        self._new_id = new_id
        self._tools: Mapping[str, Callable[[Naming], Awaitable[Wish | Refused]]] = {
            "cancel_pending_order": self._cancel,
            "modify_pending_order_address": self._address,
            "modify_pending_order_items": self._items,
            "modify_pending_order_payment": self._payment,
            "exchange_delivered_order_items": self._exchange,
            "return_delivered_order_items": self._return,
            "modify_user_address": self._default_address,
        }

    @property
    def tools(self) -> frozenset[str]:
        """Every writing tool."""
        return frozenset(self._tools)

    async def owner(self, arguments: Arguments) -> CustomerId | None:
        """Whose order or profile a call is about; None: there is no such order or user."""
        if "order_id" in arguments:
            query = select(Order.customer_id).where(Order.shop_id == SHOP, Order.id == str(arguments["order_id"]))
        else:
            query = select(Customer.id).where(Customer.shop_id == SHOP, is_user(str(arguments.get("user_id"))))
        found = await self._session.scalar(query)
        return None if found is None else CustomerId(found)

    async def wish(self, naming: Naming) -> Wish | Refused:
        """What a call asks of the line. Raises KeyError for a tool that writes nothing, or a missing argument."""
        return await self._tools[naming.tool](naming)

    async def _cancel(self, naming: Naming) -> Wish:
        code = str(naming.arguments["reason"]).replace(" ", "_")
        return CancelOrder(naming.arguments["order_id"], code if code in REASONS else "other")

    async def _address(self, naming: Naming) -> Wish | Refused:
        address = await self._kept(naming)
        return address if isinstance(address, Refused) else ChangeAddress(naming.arguments["order_id"], address)

    async def _default_address(self, naming: Naming) -> Wish | Refused:
        address = await self._kept(naming)
        return address if isinstance(address, Refused) else ChangeDefaultAddress(address)

    async def _kept(self, naming: Naming) -> str | Refused:
        given = naming.arguments
        address = GivenAddress(
            given["address1"], given["address2"], None, given["city"], given["state"], given["zip"], given["country"]
        )
        owner = await self.owner(given)
        return await keep_address(self._session, self._shop, owner or CustomerId(""), address, self._new_id)

    async def _payment(self, naming: Naming) -> Wish:
        return ChangePayment(naming.arguments["order_id"], naming.arguments["payment_method_id"])

    async def _items(self, naming: Naming) -> Wish:
        return ChangeItem(
            naming.arguments["order_id"], await self._swaps(naming), naming.arguments["payment_method_id"]
        )

    async def _exchange(self, naming: Naming) -> Wish:
        return ExchangeItem(
            naming.arguments["order_id"], await self._swaps(naming), naming.arguments["payment_method_id"]
        )

    async def _return(self, naming: Naming) -> Wish:
        lines = await self._lines(naming, naming.arguments["item_ids"])
        return ReturnItem(
            naming.arguments["order_id"], tuple((line, 0) for line in lines), naming.arguments["payment_method_id"]
        )

    async def _swaps(self, naming: Naming) -> tuple[tuple[int, str], ...]:
        """Pairs of line and new item; where the lists differ in length, the missing ones stand as 0 and ""."""
        old, new = naming.arguments["item_ids"], naming.arguments["new_item_ids"]
        return tuple(zip_longest(await self._lines(naming, old), new, fillvalue=""))  # type: ignore[arg-type]

    async def _lines(self, naming: Naming, items: Sequence[str]) -> list[int]:
        """Line numbers of items; the same item twice is two lines, and one that is in no line a negative number."""
        query = select(OrderLine.line_no, OrderLine.sku_id).where(
            OrderLine.shop_id == SHOP, OrderLine.order_id == str(naming.arguments["order_id"])
        )
        left = list(await self._session.execute(query.order_by(OrderLine.line_no)))
        found: list[int] = []
        for place, item in enumerate(items, start=1):
            entry = next((entry for entry in left if entry[1] == item), None)
            if entry is not None:
                left.remove(entry)
            found.append(entry[0] if entry else -place)
            naming.items[found[-1]] = item
        return found
