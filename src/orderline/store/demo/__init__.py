"""The demo shop: 300 customers, 1,200 orders, in both languages, made from a seed around a given day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import DBAPIError

from orderline.errors import ConfigurationError, StoreUnavailable
from orderline.store.address import shown
from orderline.store.demo.generator import demo_shop
from orderline.store.demo.rows import shop_rows
from orderline.store.migrate import sync_engine, upgrade
from orderline.store.models import Base, Shop

__all__ = ["create_demo_shop"]


def create_demo_shop(url: str, today: date, shop_id: str = "demo") -> bool:
    """Make the demo shop in the database at `url`, creating the tables where there are none.

    Returns False where it was already there for `today`. A demo shop of another day is made anew, so that "tomorrow"
    stays tomorrow: what was changed in it is lost.

    Raises:
        StoreUnavailable: the database cannot be reached, or is held by someone else.
        ConfigurationError: `shop_id` is a real shop.
    """
    upgrade(url)
    engine = sync_engine(url)
    try:
        with engine.begin() as connection:
            return _create(connection, today, shop_id)
    except DBAPIError as error:
        raise StoreUnavailable(
            f"The demo shop could not be made in {shown(url)} ({type(error.orig).__name__}).", "Nothing was written."
        ) from error
    finally:
        engine.dispose()


def _create(connection: Connection, today: date, shop_id: str) -> bool:
    found = connection.execute(select(Shop.demo_day).where(Shop.id == shop_id).with_for_update()).one_or_none()
    if found is not None:
        if found.demo_day is None:
            raise ConfigurationError(f"`{shop_id}` is a real shop.", do="Choose another name for the demo shop.")
        if found.demo_day == today:
            return False
        _clear(connection, shop_id)
    rows = shop_rows(demo_shop(today), shop_id, today)
    for table in Base.metadata.sorted_tables:
        of_table = next((found for model, found in rows.items() if model.__table__ is table), None)
        if of_table:
            connection.execute(insert(table), of_table)
    return True


def _clear(connection: Connection, shop_id: str) -> None:
    for table in reversed(Base.metadata.sorted_tables):
        column = table.c.shop_id if "shop_id" in table.c else table.c.id
        connection.execute(delete(table).where(column == shop_id))
