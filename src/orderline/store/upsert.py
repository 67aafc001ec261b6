"""`INSERT` that leaves an existing row as it is, in both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from orderline.store.models import Base


def insert_or_ignore(session: AsyncSession, table: type[Base]) -> Any:
    """An insert into `table` that does nothing where the key is taken; give it `.values(...)`.

    On PostgreSQL it waits for a transaction that is inserting the same key, so that of two exactly one inserts.
    """
    return ignoring(session.get_bind().dialect.name, table)


def ignoring(dialect: str, table: type[Base]) -> Any:
    """The same for work outside the running line: `dialect` is `sqlite` or `postgresql`."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing()
