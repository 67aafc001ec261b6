"""Which database: one address, from the settings or from the command line, for async and for sync drivers."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from orderline.errors import ConfigurationError
from orderline.settings import Settings

ASYNC_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
SYNC_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}


def database_url(settings: Settings) -> str:
    """The database the settings name: `store.url`, or `orderline.db` in `line.data_dir`."""
    return settings.store.url or f"sqlite:///{settings.line.data_dir / 'orderline.db'}"


def async_url(url: str) -> URL:
    """`url` with the driver that the running line uses. Raises ConfigurationError."""
    return _with_driver(url, ASYNC_DRIVERS)


def sync_url(url: str) -> URL:
    """`url` with the driver that migrations and bulk loads use. Raises ConfigurationError."""
    return _with_driver(url, SYNC_DRIVERS)


def delivery_url(url: str) -> str:
    """Where DBOS keeps its own records: a schema of the same PostgreSQL, or a SQLite file beside ours."""
    parsed = sync_url(url)
    if parsed.get_backend_name() == "sqlite":
        return str(parsed.set(database=f"{parsed.database}.delivery"))
    return parsed.set(drivername="postgresql").render_as_string(hide_password=False)


def shown(url: str) -> str:
    """`url` without its password, for messages."""
    return async_url(url).set(drivername=async_url(url).get_backend_name()).render_as_string(hide_password=True)


def make_folder(url: str) -> None:
    """Create the folder a SQLite file stands in. Raises ConfigurationError where that is not allowed."""
    parsed = sync_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return
    folder = Path(parsed.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"The folder {folder} for the database cannot be made ({error.strerror}).",
            "Without it there is nowhere to keep orders.",
            "Set `line.data_dir` or `store.url` to a place that can be written.",
        ) from error


def _with_driver(url: str, drivers: dict[str, str]) -> URL:
    try:
        parsed = make_url(url)
        driver = drivers[parsed.get_backend_name()]
    except (ArgumentError, KeyError) as error:
        raise ConfigurationError(
            "The database address is not one that orderline knows.",
            do="Write `sqlite:///path/to/file.db` or `postgresql://user:password@host/name` into `store.url`.",
        ) from error
    return parsed.set(drivername=driver)
