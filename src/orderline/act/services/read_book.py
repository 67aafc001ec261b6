"""An identified caller's book: their own orders, methods and addresses, and what is sold beside what they bought."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.events.book import (
    BOOK_ORDERS,
    Book,
    BookAddress,
    BookCase,
    BookLine,
    BookMethod,
    BookOrder,
    BookVariant,
    Options,
)
from orderline.events.decision import ReadBook
from orderline.events.outcome import BookRead
from orderline.orders.identifiers import OrderId, OrderNumber
from orderline.orders.order import Text
from orderline.store.repositories.book import BookRows, book_rows
from orderline.store.repositories.shops import ShopFacts

ByOrder = dict[str, list[RowMapping]]
_HOUSE = re.compile(r"^\d+(?!(?:st|nd|rd|th)\b)\S*\s+|\s+\d+(?!(?:st|nd|rd|th)\b)\S*$", re.IGNORECASE)
"""A house number before or after the street's name; "5th" is part of a name."""
_UNIT = re.compile(r"\s+(?:apt|apartment|suite|ste|unit|floor|fl|room|rm)\b.*$", re.IGNORECASE)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


async def read_book(session: AsyncSession, shop: ShopFacts, query: ReadBook) -> BookRead:
    """The newest orders with the pieces that are left of them, and all that may be chosen for them."""
    rows = await book_rows(session, shop, query.customer_id, BOOK_ORDERS)
    lines, case_lines, payments = _by_order(rows.lines), _by_order(rows.case_lines), _by_order(rows.payments)
    orders = tuple(
        _order(row, shop, lines[row["id"]], case_lines[row["id"]], payments[row["id"]]) for row in rows.orders
    )
    return BookRead(
        Book(
            customer_id=query.customer_id,
            orders=orders,
            methods=tuple(
                BookMethod(row["id"], row["kind"], row["last4"] or "", row["balance"], row["currency"] or "")
                for row in rows.methods
            ),
            addresses=tuple(
                BookAddress(row["id"], row["city"] or "", street_alone(row["line1"] or ""), row["is_default"])
                for row in rows.addresses
            ),
            variants=_variants(rows),
            orders_in_all=rows.orders[0]["in_all"] if rows.orders else 0,
        )
    )


def street_alone(line: str) -> str:
    """A street without house number and unit: "88 Brannan St, Apt 3" is "Brannan St", 中山路18号 is 中山路.

    Empty where nothing is left that names a street.
    """
    first = re.split(r"[,，#]", line, maxsplit=1)[0]
    if _CHINESE.search(first):
        return re.split(r"[\d０-９]", first, maxsplit=1)[0].strip()
    street = _HOUSE.sub("", _UNIT.sub("", first.strip()))
    return "" if street.isdigit() else street


def _order(
    row: RowMapping,
    shop: ShopFacts,
    lines: Sequence[RowMapping],
    case_lines: Sequence[RowMapping],
    payments: Sequence[RowMapping],
) -> BookOrder:
    gone: dict[int, int] = defaultdict(int)
    for case_line in case_lines:
        gone[case_line["line_no"]] += case_line["quantity"]
    left = [(line, line["quantity"] - gone[line["line_no"]]) for line in lines]
    goods = sum(line["unit_price"] * line["quantity"] - line["discount"] for line in lines)
    delivered = row["delivered_at"]
    return BookOrder(
        order_id=OrderId(row["id"]),
        number=OrderNumber(row["number"]),
        channel=row["channel"],
        placed_on=shop.day(row["placed_at"]),
        state=row["state"],
        lines=tuple(_line(line, pieces) for line, pieces in left if pieces > 0),
        currency=row["currency"],
        total=goods + row["shipping"],
        paid_by=tuple(dict.fromkeys(payment["method_id"] for payment in payments)),
        address_id=row["address_id"],
        delivered_on=None if delivered is None else shop.day(delivered),
        parcels=row["parcels"] or 1,
        cases=_cases(case_lines),
    )


def _line(row: RowMapping, pieces: int) -> BookLine:
    paid = row["unit_price"] * row["quantity"] - row["discount"]
    return BookLine(
        line_no=row["line_no"],
        product_id=row["product_id"],
        sku_id=row["sku_id"],
        product=Text(row["name_en"], row["name_zh"]),
        options=_options(row),
        quantity=pieces,
        unit_price=paid // row["quantity"],
    )


def _cases(case_lines: Sequence[RowMapping]) -> tuple[BookCase, ...]:
    by_case: dict[int, list[RowMapping]] = defaultdict(list)
    for row in case_lines:
        by_case[row["seq"]].append(row)
    return tuple(
        BookCase(
            seq,
            rows[0]["kind"],
            tuple(dict.fromkeys(row["line_no"] for row in rows)),
            rows[0]["state"] == "requested",
            bool(rows[0]["pickup"]),
        )
        for seq, rows in by_case.items()
    )


def _variants(rows: BookRows) -> tuple[BookVariant, ...]:
    """Each variant at its price in the currency in which its product was bought last."""
    paid_in = {row["id"]: row["currency"] for row in rows.orders}
    newest = {order_id: place for place, order_id in enumerate(paid_in)}
    currencies: dict[str, str] = {}
    for line in sorted(rows.lines, key=lambda line: newest[line["order_id"]]):
        currencies.setdefault(line["product_id"], paid_in[line["order_id"]])
    return tuple(
        BookVariant(
            row["id"],
            row["product_id"],
            _options(row),
            row["amount"],
            row["sellable"] and (row["on_hand"] is None or row["on_hand"] > row["reserved"]),
        )
        for row in rows.skus
        if row["currency"] == currencies[row["product_id"]]
    )


def _options(row: RowMapping) -> Options:
    return tuple(row["options"].items())


def _by_order(rows: Sequence[RowMapping]) -> ByOrder:
    grouped: ByOrder = defaultdict(list)
    for row in rows:
        grouped[row["order_id"]].append(row)
    return grouped
