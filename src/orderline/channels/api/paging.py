"""Pages of what is read out: each goes on from a cursor, which says where the one before ended."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

from orderline.channels.api.problems import ApiRefusal, ApiRefused

MOST = 200
"""Records of one page."""
LONGEST_CURSOR = 400
Limit = Annotated[int, Query(ge=1, le=MOST, description="records of one page")]
Cursor = Annotated[str, Query(max_length=LONGEST_CURSOR, description="`next` of the page before")]
T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """Some records, and where to go on."""

    items: list[T]
    next: str | None
    """The cursor of the next page; null: this was the last for now."""


def page(found: Sequence[tuple[T, tuple[Any, ...]]], limit: int) -> Page[T]:
    """A page from one record more than it holds."""
    goes_on = len(found) > limit
    mark = json.dumps(found[limit - 1][1]).encode() if goes_on else b""
    return Page(
        items=[item for item, _ in found[:limit]],
        next=base64.urlsafe_b64encode(mark).decode() if goes_on else None,
    )


def place(cursor: str, *start: Any) -> tuple[Any, ...]:
    """Where a cursor goes on; `start` without one, and for the kinds of its parts."""
    if not cursor:
        return start
    try:
        found = json.loads(base64.b64decode(cursor, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise ApiRefused(ApiRefusal.BAD_CURSOR) from None
    fits = isinstance(found, list) and [type(part) for part in found] == [type(part) for part in start]
    if not fits or any(not part.isprintable() if isinstance(part, str) else abs(part) > 2**53 for part in found):
        raise ApiRefused(ApiRefusal.BAD_CURSOR)
    return tuple(found)
