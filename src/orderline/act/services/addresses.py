"""Addresses a customer gives: kept as rows of their own, so that a quote names one by its key alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.act.services.planning import refuse
from orderline.orders.identifiers import CustomerId
from orderline.orders.quote import Refusal, Refused
from orderline.store.models import Address, Customer
from orderline.store.repositories.shops import ShopFacts


@dataclass(frozen=True, slots=True)
class GivenAddress:
    """An address as a caller gives it. None: not said; an empty text: there is none."""

    line1: str | None
    line2: str | None = None
    district: str | None = None
    city: str | None = None
    region: str | None = None
    postcode: str | None = None
    country: str | None = None
    recipient: str | None = None
    phone: str | None = None


NEEDED = ("line1", "city")
"""Without these no parcel arrives anywhere; the rest depends on the country."""


async def keep_address(
    session: AsyncSession,
    shop: ShopFacts,
    customer_id: CustomerId,
    given: GivenAddress,
    new_id: Callable[[str], str],
) -> str | Refused:
    """The key of this address among the customer's, kept now where it is new: its country is then that of their others
    where it was not said, and a unit that was not said is no unit.

    Refused, with the missing fields by name, where it is only half an address; and for an unknown customer.
    """
    missing = [name for name in NEEDED if not (getattr(given, name) or "").strip()]
    if missing:
        return refuse(
            Refusal.BAD_ADDRESS, "a part of the address is missing", "地址还不完整", missing=", ".join(missing)
        )
    if await session.get(Customer, (shop.id, customer_id)) is None:
        return refuse(Refusal.UNKNOWN_ORDER, "I do not know that customer", "没有这位顾客")
    values = {part.name: getattr(given, part.name) for part in fields(given)}
    query = select(Address).where(Address.shop_id == shop.id, Address.customer_id == customer_id)
    known = (await session.scalars(query.order_by(Address.is_default.desc(), Address.id))).all()
    found = next((address for address in known if _is_same(address, given)), None)
    if found is not None:
        return found.id
    values["line2"] = given.line2 or ""
    if given.country is None:
        values["country"] = next((address.country for address in known if address.country), None)
    row = Address(shop_id=shop.id, id=new_id("adr"), customer_id=customer_id, is_default=False, **values)
    session.add(row)
    await session.flush()
    return row.id


def _is_same(address: Address, given: GivenAddress) -> bool:
    """Whether it is the one on file, as far as it was said; a unit that was not said is no unit."""
    said = {part.name: getattr(given, part.name) for part in fields(given)}
    said["line2"] = said["line2"] or ""
    return all(_plain(getattr(address, name)) == _plain(value) for name, value in said.items() if value is not None)


def _plain(part: str | None) -> str:
    return "".join((part or "").casefold().split())


async def kept_address(
    session: AsyncSession,
    shop: ShopFacts,
    customer_id: CustomerId,
    parts: Mapping[str, str],
    new_id: Callable[[str], str],
) -> str | Refused:
    """The same for the parts as a dialogue gathered them; a part that no address has is refused by name."""
    names = {part.name for part in fields(GivenAddress)}
    if unknown := sorted(parts.keys() - names):
        return refuse(Refusal.BAD_ADDRESS, "a part of the address is not clear", "地址有一处不清楚", unknown=unknown[0])
    given = GivenAddress(**{"line1": None, **parts})
    return await keep_address(session, shop, customer_id, given, new_id)
