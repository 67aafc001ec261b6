from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from orderline.speak.wording.catalogue import Catalogue
from orderline.speak.wording.load import load_catalogue

WriteWording = Callable[[Mapping[str, str]], Catalogue]


@pytest.fixture
def write_wording(tmp_path: Path) -> WriteWording:
    """Write files (`en/task.yaml` → YAML) and load them."""

    def write(contents: Mapping[str, str]) -> Catalogue:
        for name, text in contents.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")
        return load_catalogue(tmp_path)

    return write
