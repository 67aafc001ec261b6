"""Take one thing out of an order that is still here; its money goes back the way it came."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.act.services.planning import Planned, Planning
from orderline.act.services.relining import plan_lines
from orderline.orders.policy.facts import RuleKind


@dataclass(frozen=True, slots=True)
class RemoveLine:
    """Remove whole lines of an order; not all of them: that is a cancellation."""

    order_id: str
    lines: tuple[int, ...]
    """Line numbers."""

    async def plan(self, at: Planning) -> Planned:
        """See `changes.Wish`."""
        gone = tuple((line_no, 0) for line_no in self.lines)
        return await plan_lines(at, RuleKind.REMOVE_LINE, self.order_id, gone, (), None)
