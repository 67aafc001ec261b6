"""Customers who may be meant by what a caller said of themselves: by indexes only, never more than a fixed number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.orders.identifiers import CustomerId
from orderline.store.models import Address, Customer
from orderline.store.repositories.shops import ShopFacts
from orderline.store.sounds import parts_of

MOST = 150
"""Customers looked at for one clue. Source: own choice; a clue that more people share is no clue alone."""
_POSTCODE = func.upper(func.replace(Address.postcode, " ", ""))
"""As the index `ix_addresses_postcode` has it."""


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
    """Everyone whom one rare clue, or two common ones together, lead to."""
    ids: dict[str, None] = dict.fromkeys(clues.customers)
    for query in _queries(shop, clues):
        ids.update(dict.fromkeys((await session.scalars(query)).all()))
    return await _read(session, shop, list(ids))


def _queries(shop: ShopFacts, clues: Clues) -> list[Select[str]]:
    mine = select(Customer.id).where(Customer.shop_id == shop.id, Customer.erased_at.is_(None))
    sounds = list(clues.sounds)
    found: list[Select[str]] = []
    if sounds:
        both: ColumnElement[bool] = Customer.family_sound.in_(sounds) & Customer.given_sound.in_(sounds)
        found.append(mine.where(both).limit(MOST))
        found.append(mine.where(Customer.family_sound.in_(sounds), Customer.given_sound.is_(None)).limit(MOST))
    if clues.emails:
        found.append(mine.where(func.lower(Customer.email).in_(clues.emails)).limit(MOST))
    if clues.phone_tails:
        found.append(mine.where(Customer.phone_tail.in_(clues.phone_tails)).limit(MOST))
    if clues.born_on:
        found.append(mine.where(Customer.born_on.in_(clues.born_on)).limit(MOST))
    if clues.postcodes:
        there = select(Address.customer_id).where(Address.shop_id == shop.id, _POSTCODE.in_(clues.postcodes))
        found.append(there.distinct().limit(MOST))
    return found


async def _read(session: AsyncSession, shop: ShopFacts, ids: list[str]) -> list[Person]:
    if not ids:
        return []
    lived = select(Address.customer_id, _POSTCODE).where(
        Address.shop_id == shop.id, Address.customer_id.in_(ids), Address.postcode.is_not(None)
    )
    postcodes: dict[str, set[str]] = {}
    for customer, postcode in (await session.execute(lived)).all():
        postcodes.setdefault(customer, set()).add(postcode)
    query = select(
        Customer.id,
        Customer.name,
        Customer.given_name,
        Customer.family_name,
        Customer.email,
        Customer.phone_tail,
        Customer.born_on,
    ).where(Customer.shop_id == shop.id, Customer.id.in_(ids), Customer.erased_at.is_(None))
    return [
        Person(
            CustomerId(key),
            *parts_of(name, given, family),
            (email or "").lower(),
            tail or "",
            born,
            frozenset(postcodes.get(key, ())),
        )
        for key, name, given, family, email, tail, born in (await session.execute(query)).all()
    ]
