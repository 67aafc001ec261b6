"""Make it two instead of three: stock and totals move, coupons are checked again."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.act.services.planning import Planned, Planning
from orderline.act.services.relining import plan_lines
from orderline.orders.policy.facts import RuleKind


@dataclass(frozen=True, slots=True)
class ChangeQuantity:
    """Change how many pieces lines have."""

    order_id: str
    quantities: tuple[tuple[int, int], ...]
    """(line number, pieces)"""
    method_id: str | None = None
    """What pays for more; None: the method that paid, where there is one."""

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        return await plan_lines(at, RuleKind.CHANGE_QUANTITY, self.order_id, self.quantities, (), self.method_id)
