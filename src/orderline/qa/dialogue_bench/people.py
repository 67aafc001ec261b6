"""The customers of a shop, as a caller who rings it knows them, or should not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from orderline.qa.callers.script import Facts, OrderRef, Thing
from orderline.store.migrate import sync_engine
from orderline.store.models import Address, Customer, Order, OrderLine


@dataclass(frozen=True, slots=True)
class Person:
    """One customer with their orders."""

    customer_id: str
    language: str
    facts: Facts
    street: str
    orders: tuple[OrderRef, ...]
    things: Mapping[str, tuple[Thing, ...]]
    """Order number → what is in it."""

    def factors(self, given: Sequence[str]) -> int:
        """How many different facts that identify this customer are among `given`."""
        numbers = {number for order in self.orders for number in (order.number, order.tail)}
        kinds = (
            numbers,
            {self.facts.phone, self.facts.phone[-4:]},
            {self.facts.postcode},
            {self.facts.name.lower(), f"{self.facts.last_name}{self.facts.first_name}".lower()},
            {self.facts.email.lower()},
        )
        return sum(bool(kind & set(given) - {""}) for kind in kinds)


def people_of(database: Path, shop: str) -> tuple[Person, ...]:
    """Every customer with orders, in the order of their keys."""
    engine = sync_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        customers = connection.execute(select(Customer.__table__).where(Customer.shop_id == shop)).mappings().all()
        orders = connection.execute(select(Order.__table__).where(Order.shop_id == shop)).mappings().all()
        lines = connection.execute(select(OrderLine.__table__).where(OrderLine.shop_id == shop)).mappings().all()
        places = connection.execute(select(Address.__table__).where(Address.shop_id == shop)).mappings().all()
    engine.dispose()
    address = {place["customer_id"]: place for place in places}
    by_order: dict[str, list[tuple[str, Thing]]] = {}
    for line in lines:
        thing = Thing(name=line["name_en"], now=dict(line["options"]), quantity=line["quantity"])
        by_order.setdefault(line["order_id"], []).append((line["name_zh"], thing))
    found = []
    for row in customers:
        own = [order for order in orders if order["customer_id"] == row["id"]]
        if not own:
            continue
        chinese = row["language"] == "zh"
        things = {
            order["number"]: tuple(
                thing.model_copy(update={"name": zh}) if chinese else thing for zh, thing in by_order[order["id"]]
            )
            for order in own
        }
        first, _, last = str(row["name"]).partition(" ")
        place = address[row["id"]]
        found.append(
            Person(
                customer_id=row["id"],
                language=row["language"],
                facts=Facts(first_name=first, last_name=last, postcode=place["postcode"], email=row["email"] or "",
                            phone=row["phone"] or ""),
                street=place["line1"],
                orders=tuple(
                    OrderRef(number=order["number"], known=True, state=str(order["state"]),
                             items=tuple(thing.name for thing in things[order["number"]]))
                    for order in own
                ),
                things=things,
            )
        )  # fmt: skip
    return tuple(found)
