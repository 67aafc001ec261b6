"""An entity with where it stands, while a sentence is being read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from orderline.events.meaning import Entity


@dataclass(frozen=True, slots=True)
class Found:
    """An entity and its span in the normalised text."""

    entity: Entity
    start: int
    end: int


def free(found: Iterable[Found], start: int, end: int) -> bool:
    """Whether no entity covers any of a span."""
    return all(one.end <= start or one.start >= end for one in found)
