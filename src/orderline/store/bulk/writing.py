"""One batch on its way into the tables: look-ups by the list, inserts by the table, and what was left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple, Protocol, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Table, bindparam, func, select, update

from orderline.orders.identifiers import ShopId
from orderline.store.bulk.check import Fault
from orderline.store.bulk.inserting import insert_rows
from orderline.store.bulk.records import Problem
from orderline.store.models import Base

AT_ONCE = 1000
"""Keys looked up by one statement; SQLite and PostgreSQL both take many more."""
Row = dict[str, Any]


class Numbered(Protocol):
    """A record about an order."""

    @property
    def number(self) -> str:
        """The order's number."""
        ...


R = TypeVar("R", bound=Numbered)


class KnownOrder(NamedTuple):
    """An order that is there."""

    key: str
    customer: str
    currency: str


class Writing:
    """The state of one batch."""

    def __init__(self, connection: Connection, shop: ShopId) -> None:
        self.connection = connection
        self.shop = shop
        self.problems: list[Problem] = []
        self.added = 0
        self.changed = 0
        self.orders: dict[str, KnownOrder] = {}
        """By number."""
        self.fresh: set[str] = set()
        """Keys of the orders that this batch added: nothing can be there for them yet."""
        self.new_parcels: set[tuple[str, int]] = set()
        """Order's key and place of the parcels that this batch added."""

    def rows(self, columns: Sequence[Any], key: Any, wanted: Iterable[str]) -> list[Any]:
        """`columns` of this shop's rows whose `key` is one of `wanted`."""
        left = iter(wanted)
        found: list[Any] = []
        while some := list(islice(left, AT_ONCE)):
            query = select(*columns).where(key.class_.shop_id == self.shop, self._one_of(key, some))
            found += self.connection.execute(query).all()
        return found

    def _one_of(self, key: Any, some: list[str]) -> ColumnElement[bool]:
        """`key` is one of `some`: on SQLite as one parameter, for its statement names a thousand of them slowly."""
        if self.connection.dialect.name != "sqlite":
            return cast("ColumnElement[bool]", key.in_(some))
        each = func.json_each(json.dumps(some)).table_valued("value")
        return cast("ColumnElement[bool]", key.in_(select(each.c.value)))

    def column(self, key: Any, wanted: Iterable[str]) -> set[str]:
        """Which of `wanted` are there."""
        return {row[0] for row in self.rows((key,), key, wanted)}

    def older(self, numbers: Iterable[str]) -> set[str]:
        """Keys of those orders, of these `numbers`, that were there before this batch."""
        return {self.orders[number].key for number in numbers} - self.fresh

    def refuse(self, kind: str, place: int, fault: Fault) -> None:
        """Leave a record out."""
        self.problems.append(Problem(kind, place, *fault))

    def sound(self, kind: str, records: Sequence[R], fault: Callable[[R], Fault | None]) -> list[tuple[int, R]]:
        """The records, with their places, that are well formed and whose order is there."""
        kept = []
        for place, record in enumerate(records):
            found = fault(record)
            if found is None and record.number not in self.orders:
                found = ("number", f"there is no order ending {record.number[-4:]}; send the order first")
            if found is not None:
                self.refuse(kind, place, found)
            else:
                kept.append((place, record))
        return kept

    def insert(self, table: type[Base], rows: Collection[Row]) -> None:
        """New rows."""
        insert_rows(self.connection, cast(Table, table.__table__), rows)

    def update(self, table: type[Base], keys: Sequence[str], rows: Collection[Row], **more: Any) -> None:
        """Change the rows that `keys` name to the other values given, and to the expressions of `more`."""
        if not rows:
            return
        columns = table.__table__.c
        names = [name for name in next(iter(rows)) if name not in keys]
        own = [columns[key] == bindparam(f"old_{key}") for key in keys]
        statement = (
            update(table.__table__)  # type: ignore[arg-type]
            .where(columns.shop_id == self.shop, *own)
            .values({name: bindparam(f"new_{name}") for name in names} | more)
        )
        values = [{f"{'old' if name in keys else 'new'}_{name}": value for name, value in row.items()} for row in rows]
        self.connection.execute(statement, values)
