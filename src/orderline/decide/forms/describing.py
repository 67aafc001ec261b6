"""What a caller says of a thing so that it is known from others like it: "the *black* toothbrush"."""

from __future__ import annotations

from collections.abc import Iterator

from orderline.decide.forms.ground import Ground
from orderline.events.book import BookLine
from orderline.events.meaning import Entity, EntityKind, Role

Described = tuple[Entity, tuple[Entity, ...]]
"""A product that was named, and the options said of it as it is now."""


def described(ground: Ground) -> Iterator[Described]:
    """Every product named, with the options that stand right before it.

    Where the form asks for nothing that an item should become, an option that is wanted describes as well.
    """
    becomes = any(slot.name == "targets" for slot in ground.form.slots)
    telling = {Role.ANY, Role.FROM} if becomes else {Role.ANY, Role.FROM, Role.TO}
    for said in ground.heard:
        before: list[Entity] = []
        for entity in said:
            if entity.kind is EntityKind.OPTION and entity.role in telling:
                before.append(entity)
            elif entity.kind is EntityKind.PRODUCT and entity.role in (Role.ANY, Role.FROM):
                yield entity, tuple(before)
                before = []


def most_alike(lines: list[BookLine], options: tuple[Entity, ...]) -> list[BookLine]:
    """The lines that have most of the options; none where no line has any."""
    most = max((likeness(line, options) for line in lines), default=0)
    return [line for line in lines if most and likeness(line, options) == most]


def likeness(line: BookLine, options: tuple[Entity, ...]) -> int:
    """How many of the options the line has, by any of their readings."""
    held = {f"{name}={value}".casefold() for name, value in line.options}
    return sum(any(r.casefold() in held for r in (one.value, *one.alternatives)) for one in options)
