"""What an item should become: from "large and red" to one variant on sale, for every line of the wish."""

from __future__ import annotations

from orderline.decide.forms.ground import Found, Ground
from orderline.decide.forms.resolve_lines import is_of
from orderline.decide.frame import Said
from orderline.events.book import BookLine, BookVariant, Options
from orderline.events.decision import Listed, Plain, Say
from orderline.events.meaning import Entity, EntityKind, Role
from orderline.orders.order import ItemView

VARIANT_KINDS = frozenset({EntityKind.OPTION, EntityKind.PRODUCT, EntityKind.CHOICE})
_MOST_NAMED = 5
"""Values or variants named in one question. Source: own choice: more are not remembered by ear."""


def which_variants(ground: Ground) -> Found:
    """(line number, SKU) for each chosen line; asks for the first that is not clear."""
    swaps = []
    for line in ground.chosen:
        found = variant_wanted(ground, line)
        if not isinstance(found, BookVariant):
            return found
        swaps.append((line.line_no, found.sku_id))
    said = bool(ground.of(EntityKind.OPTION, roles=(Role.TO, Role.ANY)))
    return Found(tuple(swaps), said) if swaps else Found()


def as_said(ground: Ground, sku: Plain) -> Said:
    """A variant that was picked from those offered, as if the caller had named all its options."""
    variant = next((variant for variant in ground.book.variants if variant.sku_id == sku), None)
    if variant is None:
        return ()
    options = (Entity(EntityKind.OPTION, f"{name}={value}", "", 1.0, role=Role.TO) for name, value in variant.options)
    return (Entity(EntityKind.PRODUCT, variant.product_id, "", 1.0), *options)


def variant_wanted(ground: Ground, line: BookLine, *, bare: bool = False) -> BookVariant | Found:
    """The variant that the line should become; what to ask where it is not clear. `bare`: nothing said of it is the
    same again.
    """
    variants = [variant for variant in ground.book.variants if variant.product_id == line.product_id]
    wanted = _wanted(ground, line, variants)
    about = Entity(EntityKind.PRODUCT, line.product_id, "", 1.0)
    here: dict[str, ItemView] = {"item": ItemView(line.product, 1, line.options)}
    if not wanted and not bare:
        return Found(ask="change.what_instead_of", values=here, about=about)
    fitting = [variant for variant in variants if _has(variant.options, wanted)]
    others = [variant for variant in fitting if variant.sku_id != line.sku_id]
    if not fitting:
        no_such = Say("change.no_such_variant", {"thing": line.product})
        return Found(ask="change.what_instead_of", values=here, about=about, but=(no_such,))
    exact = [variant for variant in fitting if _has(variant.options, {**dict(line.options), **wanted})]
    if exact and exact[0].in_stock:
        return exact[0]
    available = [variant for variant in others if variant.in_stock]
    if not available:
        sold_out = Say("change.sold_out", {"item": ItemView(line.product, 1, tuple(wanted.items()))})
        return Found(ask="change.what_instead_of", values=here, about=about, but=(sold_out,))
    nearest = _nearest(available, dict(line.options))
    if len(nearest) == 1 and not exact:
        return nearest[0]
    named = tuple(ItemView(line.product, 1, variant.options) for variant in nearest[:_MOST_NAMED])
    but = (Say("change.sold_out", {"item": ItemView(line.product, 1, exact[0].options)}),) if exact else ()
    offered = tuple(variant.sku_id for variant in nearest[:_MOST_NAMED])
    return Found(offered=offered, ask="change.which_variant", values={"items": Listed(named)}, about=about, but=but)


def _wanted(ground: Ground, line: BookLine, variants: list[BookVariant]) -> dict[str, str]:
    """Option name → value wanted for this line; said later counts.

    An option belongs to the product named last before it, where that product comes in it; one said before any product
    belongs to every chosen line that comes in it. What the line is already is a description, unless it is asked for.
    """
    wanted: dict[str, str] = {}
    for said in ground.heard:
        about: Entity | None = None
        for entity in said:
            if entity.kind is EntityKind.PRODUCT and entity.role is not Role.NOT:
                about = entity
            if entity.kind is not EntityKind.OPTION or entity.role in (Role.FROM, Role.NOT):
                continue
            if about is not None and not is_of(line, about) and _fits_other(ground, about, entity):
                continue
            option = _option(entity, variants)
            if option is None:
                continue
            name, value = option
            describes = entity.role is Role.ANY and (name, value) in line.options and name not in wanted
            if not describes:
                wanted[name] = value
    return wanted


def _fits_other(ground: Ground, product: Entity, option: Entity) -> bool:
    """Whether the product that was just named comes in this option: then it is that one's."""
    of_it = [v for v in ground.book.variants if v.product_id in (product.value, *product.alternatives)]
    return _option(option, of_it) is not None


def _option(entity: Entity, variants: list[BookVariant]) -> tuple[str, str] | None:
    """The option as the shop writes it, by the first reading that this product comes in."""
    held = {f"{name}={value}".casefold(): (name, value) for v in variants for name, value in v.options}
    return next(
        (held[said.casefold()] for said in (entity.value, *entity.alternatives) if said.casefold() in held), None
    )


def _has(options: Options, wanted: dict[str, str]) -> bool:
    return all(option in options for option in wanted.items())


def _nearest(variants: list[BookVariant], now: dict[str, str]) -> list[BookVariant]:
    """Those that keep most of what the item is now."""
    kept = {variant.sku_id: sum(option in variant.options for option in now.items()) for variant in variants}
    most = max(kept.values())
    return [variant for variant in variants if kept[variant.sku_id] == most]
