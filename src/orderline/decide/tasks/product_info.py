"""What the shop sells of a product: how many variants, their prices, and whether they are there. Anyone may ask."""

from __future__ import annotations

from orderline.decide.forms.currency import currency_of
from orderline.decide.forms.form import ReadForm, Slot
from orderline.decide.forms.ground import Found, Ground, order_of
from orderline.events.answer import NoSuchProduct, ProductFacts, VariantFacts
from orderline.events.decision import Action, Ask, Listed, Say, Value
from orderline.events.meaning import EntityKind, Role
from orderline.events.outcome import Answered, Outcome
from orderline.events.reading import ProductInfo
from orderline.orders.order import ItemView

_MOST_NAMED = 3
"""Variants named in one answer. Source: own choice; more are not remembered by ear."""


def which_product(ground: Ground) -> Found:
    """The product named last, of several in one breath the surest; else the only one of the order under discussion."""
    for said in reversed(ground.heard):
        named = [one for one in said if one.kind is EntityKind.PRODUCT and one.role is not Role.NOT]
        if named:
            return Found(max(named, key=lambda one: one.confidence).value, said=True)
    order = order_of(ground.book, ground.state.focus)
    held = {line.product_id for line in order.lines} if order is not None else set()
    return Found(held.pop()) if len(held) == 1 else Found()


def _request(ground: Ground) -> Ask:
    return Ask(ProductInfo(str(ground["product"]), currency_of(ground)))


def _tell(ground: Ground, outcome: Outcome | None) -> tuple[Action, ...] | None:
    match outcome:
        case Answered(ProductFacts() as facts):
            return _told(ground, facts) if facts.variants else (Say("product_info.not_sold", {"thing": facts.name}),)
        case Answered(NoSuchProduct()):
            return (Say("product_info.no_such"),)
        case _:
            return None


def _told(ground: Ground, facts: ProductFacts) -> tuple[Say, ...]:
    """One variant where the words name one; else how many there are, and some that are there."""
    wanted = _wanted(ground, facts)
    fitting = tuple(one for one in facts.variants if wanted <= set(one.options))
    if not fitting:
        return (Say("product_info.not_like_that", {"thing": facts.name}), *_all(facts, facts.variants))
    if len(fitting) > 1:
        return _all(facts, fitting)
    one = fitting[0]
    key = "product_info.in_stock" if one.in_stock else "product_info.sold_out"
    return (Say(key, {"item": ItemView(facts.name, 1, one.options), "price": one.price}),)


def _wanted(ground: Ground, facts: ProductFacts) -> set[tuple[str, str]]:
    """The options that were named, of those that this product comes in at all."""
    held = {f"{name}={value}".casefold(): (name, value) for one in facts.variants for name, value in one.options}
    said = [(entity.value, *entity.alternatives) for entity in ground.of(EntityKind.OPTION)]
    return {held[r.casefold()] for readings in said for r in readings[:1] if r.casefold() in held}


def _all(facts: ProductFacts, variants: tuple[VariantFacts, ...]) -> tuple[Say, ...]:
    there = tuple(one for one in variants if one.in_stock)
    if not there:
        return (Say("product_info.all_sold_out", {"thing": facts.name}),)
    prices = sorted((one.price for one in there), key=lambda price: price.minor_units)
    values: dict[str, Value] = {"thing": facts.name, "count": len(there), "least": prices[0], "most": prices[-1]}
    key = "product_info.some" if prices[0] != prices[-1] else "product_info.some_one_price"
    named = Listed(tuple(ItemView(facts.name, 1, one.options) for one in there[:_MOST_NAMED]))
    example = "product_info.they_are" if len(there) <= _MOST_NAMED else "product_info.for_example"
    return (Say(key, values), Say(example, {"items": named}))


_PRODUCT = frozenset({EntityKind.PRODUCT})
PRODUCT_INFO = ReadForm(
    name="product_info",
    slots=(
        Slot("product", which_product, _PRODUCT, _PRODUCT, "product_info.ask_product", "product_info.product_hint"),
    ),
    values=lambda ground: {},
    anyone=True,
    request=_request,
    tell=_tell,
)
