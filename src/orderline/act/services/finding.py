"""From orders that may be meant to an answer: ranked, and where several fit, by what they differ."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from orderline.events.answer import Difference, DifferingFact, FoundCandidate, FoundOrders, OrderSummary
from orderline.events.reading import Described
from orderline.orders.finding.differ import CLEARLY_BEST, LEAST, contenders, tells_apart
from orderline.orders.finding.score import Clues, Findable, best_thing, scores, thing
from orderline.orders.order import ItemView, Text
from orderline.store.repositories.finding import OrderHead, SoldItem, Within, items_of
from orderline.store.repositories.shops import ShopFacts

MOST_CANDIDATES = 5
"""More than a caller can choose from by ear."""
NOT_NEWEST = 0.5
"""What an older order that fits as well is worth, where the newest was asked for. Our own judgement."""
AROUND_DAYS = 7
"""How far from the days that were named an order is still looked for: people mix up weeks at most."""


def clues_of(described: Described) -> Clues:
    """What was said, in the shape that is scored."""
    days = (described.first_day or described.last_day, described.last_day or described.first_day)
    first, last = days
    span = None if first is None or last is None else (min(first, last), max(first, last))
    return Clues(described.words, described.options, span, described.channel, described.number_tails)


def days_at(shop: ShopFacts, days: tuple[date, date], around: int = 0) -> Within:
    """The instants of these days at the shop, and of `around` days on either side."""
    zone = ZoneInfo(shop.timezone)
    first, last = days[0] - timedelta(days=around), days[1] + timedelta(days=around + 1)
    return Within(datetime.combine(first, time(), zone), datetime.combine(last, time(), zone))


async def ranked(
    session: AsyncSession, shop: ShopFacts, described: Described, orders: Sequence[OrderHead]
) -> FoundOrders:
    """Score the orders that may be meant, and keep the best."""
    unique = list({order.order_id: order for order in orders}.values())
    items = await items_of(session, shop, unique)
    clues = clues_of(described)
    findable = {order.order_id: _findable(shop, order, items[order.order_id]) for order in unique}
    found = zip(scores(clues, list(findable.values())), unique, strict=True)
    fitting = sorted((pair for pair in found if pair[0] >= LEAST), key=lambda pair: (-pair[0], -_age(pair[1])))
    if described.newest:
        fitting = _newest_first(fitting)
    best = [
        FoundCandidate(
            summary(order, items[order.order_id]), round(score, 3), best_thing(clues, findable[order.order_id])
        )
        for score, order in fitting[:MOST_CANDIDATES]
    ]
    equal = contenders([candidate.score for candidate in best])
    return FoundOrders(tuple(best), equal, difference(shop, best[:equal]) if equal > 1 else None)


def summary(order: OrderHead, items: Sequence[SoldItem]) -> OrderSummary:
    """What a list shows of an order."""
    views = tuple(item.view for item in items)
    return OrderSummary(order.order_id, order.number, order.channel, order.placed_at, order.state, views)


def difference(shop: ShopFacts, candidates: Sequence[FoundCandidate]) -> Difference | None:
    """The fact to ask about; None where there is none that tells them apart."""
    meant = [_meant(candidate) for candidate in candidates]
    names = [item.name if item else Text("", "") for item in meant]
    options = dict.fromkeys(name for item in meant if item for name, _ in item.options)
    orders = [candidate.order for candidate in candidates]
    days = [shop.day(order.placed_at) for order in orders]
    worded: list[tuple[DifferingFact, str, list[str]]] = [
        *((DifferingFact.OPTION, name, [dict(item.options).get(name, "") if item else "" for item in meant])
          for name in options),
        (DifferingFact.CHANNEL, "", [order.channel.value for order in orders]),
        (DifferingFact.STATE, "", [order.state.value for order in orders]),
        (DifferingFact.NUMBER, "", [order.number[-4:] for order in orders]),
    ]  # fmt: skip
    facts: list[Sequence[Hashable]] = [names, days, *(words for _, _, words in worded)]
    choice = tells_apart(facts)
    if choice is None:
        return None
    if choice == 0:
        return Difference(DifferingFact.PRODUCT, "", products=tuple(names))
    if choice == 1:
        return Difference(DifferingFact.DAY, "", days=tuple(days))
    fact, option, words = worded[choice - 2]
    return Difference(fact, option, words=tuple(words))


def _meant(candidate: FoundCandidate) -> ItemView | None:
    """The line that the words mean; where they mean none, the first."""
    items = candidate.order.items
    return items[candidate.item or 0] if items else None


def _findable(shop: ShopFacts, order: OrderHead, items: Sequence[SoldItem]) -> Findable:
    things = tuple(thing(item.names, item.view.options) for item in items)
    return Findable(order.order_id, order.number_tail, order.channel, shop.day(order.placed_at), things)


def _age(order: OrderHead) -> float:
    return order.placed_at.timestamp()


def _newest_first(fitting: list[tuple[float, OrderHead]]) -> list[tuple[float, OrderHead]]:
    """Of those that fit about equally well, the newest; the others are worth less."""
    if not fitting:
        return []
    least = fitting[0][0] * CLEARLY_BEST
    newest = max((order for score, order in fitting if score >= least), key=_age)
    weighed = [(score if order is newest else score * NOT_NEWEST, order) for score, order in fitting]
    return sorted(weighed, key=lambda pair: (pair[1] is not newest, -pair[0], -_age(pair[1])))
