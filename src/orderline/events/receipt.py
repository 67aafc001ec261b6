"""On whose word a change is made: what every write takes along, and the audit keeps."""

from __future__ import annotations

from dataclasses import dataclass

from orderline.orders.identifiers import CallId, CustomerId


@dataclass(frozen=True, slots=True)
class Authority:
    """Who acts, for whom, how that was verified, and where the yes can be heard."""

    actor: str
    """`line`, `desk:<agent>`, `api:<key>`: who carries it out."""
    customer_id: CustomerId
    """For whom: only this customer's orders can be changed."""
    verified: tuple[str, ...] = ()
    """The factors that matched: `order_number`, `phone_tail`, `postcode`, `code`."""
    level: int = 1
    """Identity level: 1 two factors, 2 a code sent to the customer as well, 3 a person checked."""
    call_id: CallId | None = None
    yes_at_ms: int | None = None
    """Where in the call's recording the caller says yes, in milliseconds; None outside calls."""
