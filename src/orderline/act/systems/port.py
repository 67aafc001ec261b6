"""The port of an outside system: it is told something under a key, and says what it calls it.

There is one port for each of `SYSTEMS`. Which operations each knows, and what a message of each says, stands in its own
module (`erp`, `wms`, `crm`, `payment`, `carrier`). Called from delivery threads only, never from the event loop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from orderline.errors import OrderlineError

SYSTEMS = ("erp", "wms", "crm", "payment", "carrier")


class SystemDown(OrderlineError):
    """The system does not answer now, or is overloaded. It will be told again."""


class SystemRefuses(OrderlineError):
    """The system understood and says no; telling it again cannot help. A person has to look."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a system is told."""

    shop_id: str
    key: str
    """Idempotency key: told twice under one key is told once."""
    system: str
    operation: str
    order_id: str | None
    body: Mapping[str, Any]
    """JSON values. May hold personal data: it is not to be logged."""


class OutsideSystem(Protocol):
    """One outside system."""

    def tell(self, message: Message) -> str:
        """Tell it; its own reference for what it was told (a ticket, a refund), the same for the same key.

        Raises:
            SystemDown: try again later. SystemRefuses: never try again.
        """
        ...
