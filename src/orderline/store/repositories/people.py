"""Customers who may be meant by what a caller said of themselves: by indexes only, never more than a fixed number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import CustomerId
from orderline.store.among import among
from orderline.store.models import Address, Customer
from orderline.store.repositories.shops import ShopFacts
from orderline.store.sounds import parts_of

MOST = 150
"""Customers looked at for one clue. Source: own choice; a clue that more people share is no clue alone."""


@dataclass(frozen=True, slots=True)
class Person:
    """A customer, as far as a caller may prove to be them."""

    customer_id: CustomerId
    given: str
    family: str
    """Lower case; a Chinese name stands here whole."""
    email: str
    phone_tail: str
    born_on: date | None
    postcodes: frozenset[str]
    """Of every address: upper case, without blanks."""


@dataclass(frozen=True, slots=True)
class Clues:
    """Values that were heard, each the key of an index."""

    sounds: Collection[str] = ()
    """Keys of every name that may have been said."""
    postcodes: Collection[str] = ()
    emails: Collection[str] = ()
    phone_tails: Collection[str] = ()
    born_on: Collection[date] = ()
    customers: Collection[str] = ()


async def people(session: AsyncSession, shop: ShopFacts, clues: Clues) -> list[Person]:
    """Everyone whom one rare clue, or two common ones together, lead to: two statements in all."""
    found = _found(session, shop, clues)
    if found is None:
        return []
    query = (
        select(
            Customer.id,
            Customer.name,
            Customer.given_name,
            Customer.family_name,
            Customer.email,
            Customer.phone_tail,
            Customer.born_on,
            Address.postcode_key,
        )
        .outerjoin(Address, (Address.shop_id == Customer.shop_id) & (Address.customer_id == Customer.id))
        .where(Customer.shop_id == shop.id, Customer.id.in_(found), Customer.erased_at.is_(None))
    )
    rows: dict[str, Person] = {}
    postcodes: dict[str, set[str]] = {}
    for key, name, given, family, email, tail, born, postcode in (await session.execute(query)).all():
        if key not in rows:
            parts = parts_of(name, given, family)
            rows[key] = Person(CustomerId(key), *parts, (email or "").lower(), tail or "", born, frozenset())
        if postcode:
            postcodes.setdefault(key, set()).add(postcode)
    return [replace(person, postcodes=frozenset(postcodes.get(key, ()))) for key, person in rows.items()]


def _found(session: AsyncSession, shop: ShopFacts, clues: Clues) -> Select[str] | None:
    """The keys of everyone that a clue leads to; None where there is no clue."""
    mine = select(Customer.id.label("id")).where(Customer.shop_id == shop.id)
    by_family = among(session, Customer.family_sound, clues.sounds)
    by_given = among(session, Customer.given_sound, clues.sounds)
    queries = [
        (clues.sounds, mine.where(by_family, by_given)),
        (clues.sounds, mine.where(by_family, Customer.given_sound.is_(None))),
        (clues.emails, mine.where(func.lower(Customer.email).in_(clues.emails))),
        (clues.phone_tails, mine.where(Customer.phone_tail.in_(clues.phone_tails))),
        (clues.born_on, mine.where(Customer.born_on.in_(clues.born_on))),
        (clues.customers, mine.where(Customer.id.in_(clues.customers))),
        (
            clues.postcodes,
            select(Address.customer_id.label("id"))
            .where(Address.shop_id == shop.id, among(session, Address.postcode_key, clues.postcodes))
            .distinct(),
        ),
    ]
    asked = [select(query.limit(MOST).subquery().c.id) for values, query in queries if values]
    return select(union_all(*asked).subquery().c.id) if asked else None
