"""Many rows into one table by one prepared statement.

SQLAlchemy's own bulk insert works on every value of every row by name; here each column's converter is looked up once
and run down its column, which is more than half of the time of an import.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import JSON, Connection, Table, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from orderline.store.models.base import UtcDateTime

Convert = Callable[[Any], Any]
_INSTANT = len("2026-11-21 09:00:00.000000")


def insert_rows(connection: Connection, table: Table, rows: Collection[Mapping[str, Any]]) -> None:
    """Insert `rows`, which all have the columns of the first; other columns take their defaults of the database."""
    if not rows:
        return
    names = list(next(iter(rows)))
    defaults = {
        column.name: column.default.arg
        for column in table.c
        if column.name not in names and isinstance(column.default, ScalarElementColumnDefault)
    }
    dialect = connection.dialect
    statement = str(insert(table).compile(dialect=dialect, column_keys=[*names, *defaults]))
    columns: list[list[Any]] = []
    for name in names:
        convert = _converter(table.c[name].type, dialect)
        values = [row[name] for row in rows]
        columns.append(values if convert is None else [convert(value) for value in values])
    for name, value in defaults.items():
        convert = _converter(table.c[name].type, dialect)
        columns.append([value if convert is None else convert(value)] * len(rows))
    connection.exec_driver_sql(statement, _parameters(dialect, [*names, *defaults], columns, table))


def _converter(kind: Any, dialect: Dialect) -> Convert | None:
    if isinstance(kind, UtcDateTime) and dialect.name == "sqlite":
        return _sqlite_instant
    convert = cast("Convert | None", kind.dialect_impl(dialect).bind_processor(dialect))
    return convert if convert is None or not isinstance(kind, JSON) else _once_each(convert)


def _once_each(convert: Convert) -> Convert:
    """Most orders have the same few options and lists: each is encoded once a column."""
    known: dict[str, Any] = {}

    def converted(value: Any) -> Any:
        said = repr(value)
        if said not in known:
            known[said] = convert(value)
        return known[said]

    return converted


def _sqlite_instant(value: datetime | None) -> str | None:
    """What `UtcDateTime` makes of an aware instant there, a third of the way: a test holds the two equal."""
    if value is None:
        return None
    utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    return utc.isoformat(" ", "microseconds")[:_INSTANT]


def _parameters(dialect: Dialect, names: list[str], columns: list[list[Any]], table: Table) -> Any:
    """Rows in the shape the driver takes: in the order of the table's columns, or by name."""
    if dialect.paramstyle == "pyformat":
        return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    by_name = dict(zip(names, columns, strict=True))
    return list(zip(*(by_name[column.name] for column in table.c if column.name in by_name), strict=True))
