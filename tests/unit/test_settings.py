"""Settings: the environment over the file, unknown names refused, all of it frozen."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from orderline.errors import ConfigurationError
from orderline.settings import Settings, shipped

pytestmark = pytest.mark.unit


def test_a_variable_stands_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "orderline.toml").write_text("[line]\nport = 7001\nmax_calls = 3\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ORDERLINE_LINE__PORT", "7002")
    settings = Settings.load()
    assert (settings.line.port, settings.line.max_calls) == (7002, 3)


@pytest.mark.parametrize("text", ["[line]\nprot = 1\n", "[lien]\nport = 1\n", "[line]\nport = 99999\n"])
def test_what_cannot_be_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    (tmp_path / "orderline.toml").write_text(text)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError, match="A setting cannot be"):
        Settings.load()


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Settings().line.port = 1  # type: ignore[misc]


def test_what_comes_with_the_line_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shipped("models.txt").is_file()
    assert shipped("voices").is_dir()
