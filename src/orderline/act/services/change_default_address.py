"""Where a customer's next orders go. Orders already placed stay as they are."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import update

from orderline.act.services.change import Change, Done
from orderline.act.services.change_address import own_address
from orderline.act.services.planning import NO_POLICY, Plan, Planned, Planning, verdict
from orderline.orders.policy.evaluate import evaluate
from orderline.orders.policy.facts import RuleKind
from orderline.orders.quote import Refused
from orderline.store.models import Address
from orderline.store.repositories.actions import Errand


@dataclass(frozen=True, slots=True)
class ChangeDefaultAddress:
    """Make another of the customer's addresses the default one."""

    address_id: str

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        policy = at.shelf.in_force(at.shop.id, "*", "*", at.today)
        decision = evaluate(policy, RuleKind.CHANGE_DEFAULT_ADDRESS, {}) if policy else NO_POLICY
        if stop := verdict(decision):
            return stop
        address = await own_address(at, self.address_id)
        if isinstance(address, Refused):
            return address

        async def carry_out(change: Change) -> Done | Refused:
            return await _change(change, address)

        return Plan((), decision, carry_out)


async def _change(change: Change, address: Address) -> Done:
    await change.session.execute(
        update(Address)
        .where(Address.shop_id == change.shop.id, Address.customer_id == address.customer_id, Address.id != address.id)
        .values(is_default=False)
    )
    address.is_default = True
    return Done(errands=(Errand("crm", "default_address"),), told={"default address": address.id})
