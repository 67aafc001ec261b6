"""Names of things. `NewType`s, so that a call's id is never passed where an order's number belongs."""

from __future__ import annotations

from typing import Literal, NewType

ShopId = NewType("ShopId", str)
CallId = NewType("CallId", str)
"""22 URL-safe characters, random; one a call, from the first ring to the last word."""
CustomerId = NewType("CustomerId", str)
OrderId = NewType("OrderId", str)
"""Our own key of an order; may be logged."""
OrderNumber = NewType("OrderNumber", str)
"""The number the shop gave the caller: personal, spoken and shown by its last four digits only."""

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
