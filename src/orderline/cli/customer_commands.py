"""What `orderline customer` does with the database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from orderline.act.services.customer_data import Erased, erase_customer, export_customer
from orderline.clock import SystemClock
from orderline.errors import OrderlineError
from orderline.orders.identifiers import CustomerId, ShopId
from orderline.settings import Settings
from orderline.store.address import database_url
from orderline.store.session import Database

ACTOR = "command"
"""How the audit names whoever sits at the machine."""


async def exported(customer: str, url: str) -> dict[str, Any]:
    """Everything of the customer. Raises OrderlineError where there is none."""
    settings = Settings.load()
    database = Database(url or database_url(settings), settings.store.lock_timeout_ms)
    try:
        shop = ShopId(settings.store.shop)
        found = await export_customer(database, shop, SystemClock(), CustomerId(customer), ACTOR)
    finally:
        await database.close()
    if found is None:
        raise _unknown(customer, settings)
    return found


async def erased(customer: str, url: str) -> Erased:
    """Erase the customer; on SQLite also from the pages of its file. Raises OrderlineError where there is none."""
    settings = Settings.load()
    database = Database(url or database_url(settings), settings.store.lock_timeout_ms)
    sqlite = database.backend == "sqlite"
    if sqlite:
        _overwrite_freed_pages(database)
    try:
        shop = ShopId(settings.store.shop)
        done = await erase_customer(database, shop, SystemClock(), CustomerId(customer), ACTOR)
        if sqlite:
            await _empty_log(database)
    finally:
        await database.close()
    if done is None:
        raise _unknown(customer, settings)
    return done


def _overwrite_freed_pages(database: Database) -> None:
    """SQLite leaves what it frees on the disk, unless told otherwise."""

    @event.listens_for(database.engine.sync_engine, "connect")
    def connected(dbapi: Any, _: object) -> None:
        cursor = dbapi.cursor()
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.close()


async def _empty_log(database: Database) -> None:
    """Bring the write-ahead log into the file and cut it off; what others still read stays in it until they end."""
    async with database.engine.connect() as connection:
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None
        await raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _unknown(customer: str, settings: Settings) -> OrderlineError:
    return OrderlineError(f"There is no customer `{customer}` in shop `{settings.store.shop}`.")
