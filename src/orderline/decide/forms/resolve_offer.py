"""Something to buy: a variant of a product the caller has bought before, by its name and what it should be like."""

from __future__ import annotations

from orderline.decide.forms.form import Slot
from orderline.decide.forms.ground import Found, Ground
from orderline.decide.forms.resolve_variants import VARIANT_KINDS, as_said, variant_wanted
from orderline.events.book import BookLine, BookVariant
from orderline.events.decision import Say, Value
from orderline.events.meaning import Entity, EntityKind, Role
from orderline.orders.order import ItemView


def sku_slot(task: str) -> Slot:
    """The SKU that is wanted."""
    return Slot(
        name="sku",
        resolve=_which_sku,
        kinds=VARIANT_KINDS,
        corrected_by=frozenset({EntityKind.PRODUCT, EntityKind.OPTION}),
        ask=f"{task}.ask_product",
        hint=f"{task}.product_hint",
        whole=True,
        as_said=as_said,
    )


def offered_item(ground: Ground, pieces: int = 1) -> dict[str, Value]:
    """`new_item`: what the slot `sku` holds, as it is spoken."""
    variant = next((one for one in ground.book.variants if one.sku_id == ground["sku"]), None)
    line = bought(ground, variant.product_id) if variant is not None else None
    if variant is None or line is None:
        return {}
    return {"new_item": ItemView(line.product, pieces, variant.options)}


def bought(ground: Ground, product_id: str) -> BookLine | None:
    """The newest line of that product in the caller's book."""
    lines = (line for order in ground.book.orders for line in order.lines)
    return next((line for line in lines if line.product_id == product_id), None)


def product_added(ground: Ground) -> Entity | None:
    """The product that is wanted, of those named: the one that is in no order still here; else the one said where the
    language says it: English first, Chinese last.
    """
    said = next((said for said in ground.heard if any(entity.kind is EntityKind.PRODUCT for entity in said)), ())
    named = [entity for entity in said if entity.kind is EntityKind.PRODUCT and entity.role is not Role.NOT]
    order = ground.order
    here = {line.product_id for line in order.lines} if order is not None else set()
    new = [entity for entity in named if entity.value not in here]
    wanted = new if len(new) == 1 else named
    return (wanted[-1] if ground.state.language == "zh" else wanted[0]) if wanted else None


def _which_sku(ground: Ground) -> Found:
    product = product_added(ground)
    if product is None:
        return Found()
    line = next((one for reading in (product.value, *product.alternatives) if (one := bought(ground, reading))), None)
    if line is None:
        return Found(but=(Say("add_line.not_known"),))
    found = variant_wanted(ground, line, bare=True)
    return Found(found.sku_id, said=True) if isinstance(found, BookVariant) else found
