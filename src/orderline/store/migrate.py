"""Bringing a database to the newest tables. Sync: run it in a thread, before the line opens."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from orderline.errors import StoreUnavailable
from orderline.store.address import make_folder, shown, sync_url
from orderline.store.session import listen_sqlite

MIGRATION_LOCK = 0x6F72646C
"""Key of the PostgreSQL advisory lock that keeps two starting processes from migrating at once ("ordl")."""
LOCK_TIMEOUT_MS = 10_000
"""How long a start waits for another process that is migrating."""


def sync_engine(url: str) -> Engine:
    """An engine for work outside the running line: migrations, imports, demo shops."""
    make_folder(url)
    parsed = sync_url(url)
    engine = create_engine(parsed, hide_parameters=True)
    if parsed.get_backend_name() == "sqlite":
        listen_sqlite(engine, LOCK_TIMEOUT_MS)
    return engine


def upgrade(url: str) -> str:
    """Create or update every table; returns the revision reached. Safe to run again, and by two processes at once.

    Raises:
        StoreUnavailable: the database cannot be reached, or is held by someone else.
        ConfigurationError: the address is not one of a database.
    """
    engine = sync_engine(url)
    try:
        with engine.begin() as connection:
            return _upgrade(connection)
    except DBAPIError as error:
        raise StoreUnavailable(
            f"The database {shown(url)} could not be brought up to date ({type(error.orig).__name__}).",
            "The line cannot start without it.",
            "See that it runs, that its disk is not full, and that this user may create tables.",
        ) from error
    finally:
        engine.dispose()


def _upgrade(connection: Connection) -> str:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return MigrationContext.configure(connection).get_current_revision() or ""
