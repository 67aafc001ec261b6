"""Rules about the tree itself."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from orderline.qa.settings_page import settings_page
from orderline.settings import Settings

pytestmark = pytest.mark.architecture

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "orderline"
LONGEST = 400
"""Lines of a module. Source: reference/style, section 5."""


def test_no_module_is_longer_than_can_be_read() -> None:
    long = {str(path.relative_to(ROOT)): lines for path in SOURCE.rglob("*.py") if (lines := _lines(path)) > LONGEST}
    assert long == {}


def test_no_drawer_is_opened() -> None:
    drawers = {"utils", "helpers", "common", "misc", "manager", "base_"}
    assert [path for path in SOURCE.rglob("*.py") if path.stem in drawers] == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCE.rglob("*.py")
        if path.read_text().strip() and not path.read_text().lstrip().startswith('"""')
    ]
    assert silent == []


def test_the_settings_page_is_true() -> None:
    assert (ROOT / "docs" / "settings.md").read_text() == settings_page()


def test_every_setting_says_what_it_means() -> None:
    bare = [row for row in settings_page().splitlines() if row.startswith("| `") and row.rstrip(" |").endswith("`")]
    assert bare == []
    assert Settings.model_fields


def test_links_in_the_documents_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for link in re.findall(r"(?:\]\(|src=\")([^)\"#]+)", page.read_text())
        if not link.startswith(("http", "mailto")) and not (page.parent / link).exists()
    ]
    assert broken == []


def test_every_test_module_carries_exactly_one_marker() -> None:
    markers = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]["markers"]
    names = {marker.partition(":")[0] for marker in markers}
    wrong = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        found = re.findall(r"^pytestmark = \[?pytest\.mark\.(\w+)", path.read_text(), re.MULTILINE)
        if len(found) != 1 or found[0] not in names:
            wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


def test_no_page_asks_anything_of_another_host() -> None:
    page = resources.files("orderline.channels.browser") / "page"
    assert isinstance(page, Path)
    asks = [
        f"{path.name}: {line.strip()}"
        for path in page.rglob("*")
        if path.suffix in {".html", ".js", ".css"}
        for line in path.read_text().splitlines()
        if re.search(r"https?://(?!www\.w3\.org/|localhost)", line)
    ]
    assert asks == []


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())
