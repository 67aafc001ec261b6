"""How many pieces: one number for every chosen line, or each line's own where several are said."""

from __future__ import annotations

from orderline.decide.forms.form import Slot
from orderline.decide.forms.ground import Found, Ground
from orderline.decide.forms.resolve_lines import is_of
from orderline.events.book import BookLine
from orderline.events.meaning import Entity, EntityKind, Role

_COUNTS = frozenset({EntityKind.QUANTITY, EntityKind.DIGITS})
MOST = 999
"""Largest number of pieces taken for one. Source: `understand.numbers.quantities`: a longer number is a code."""


def quantity_slot(task: str) -> Slot:
    """The pieces of the chosen lines: a tuple of (line number, pieces)."""
    return Slot(
        name="quantity",
        resolve=_quantities,
        kinds=_COUNTS,
        corrected_by=frozenset({EntityKind.QUANTITY}),
        ask=f"{task}.ask_quantity",
        hint=f"{task}.quantity_hint",
        whole=True,
    )


def pieces_of(ground: Ground) -> dict[int, int]:
    """Line number → pieces, as the slot `quantity` holds them."""
    pairs = ground["quantity"]
    found = [pair for pair in pairs if isinstance(pair, tuple)] if isinstance(pairs, tuple) else []
    return {line_no: pieces for line_no, pieces in found if isinstance(line_no, int) and isinstance(pieces, int)}


def counts_said(ground: Ground) -> tuple[int, ...]:
    """Every number of pieces that is wanted, in the order said; a bare number counts where one was asked for."""
    counts = [entity.value for entity in ground.of(EntityKind.QUANTITY, roles=(Role.ANY, Role.TO))]
    if not counts and ground.frame.asking == "quantity":
        counts = [entity.value for entity in ground.of(EntityKind.DIGITS)]
    return tuple(int(count) for count in counts if count.isdigit() and int(count) <= MOST)


def _quantities(ground: Ground) -> Found:
    counts = counts_said(ground)
    if not counts or not ground.chosen:
        return Found()
    own = {line.line_no: _own(ground, line) for line in ground.chosen}
    several = len(ground.chosen) > 1 and len(set(counts)) > 1
    pieces = tuple((line_no, (own[line_no] if several else None) or counts[-1]) for line_no in own)
    return Found(pieces, said=True)


def _own(ground: Ground, line: BookLine) -> int | None:
    """The number said right before or right after the line's product: "two lamps", "the lamp to two"."""
    found: int | None = None
    for said in ground.heard:
        for at, entity in enumerate(said):
            if entity.kind is EntityKind.PRODUCT and is_of(line, entity):
                found = _beside(said, at) or found
    return found


def _beside(said: tuple[Entity, ...], at: int) -> int | None:
    """The number before the product where the first number comes before the first product, else the one after it."""
    named = [
        entity
        for entity in said
        if entity.kind is EntityKind.PRODUCT
        or (entity.kind is EntityKind.QUANTITY and entity.role is not Role.FROM and entity.value.isdigit())
    ]
    place = named.index(said[at]) + (-1 if named[0].kind is EntityKind.QUANTITY else 1)
    beside = named[place] if 0 <= place < len(named) else None
    return int(beside.value) if beside is not None and beside.kind is EntityKind.QUANTITY else None
