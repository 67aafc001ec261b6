"""Orders pushed by the shop's order book: customer, address and lines come with them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, select

from orderline.act.intake.looking import Taking, orders_numbered
from orderline.act.intake.refused import BadRow
from orderline.act.intake.rows import OrderRow
from orderline.orders.order import OrderState
from orderline.store.callers import hint_hash, hint_readings, keyed_hash
from orderline.store.models import Address, Customer, KnownCaller, Order, OrderLine, Product, Sku
from orderline.store.sounds import sounds_of
from orderline.store.upsert import insert_or_ignore, put

TAIL = 4
CLOSED = frozenset({OrderState.CANCELLED, OrderState.RETURNED})


async def take_orders(at: Taking, rows: Sequence[OrderRow]) -> None:
    """Check all orders; write them where none is refused."""
    at.once((row.number for row in rows), "number")
    orders = await orders_numbered(at, (row.number for row in rows))
    catalogue = await _catalogue(at, rows)
    for index, row in enumerate(rows):
        _check(at, index, row, orders.get(row.number), catalogue)
    if at.refused:
        return
    erased = await _people(at, rows)
    keys = {row.number: _order_key(at, orders, row) for row in rows}
    addresses = await _addresses(at, [row for row in rows if row.customer.id not in erased])
    for row in rows:
        values = _order(at, row, keys[row.number], addresses.get(row.number), row.customer.id in erased)
        known = orders.get(row.number)
        if known is None:
            await put(at.session, Order, [{**values, "version": 1}])
        else:
            await put(at.session, Order, [{**values, "version": known.version + 1}])
            own = (OrderLine.shop_id == at.shop.id, OrderLine.order_id == known.id)
            await at.session.execute(delete(OrderLine).where(*own))
    lines = [_line(at, row, keys[row.number], line, catalogue) for row in rows for line in row.lines]
    await put(at.session, OrderLine, lines)


def _check(
    at: Taking, index: int, row: OrderRow, known: Order | None, catalogue: Mapping[str, tuple[Sku, Product]]
) -> None:
    if known is not None:
        if known.customer_id != row.customer.id:
            at.refuse(index, BadRow.OTHER_CUSTOMER, "customer.id")
        if known.currency != row.currency:
            at.refuse(index, BadRow.MIXED_CURRENCIES, "currency")
        if known.state in CLOSED and row.state is not known.state:
            at.refuse(index, BadRow.BAD_TRANSITION, "state")
    if row.version is not None and row.version != (known.version if known is not None else 0):
        at.refuse(index, BadRow.STALE, "version")
    seen: set[int] = set()
    for place, line in enumerate(row.lines):
        if line.sku not in catalogue:
            at.refuse(index, BadRow.UNKNOWN_SKU, f"lines[{place}].sku")
        if line.line in seen:
            at.refuse(index, BadRow.TWICE, f"lines[{place}].line")
        if line.discount > line.unit_price * line.quantity:
            at.refuse(index, BadRow.BAD_AMOUNT, f"lines[{place}].discount")
        seen.add(line.line)


async def _catalogue(at: Taking, rows: Sequence[OrderRow]) -> dict[str, tuple[Sku, Product]]:
    wanted = {line.sku for row in rows for line in row.lines}
    query = (
        select(Sku, Product)
        .join(Product, (Product.shop_id == Sku.shop_id) & (Product.id == Sku.product_id))
        .where(Sku.shop_id == at.shop.id, Sku.id.in_(wanted))
    )
    return {sku.id: (sku, product) for sku, product in await at.session.execute(query)}


async def _people(at: Taking, rows: Sequence[OrderRow]) -> set[str]:
    """Write the customers; returns those who were erased, of whom nothing personal is taken again."""
    people = {row.customer.id: row.customer for row in rows}
    query = select(Customer.id, Customer.erased_at, Customer.created_at).where(
        Customer.shop_id == at.shop.id, Customer.id.in_(people)
    )
    known = {found.id: found for found in await at.session.execute(query)}
    erased = {key for key, found in known.items() if found.erased_at is not None}
    for key in sorted(people.keys() - erased):
        person = people[key]
        phone = hint_readings(person.phone)[-1] if person.phone else None
        values = {
            "shop_id": at.shop.id,
            "id": key,
            "name": person.name,
            **sounds_of(person.name),
            "email": person.email,
            "phone": phone,
            "phone_tail": phone[-TAIL:] if phone else None,
            "language": person.language,
            "created_at": known[key].created_at if key in known else at.now,
        }
        await put(at.session, Customer, [values])
        if phone:
            caller = {"shop_id": at.shop.id, "hint_hash": hint_hash(at.shop.hash_key, phone), "customer_id": key}
            await at.session.execute(insert_or_ignore(at.session, KnownCaller).values(caller))
    return erased


async def _addresses(at: Taking, rows: Sequence[OrderRow]) -> dict[str, str]:
    """Order number → key of its address; the same address of the same customer is the same row."""
    keys: dict[str, str] = {}
    for row in rows:
        if row.address is None:
            continue
        parts = asdict(row.address)
        text = json.dumps([row.customer.id, parts], sort_keys=True)
        keys[row.number] = f"adr-{keyed_hash(at.shop.hash_key, text)}"
        values = {"shop_id": at.shop.id, "id": keys[row.number], "customer_id": row.customer.id, "is_default": False}
        await at.session.execute(insert_or_ignore(at.session, Address).values({**values, **parts}))
    return keys


def _order_key(at: Taking, orders: Mapping[str, Order], row: OrderRow) -> str:
    """Our own key: of a new order it follows from the number, so that two pushes at once make one order."""
    known = orders.get(row.number)
    return known.id if known is not None else f"o-{keyed_hash(at.shop.hash_key, f'order:{row.number}')[:24]}"


def _order(at: Taking, row: OrderRow, key: str, address: str | None, erased: bool) -> dict[str, Any]:
    digits = "".join(char for char in row.number if char.isdigit())
    phone = (row.address.phone if row.address is not None else None) or row.customer.phone
    tail = hint_readings(phone)[-1][-TAIL:] if phone and not erased else None
    postcode = row.address.postcode if row.address is not None and not erased else None
    kept = ("channel", "state", "placed_at", "promised_on", "expected_on", "delivered_at", "warehouse_step",
            "warehouse_at", "currency", "shipping", "jurisdiction")  # fmt: skip
    return {
        "shop_id": at.shop.id,
        "id": key,
        "number": row.number,
        "number_digits": digits,
        "number_tail": digits[-TAIL:],
        "customer_id": row.customer.id,
        "address_id": address,
        "phone_tail": tail,
        "postcode": "".join(postcode.upper().split()) if postcode else None,
        **{name: getattr(row, name) for name in kept},
    }


def _line(
    at: Taking, row: OrderRow, key: str, line: Any, catalogue: Mapping[str, tuple[Sku, Product]]
) -> dict[str, Any]:
    sku, product = catalogue[line.sku]
    policy = at.shelf.in_force(at.shop.id, row.channel, row.jurisdiction, at.shop.day(row.placed_at))
    return {
        "shop_id": at.shop.id,
        "order_id": key,
        "line_no": line.line,
        "product_id": product.id,
        "sku_id": sku.id,
        "name_en": product.name_en,
        "name_zh": product.name_zh,
        "options": sku.options,
        "unit_price": line.unit_price,
        "quantity": line.quantity,
        "discount": line.discount,
        "policy_set": policy.address if policy is not None else "",
    }
