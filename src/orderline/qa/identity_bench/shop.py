"""A shop whose customers are the people of the table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, insert

from orderline.events.decision import Fact
from orderline.orders.identifiers import ShopId
from orderline.qa.identity_bench.data import Record
from orderline.store.models import Address, Customer, Shop

SHOP = ShopId("identity-bench")
START = datetime(2026, 1, 1, tzinfo=UTC)
TWO_OF_THREE = (
    (Fact.NAME, Fact.POSTCODE),
    (Fact.NAME, Fact.BIRTH_DATE),
    (Fact.POSTCODE, Fact.BIRTH_DATE),
)
"""What is sufficient for a shop that keeps days of birth."""
NAME_AND_POSTCODE = ((Fact.NAME, Fact.POSTCODE),)
"""What is sufficient for any shop."""


def write_shop(connection: Connection, records: Iterable[Record]) -> None:
    """Write the shop and its customers, each with one address."""
    connection.execute(
        insert(Shop), {"id": SHOP, "name_en": SHOP, "name_zh": SHOP, "timezone": "UTC", "hash_key": bytes(32)}
    )
    write_people(connection, records)


def write_people(connection: Connection, records: Iterable[Record]) -> None:
    """Write these customers."""
    people = list(records)
    connection.execute(
        insert(Customer),
        [
            {
                "shop_id": SHOP,
                "id": person.key,
                "name": f"{person.given} {person.family}",
                "given_name": person.given,
                "family_name": person.family,
                "email": person.email,
                "born_on": person.born_on,
                "language": "en",
                "created_at": START,
            }
            for person in people
        ],
    )
    connection.execute(
        insert(Address),
        [
            {
                "shop_id": SHOP,
                "id": f"adr-{person.key}",
                "customer_id": person.key,
                "is_default": True,
                "postcode": person.postcode,
                "country": "United Kingdom",
            }
            for person in people
        ],
    )
