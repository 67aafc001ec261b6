"""Which items of the order are meant: by thing, by what it looks like now, all, all but, or the only one."""

from __future__ import annotations

from orderline.decide.forms.describing import described, most_alike
from orderline.decide.forms.ground import Found, Ground
from orderline.events.book import BookLine
from orderline.events.decision import Listed, Plain
from orderline.events.meaning import Entity, EntityKind, Role
from orderline.orders.order import ItemView

LINE_KINDS = frozenset({EntityKind.PRODUCT, EntityKind.OPTION, EntityKind.CHOICE})


def which_lines(ground: Ground) -> Found:
    """Line numbers, in the order's own order."""
    lines = ground.order.lines if ground.order is not None else ()
    if not lines:
        return Found()
    kept = [
        line for entity in ground.of(EntityKind.PRODUCT, roles=(Role.NOT,)) for line in lines if is_of(line, entity)
    ]
    if kept and not ground.of(EntityKind.PRODUCT, roles=(Role.ANY, Role.FROM)):
        return _found(tuple(line for line in lines if line not in kept), said=True)
    if any(choice.value in ("all", "both") for choice in ground.of(EntityKind.CHOICE)):
        return _found(lines, said=True)
    chosen: list[BookLine] = []
    for product, options in described(ground):
        same = [line for line in lines if is_of(line, product) and line not in kept]
        fitting = most_alike(same, options) or [line for line in same if _looks(ground, line)] or same
        if len(fitting) > 1 and len({line.sku_id for line in fitting}) > 1:
            return _ask(tuple(fitting))
        chosen += fitting[:1] if len(fitting) > 1 and not _several(ground) else fitting
    if chosen:
        return _found(tuple(line for line in lines if line in chosen), said=True)
    looking = tuple(line for line in lines if _looks(ground, line))
    if len(looking) == 1:
        return _found(looking, said=True)
    return _found(lines, said=False) if len(lines) == 1 else _ask(lines)


def together(offered: tuple[Plain, ...]) -> Plain:
    """Several offered lines as one value."""
    return tuple(number for value in offered if isinstance(value, tuple) for number in value)


def is_of(line: BookLine, product: Entity) -> bool:
    """Whether the line is of the product named, by any of its readings."""
    return line.product_id in (product.value, *product.alternatives)


def _looks(ground: Ground, line: BookLine) -> bool:
    """Whether it has an option that the caller says it has now; what is wanted instead does not count."""
    becomes = any(slot.name == "targets" for slot in ground.form.slots)
    now = (Role.FROM,) if becomes else (Role.FROM, Role.ANY)
    held = {f"{name}={value}".casefold() for name, value in line.options}
    return any(entity.value.casefold() in held for entity in ground.of(EntityKind.OPTION, roles=now))


def _several(ground: Ground) -> bool:
    return any(entity.value in ("all", "both") for entity in ground.of(EntityKind.CHOICE))


def _found(lines: tuple[BookLine, ...], *, said: bool) -> Found:
    return Found(tuple(line.line_no for line in lines), said) if lines else Found()


def _ask(lines: tuple[BookLine, ...]) -> Found:
    return Found(
        offered=tuple((line.line_no,) for line in lines),
        ask="change.which_item",
        values={"items": Listed(tuple(item(line) for line in lines))},
    )


def item(line: BookLine) -> ItemView:
    """A line as it is spoken."""
    return ItemView(line.product, line.quantity, line.options)
