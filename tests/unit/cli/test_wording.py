from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from orderline.cli import app
from orderline.errors import ConfigurationError

pytestmark = pytest.mark.unit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for language, text in (("en", "bye: 'Goodbye [for now].'"), ("zh", "bye: 再见。")):
        (tmp_path / language).mkdir()
        (tmp_path / language / "goodbye.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_good_wording_ends_with_status_zero(folder: Path) -> None:
    result = CliRunner().invoke(app, ["wording", "lint", "--folder", str(folder)])
    assert result.exit_code == 0
    assert "2 wordings, nothing to mend." in result.output


def test_problems_are_printed_and_end_with_status_one(folder: Path) -> None:
    (folder / "zh" / "goodbye.yaml").write_text("bye: 再见.", encoding="utf-8")
    result = CliRunner().invoke(app, ["wording", "lint", "--folder", str(folder)])
    assert result.exit_code == 1
    assert "zh/goodbye.yaml:1: goodbye.bye: '.' is a Western mark" in result.output


def test_a_file_that_cannot_be_read_is_a_fault(folder: Path) -> None:
    (folder / "en" / "goodbye.yaml").write_text("bye: [", encoding="utf-8")
    result = CliRunner().invoke(app, ["wording", "lint", "--folder", str(folder)])
    assert isinstance(result.exception, ConfigurationError)
    assert result.exception.status == 2


def test_every_text_is_listed_as_written(folder: Path) -> None:
    result = CliRunner().invoke(app, ["wording", "list", "--folder", str(folder)])
    assert result.exit_code == 0
    assert "Goodbye [for now]." in result.output
    assert "再见。" in result.output


def test_one_language_can_be_listed_alone(folder: Path) -> None:
    result = CliRunner().invoke(app, ["wording", "list", "--lang", "zh", "--folder", str(folder)])
    assert "再见。" in result.output
    assert "Goodbye" not in result.output
