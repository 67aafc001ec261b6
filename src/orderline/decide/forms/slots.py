"""The slots that many tasks share, ready to be put into a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from orderline.decide.forms.form import Slot
from orderline.decide.forms.ground import Found, Ground
from orderline.decide.forms.resolve_lines import LINE_KINDS, item, together, which_lines
from orderline.decide.forms.resolve_order import ANY_STATE, ORDER_KINDS, tail, which_order
from orderline.decide.forms.resolve_simple import one_of, which_method
from orderline.decide.forms.resolve_variants import VARIANT_KINDS, as_said, which_variants
from orderline.events.book import BookLine
from orderline.events.decision import Listed, Value
from orderline.events.meaning import EntityKind
from orderline.orders.order import ItemView, OrderState

_ORDER_PARTS = ("lines", "targets", "quantity", "method")


def order_slot(task: str, states: frozenset[OrderState], *, each: bool = False) -> Slot:
    """The order, `Ground.order`; those in `states` are preferred. `each`: "both" makes a wish of each."""
    return Slot(
        name="order",
        resolve=which_order(states),
        kinds=ORDER_KINDS,
        corrected_by=ORDER_KINDS - {EntityKind.CHOICE, EntityKind.DIGITS},
        ask=f"{task}.ask_order",
        hint="change.order_hint",
        clears=_ORDER_PARTS,
        each=each,
    )


def named_order_slot(task: str) -> Slot:
    """An order that the caller names; one they do not name is not asked for: the answer is then of all."""
    return replace(order_slot(task, ANY_STATE), resolve=_named_order, always=False)


def _named_order(ground: Ground) -> Found:
    found = which_order(ANY_STATE)(ground)
    return found if found.said else Found()


def lines_slot(task: str) -> Slot:
    """The items, `Ground.chosen`: a tuple of line numbers."""
    return Slot(
        name="lines",
        resolve=which_lines,
        kinds=LINE_KINDS,
        corrected_by=frozenset({EntityKind.PRODUCT}),
        ask=f"{task}.ask_lines",
        hint="change.item_hint",
        clears=("targets", "quantity"),
        together=together,
    )


def targets_slot(task: str) -> Slot:
    """What each chosen line becomes: a tuple of (line number, SKU)."""
    return Slot(
        name="targets",
        resolve=which_variants,
        kinds=VARIANT_KINDS,
        corrected_by=frozenset({EntityKind.OPTION}),
        ask="change.what_instead_of",
        hint="change.variant_hint",
        whole=True,
        as_said=as_said,
    )


def method_slot() -> Slot:
    """A payment method of the caller's; asked for only where the service cannot tell which."""
    kinds = frozenset({EntityKind.METHOD})
    return Slot("method", which_method, kinds, kinds, "change.which_method", hint="change.method_hint", always=False)


def reason_slot(task: str) -> Slot:
    """Why: a code of `orders.policy.facts.REASONS`; asked for only where the policy depends on it."""
    kinds = frozenset({EntityKind.REASON})
    return Slot(
        "reason",
        one_of(EntityKind.REASON),
        kinds,
        kinds,
        "change.ask_reason",
        hint=f"{task}.reason_hint",
        keypad=f"{task}.reason_choices",
        always=False,
        default="other",
    )


def condition_slot() -> Slot:
    """In what condition the goods are; asked for only where the policy depends on it."""
    kinds = frozenset({EntityKind.CONDITION})
    return Slot(
        "condition",
        one_of(EntityKind.CONDITION),
        kinds,
        kinds,
        "change.ask_condition",
        hint="change.condition_hint",
        keypad="change.condition_choices",
        always=False,
    )


def order_values(ground: Ground) -> Mapping[str, Value]:
    """`number` (its end) and `items` (all of the order's, or the chosen ones), where they are known."""
    order = ground.order
    if order is None:
        return {}
    return {"number": tail(order), "items": Listed(tuple(item(line) for line in ground.chosen))}


def swap_values(ground: Ground) -> Mapping[str, Value]:
    """With `new_items`: what the chosen lines become."""
    targets = ground["targets"]
    pairs = [pair for pair in targets if isinstance(pair, tuple)] if isinstance(targets, tuple) else []
    skus = {line_no: str(sku) for line_no, sku in pairs}
    new = tuple(_became(ground, line, skus[line.line_no]) for line in ground.chosen if line.line_no in skus)
    return {**order_values(ground), "new_items": Listed(new)}


def _became(ground: Ground, line: BookLine, sku: str) -> ItemView:
    variant = next((variant for variant in ground.book.variants if variant.sku_id == sku), None)
    return ItemView(line.product, line.quantity, variant.options if variant is not None else ())
