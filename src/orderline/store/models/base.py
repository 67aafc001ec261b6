"""What every table shares: the base class, column types, and the rule that a key begins with the shop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, cast

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, ForeignKeyConstraint, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Names of constraints, so that a migration can name what it drops."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware on both sides, UTC in the row."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values, store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every instant back as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=CONVENTION)
    type_annotation_map: ClassVar[dict[object, object]] = {
        datetime: UtcDateTime(),
        int: BigInteger(),
        dict[str, str]: JSON(),
        list[str]: JSON(),
        list[int]: JSON(),
    }


def table_of(model: type[Base]) -> Table:
    """The table of a model, for rows that are written as they are: by it, an insert costs half."""
    return cast(Table, model.__table__)


class OfShop:
    """A row of one shop. The shop is the first part of every key, so that no reference can cross shops."""

    shop_id: Mapped[str] = mapped_column(String(64), primary_key=True, sort_order=-1)


def choice(enum: type[StrEnum]) -> Enum:
    """A column holding one of `enum`'s values, stored as its text."""
    return Enum(
        enum, native_enum=False, length=32, values_callable=lambda members: [member.value for member in members]
    )


def of_shop(table: str, *columns: str, to: Sequence[str] = ("id",)) -> ForeignKeyConstraint:
    """A reference from `columns` to `to` of `table`, within the same shop."""
    return ForeignKeyConstraint(["shop_id", *columns], [f"{table}.{name}" for name in ("shop_id", *to)])


CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False}
"""For rows that are always read by the key of what they belong to: SQLite keeps them side by side."""
