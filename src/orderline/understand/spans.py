"""Where in a sentence its entities stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from orderline.events.meaning import Entity


@dataclass(frozen=True, slots=True)
class Placed:
    """An entity and its place: `text[start:end]` are its words; -1, -1 where they do not stand in the sentence."""

    entity: Entity
    start: int
    end: int


def place(text: str, entities: Iterable[Entity]) -> tuple[Placed, ...]:
    """Every entity with its place, in the order said; the same words said twice are two places."""
    taken: set[tuple[str, str, int]] = set()
    placed = []
    for entity in entities:
        words = entity.text.lower()
        at = text.find(words) if words else -1
        while at >= 0 and (entity.kind, words, at) in taken:
            at = text.find(words, at + 1)
        taken.add((entity.kind, words, at))
        placed.append(Placed(entity, at, at + len(words) if at >= 0 else -1))
    return tuple(sorted(placed, key=lambda one: (one.start, one.end)))
