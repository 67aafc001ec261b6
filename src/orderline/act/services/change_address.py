"""Send an order somewhere else: at once while it is here, by a redirection once the carrier has it."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.act.services.change import Change, Done
from orderline.act.services.facts import order_facts
from orderline.act.services.planning import Plan, Planned, Planning, judge, refuse, verdict
from orderline.act.services.writer import UNKNOWN_ORDER
from orderline.orders.identifiers import OrderId
from orderline.orders.policy.facts import RuleKind
from orderline.orders.quote import Refusal, Refused
from orderline.store.models import Address
from orderline.store.repositories.actions import Errand
from orderline.store.repositories.changeable import ChangeableOrder, changeable

TAIL = 4


@dataclass(frozen=True, slots=True)
class ChangeAddress:
    """Send the order to another of the customer's addresses (see `addresses.keep_address`)."""

    order_id: str
    address_id: str

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        order = await changeable(at.session, at.shop, OrderId(self.order_id), at.customer_id)
        if order is None:
            return UNKNOWN_ORDER
        decision = judge(at, order, RuleKind.CHANGE_ADDRESS, await order_facts(at, order))
        if stop := verdict(decision):
            return stop
        address = await own_address(at, self.address_id)
        if isinstance(address, Refused):
            return address

        async def carry_out(change: Change) -> Done | Refused:
            return _change(order, address, "carrier" if "carrier" in decision.terms.tickets else "wms")

        return Plan((OrderId(self.order_id),), decision, carry_out)


async def own_address(at: Planning, address_id: str) -> Address | Refused:
    """An address of this caller's, by its key."""
    address = await at.session.get(Address, (at.shop.id, address_id))
    if address is None or address.customer_id != at.customer_id:
        return refuse(Refusal.BAD_ADDRESS, "which address should that be?", "要改到哪个地址呢？")
    return address


def _change(order: ChangeableOrder, address: Address, system: str) -> Done:
    row = order.order
    was, row.address_id = row.address_id, address.id
    row.postcode = "".join(address.postcode.upper().split()) if address.postcode else None
    row.phone_tail = address.phone[-TAIL:] if address.phone else row.phone_tail
    told = {"address": {"was": was, "is": address.id}}
    return Done(
        errands=(Errand(system, "redirect", {"address": address.id}), Errand("erp", "order_changed")), told=told
    )
