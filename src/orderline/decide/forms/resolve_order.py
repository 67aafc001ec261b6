"""Which order is meant: by number, thing, day, channel, "the other one", the one under discussion, or the only one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from orderline.decide.forms.describing import described, likeness
from orderline.decide.forms.ground import Found, Ground
from orderline.events.book import BookLine, BookOrder
from orderline.events.decision import Digits, Listed, Say, Value
from orderline.events.meaning import Entity, EntityKind, Role
from orderline.orders.order import OrderState, Text

BEFORE_SHIPPING = frozenset({OrderState.AWAITING_PAYMENT, OrderState.PAID, OrderState.PREPARING, OrderState.PACKED})
ARRIVED = frozenset({OrderState.DELIVERED})
ANY_STATE = frozenset(OrderState)

ORDER_KINDS = frozenset(
    {
        EntityKind.ORDER_NUMBER,
        EntityKind.DIGITS,
        EntityKind.PRODUCT,
        EntityKind.DATE,
        EntityKind.CHANNEL,
        EntityKind.CHOICE,
    }
)
SPOKEN_DIGITS = 4
"""Digits of an order number that are spoken. Source: reference/mission M56."""
_MOST_NAMED = 4
"""Orders named in one question. Source: own choice: more are not remembered by ear."""


def which_order(states: frozenset[OrderState]) -> Callable[[Ground], Found]:
    """A resolver that prefers orders in `states`: those in which the wish can be done at all."""

    def resolve(ground: Ground) -> Found:
        orders = ground.book.orders
        if not orders:
            return Found(but=(Say("change.no_orders"),))
        fitting, said, missed = by_words(ground, orders)
        if missed is not None:
            return Found(but=(missed,))
        now = ground["order"]
        if said and any(order.order_id == now for order in fitting):
            return Found(now, said=True)
        if not said:
            focus = next((order for order in orders if order.order_id == ground.state.focus), None)
            if focus is not None and (focus.state in states or all(order.state not in states for order in orders)):
                return Found(focus.order_id)
        allowed = tuple(order for order in fitting if order.state in states) or fitting
        allowed = _as_labelled(ground, _as_described(ground, allowed))
        if len(allowed) == 1:
            return Found(allowed[0].order_id, said)
        return ask_which(allowed)

    return resolve


def without_things(ground: Ground) -> Ground:
    """The same words but for the products in them: what names the order otherwise."""
    heard = tuple(tuple(one for one in said if one.kind is not EntityKind.PRODUCT) for said in ground.heard)
    return replace(ground, heard=heard)


def by_words(ground: Ground, orders: tuple[BookOrder, ...]) -> tuple[tuple[BookOrder, ...], bool, Say | None]:
    """The orders that the words name, whether they name any, and what to say where they name none there is."""
    fitting, said = orders, False
    for number in ground.of(EntityKind.ORDER_NUMBER, EntityKind.DIGITS):
        named = tuple(order for order in fitting if _has_number(order, number))
        if named:
            fitting, said = named, True
        elif number.kind is EntityKind.ORDER_NUMBER:
            return fitting, True, Say("change.no_such_order")
    products = ground.of(EntityKind.PRODUCT, roles=(Role.ANY, Role.FROM))
    named = tuple(order for order in fitting if any(_has_product(order, product) for product in products))
    if products and not named and ground["order"] is None:
        return fitting, True, Say("change.no_such_product")
    if named:
        most = max(sum(_has_product(order, product) for product in products) for order in named)
        named = tuple(o for o in named if sum(_has_product(o, product) for product in products) == most)
        fitting, said = named, True
    for narrowed in (_by_day(ground, fitting), _by_channel(ground, fitting), _by_option(ground, fitting)):
        kept = tuple(order for order in fitting if order in narrowed)
        if narrowed and kept:
            fitting, said = kept, True
    for choice in ground.of(EntityKind.CHOICE):
        if choice.value == "last" and not ground.frame.offered:
            fitting, said = fitting[:1], True
        elif choice.value == "other" and len(fitting) > 1:
            others = tuple(order for order in fitting if order.order_id != ground.state.focus)
            fitting, said = others, len(others) < len(fitting)
    return fitting, said, None


def _as_labelled(ground: Ground, orders: tuple[BookOrder, ...]) -> tuple[BookOrder, ...]:
    """Of the orders offered the one that the answer calls by the thing it was offered by."""
    if len(orders) < 2 or ground.frame.asking != "order" or not ground.frame.offered or not ground.heard:
        return orders
    named = [entity for entity in ground.heard[-1] if entity.kind is EntityKind.PRODUCT]
    labels = {order.order_id: _own_line(order, orders) for order in orders[:_MOST_NAMED]}
    called = tuple(
        order
        for order in orders
        if (line := labels.get(order.order_id)) is not None and any(_is_of(line, entity) for entity in named)
    )
    return called if len(called) == 1 else orders


def _as_described(ground: Ground, orders: tuple[BookOrder, ...]) -> tuple[BookOrder, ...]:
    """Of orders with the same things those in which they look most like what was said."""
    if len(orders) < 2:
        return orders
    named = tuple(described(ground))
    alike = {
        order.order_id: sum(
            max((likeness(line, options) for line in order.lines if _is_of(line, product)), default=0)
            for product, options in named
        )
        for order in orders
    }
    return tuple(order for order in orders if alike[order.order_id] == max(alike.values()))


def _is_of(line: BookLine, product: Entity) -> bool:
    return line.product_id in _readings(product)


def _has_number(order: BookOrder, number: Entity) -> bool:
    held = _digits(order.number)
    return any(len(said) >= SPOKEN_DIGITS and held.endswith(said) for said in map(_digits, _readings(number)))


def _has_product(order: BookOrder, product: Entity) -> bool:
    """By the best reading, or by another where this caller never bought the best."""
    return any(line.product_id in _readings(product) for line in order.lines)


def _by_day(ground: Ground, orders: Iterable[BookOrder]) -> tuple[BookOrder, ...]:
    """Placed on that day, or else delivered on it."""
    for entity in ground.of(EntityKind.DATE):
        first, _, last = entity.value.partition("/")
        try:
            days = date.fromisoformat(first), date.fromisoformat(last or first)
        except ValueError:
            continue
        placed = tuple(order for order in orders if days[0] <= order.placed_on <= days[1])
        arrived = tuple(order for order in orders if order.delivered_on and days[0] <= order.delivered_on <= days[1])
        return placed or arrived
    return ()


def _by_channel(ground: Ground, orders: Iterable[BookOrder]) -> tuple[BookOrder, ...]:
    channels = {entity.value for entity in ground.of(EntityKind.CHANNEL)}
    return tuple(order for order in orders if order.channel.value in channels)


def _by_option(ground: Ground, orders: Iterable[BookOrder]) -> tuple[BookOrder, ...]:
    """With what the caller says it is now: "the *blue* one"."""
    now = {entity.value.casefold() for entity in ground.of(EntityKind.OPTION, roles=(Role.FROM,))}
    return tuple(
        order
        for order in orders
        if any(f"{name}={value}".casefold() in now for line in order.lines for name, value in line.options)
    )


def ask_which(orders: tuple[BookOrder, ...]) -> Found:
    """The question that tells these orders apart by the least: their things, else their days, else their numbers."""
    named = orders[:_MOST_NAMED]
    offered = tuple(order.order_id for order in named)
    things = [_own_thing(order, named) for order in named]
    days = [order.placed_on for order in named]
    if len(named) == 2 and things[0] != things[1]:
        values: dict[str, Value] = {"first": things[0], "second": things[1]}
        return Found(offered=offered, ask="change.which_of_two", values=values)
    if len(set(things)) == len(things):
        return Found(offered=offered, ask="change.which_thing", values={"things": Listed(tuple(things))})
    if len(set(days)) == len(days):
        values = {"thing": things[0], "days": Listed(tuple(days))}
        return Found(offered=offered, ask="change.which_day", values=values)
    tails = Listed(tuple(tail(order) for order in named))
    return Found(offered=offered, ask="change.which_number", values={"numbers": tails})


def _own_thing(order: BookOrder, among: tuple[BookOrder, ...]) -> Text:
    line = _own_line(order, among)
    return line.product if line is not None else Text("order", "订单")


def _own_line(order: BookOrder, among: tuple[BookOrder, ...]) -> BookLine | None:
    """A line of a thing that only this one of the orders has; else its first."""
    elsewhere = {line.product_id for other in among if other is not order for line in other.lines}
    own = next((line for line in order.lines if line.product_id not in elsewhere), None)
    return own or next(iter(order.lines), None)


def tail(order: BookOrder) -> Digits:
    """The end of its number, as spoken."""
    return Digits(order.number[-SPOKEN_DIGITS:])


def _readings(entity: Entity) -> tuple[str, ...]:
    return (entity.value, *entity.alternatives)


def _digits(number: str) -> str:
    return "".join(character for character in number if character.isdigit())
