"""The demo shop's people and orders, drawn from a seed: the same every time for the same day."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from orderline.orders.order import OrderState, SalesChannel
from orderline.store.demo.catalogue import PRODUCTS
from orderline.store.demo.documented import DOCUMENTED_PEOPLE, DemoLine, DemoOrder, documented_orders
from orderline.store.demo.journey import journey
from orderline.store.demo.people import DemoPerson, american, chinese

SEED = 20
PEOPLE = 300
ORDERS = 1200
STATES: dict[OrderState, int] = {
    OrderState.DELIVERED: 55,
    OrderState.SHIPPED: 12,
    OrderState.PREPARING: 6,
    OrderState.CANCELLED: 6,
    OrderState.PACKED: 4,
    OrderState.PAID: 4,
    OrderState.OUT_FOR_DELIVERY: 3,
    OrderState.AWAITING_PAYMENT: 3,
    OrderState.RETURN_REQUESTED: 3,
    OrderState.RETURNED: 2,
    OrderState.EXCHANGE_REQUESTED: 2,
}
"""Shares, in hundredths."""
CHANNELS = {
    "US": ((SalesChannel.WEB, SalesChannel.APP), (60, 40)),
    "CN": ((SalesChannel.DOUYIN, SalesChannel.APP, SalesChannel.WEB), (50, 35, 15)),
}


@dataclass(frozen=True, slots=True)
class DemoShop:
    """Everything in the demo shop."""

    people: tuple[DemoPerson, ...]
    orders: tuple[DemoOrder, ...]


def demo_shop(today: date) -> DemoShop:
    """The whole shop as it stands on the morning of `today`."""
    rng = random.Random(SEED)
    people = _people(rng)
    orders = list(documented_orders(today))
    numbers = _Numbers(rng, {order.number for order in orders})
    for _ in range(ORDERS - len(orders)):
        person = rng.choice(people[len(DOCUMENTED_PEOPLE) :])
        state = rng.choices(list(STATES), weights=list(STATES.values()))[0]
        channels, weights = CHANNELS[person.jurisdiction]
        orders.append(
            DemoOrder(
                number=numbers.draw(person.key),
                person=person,
                channel=rng.choices(channels, weights=weights)[0],
                state=state,
                lines=_lines(rng),
                journey=journey(rng, state, person.jurisdiction, today),
            )
        )
    return DemoShop(people, tuple(orders))


def _people(rng: random.Random) -> tuple[DemoPerson, ...]:
    taken = {person.phone[-4:] for person in DOCUMENTED_PEOPLE}
    drawn = [
        (chinese if rng.random() < 0.4 else american)(rng, f"c-{index + 1:04d}", taken)
        for index in range(len(DOCUMENTED_PEOPLE), PEOPLE)
    ]
    return (*DOCUMENTED_PEOPLE, *drawn)


def _lines(rng: random.Random) -> tuple[DemoLine, ...]:
    products = rng.sample(PRODUCTS, k=rng.choices((1, 2, 3, 4), weights=(50, 30, 15, 5))[0])
    return tuple(
        DemoLine(product.key, rng.choice(product.variants()), rng.choices((1, 2, 3), weights=(75, 20, 5))[0])
        for product in products
    )


class _Numbers:
    """Six-digit order numbers: unique, and their last four unique per person and apart from the documented ones."""

    def __init__(self, rng: random.Random, documented: set[str]) -> None:
        self._rng = rng
        self._documented = frozenset(documented)
        self._taken = set(documented)
        self._tails: set[tuple[str, str]] = set()

    def draw(self, person: str) -> str:
        """A new number for `person`."""
        while True:
            number = f"{self._rng.randint(100_000, 999_999)}"
            tail = (person, number[-4:])
            if number not in self._taken and tail not in self._tails and not self._near_documented(number):
                self._taken.add(number)
                self._tails.add(tail)
                return number

    def _near_documented(self, number: str) -> bool:
        return any(
            number[-4:] == other[-4:] or sum(a != b for a, b in zip(number, other, strict=True)) <= 1
            for other in self._documented
        )
