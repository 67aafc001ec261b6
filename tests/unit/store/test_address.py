from __future__ import annotations

from pathlib import Path

import pytest

from orderline.errors import ConfigurationError
from orderline.settings import LineSettings, Settings, StoreSettings
from orderline.store.address import async_url, database_url, make_folder, shown, sync_url

pytestmark = pytest.mark.unit


def test_sqlite_in_the_data_folder_is_the_default() -> None:
    settings = Settings(line=LineSettings(data_dir=Path("d")))
    assert database_url(settings) == "sqlite:///d/orderline.db"
    assert database_url(Settings(store=StoreSettings(url="sqlite:///x"))) == "sqlite:///x"


def test_drivers_are_chosen_here_and_nowhere_else() -> None:
    assert async_url("sqlite:///x").drivername == "sqlite+aiosqlite"
    assert sync_url("sqlite+aiosqlite:///x").drivername == "sqlite"
    assert async_url("postgresql://h/n").drivername == sync_url("postgresql://h/n").drivername == "postgresql+psycopg"


def test_a_password_is_never_shown() -> None:
    assert shown("postgresql://me:secret@host/shop") == "postgresql://me:***@host/shop"


@pytest.mark.parametrize("url", ["", "no", "mysql://h/n", "http://h"])
def test_other_databases_are_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(ConfigurationError, match="sqlite:///"):
        async_url(url)


def test_a_folder_that_cannot_be_made_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="cannot be made"):
        make_folder(f"sqlite:///{tmp_path}/file/below/x.db")
