"""`INSERT` that leaves an existing row as it is, or brings it up to date, in both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.store.models import Base


def insert_or_ignore(session: AsyncSession, table: type[Base]) -> Any:
    """An insert into `table` that does nothing where the key is taken; give it `.values(...)`.

    On PostgreSQL it waits for a transaction that is inserting the same key, so that of two exactly one inserts.
    """
    return ignoring(session.get_bind().dialect.name, table)


def ignoring(dialect: str, table: type[Base] | Table) -> Any:
    """The same for work outside the running line: `dialect` is `sqlite` or `postgresql`."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing()


async def put(session: AsyncSession, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of one shape by their primary key: new ones are inserted, others get the columns that are given."""
    if not rows:
        return
    given = sqlite.insert(table) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(table)
    key = [column.name for column in inspect(table).primary_key]
    changed = {name: given.excluded[name] for name in rows[0] if name not in key}
    made = given.on_conflict_do_update(index_elements=key, set_=changed) if changed else given.on_conflict_do_nothing()
    await session.execute(made, rows)
