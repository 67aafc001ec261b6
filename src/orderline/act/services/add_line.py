"""Put one more thing into an order that is still here."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.act.services.planning import Planned, Planning
from orderline.act.services.relining import plan_lines
from orderline.orders.policy.facts import RuleKind


@dataclass(frozen=True, slots=True)
class AddLine:
    """Add a variant to an order."""

    order_id: str
    sku_id: str
    quantity: int = 1
    method_id: str | None = None
    """What pays for it; None: the method that paid, where there is one."""

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        added = ((self.sku_id, self.quantity),)
        return await plan_lines(at, RuleKind.ADD_LINE, self.order_id, (), added, self.method_id)
