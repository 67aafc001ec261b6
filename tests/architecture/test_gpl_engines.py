"""piper-tts and espeak-ng are GPL-3.0: only the synthesis worker, a program of its own, imports them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import orderline

pytestmark = pytest.mark.architecture

PACKAGE = Path(orderline.__file__).parent
WORKER = PACKAGE / "speak" / "tts" / "worker"
WORKER_NAME = "orderline.speak.tts.worker"


def imports(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update({node.module, *(f"{node.module}.{alias.name}" for alias in node.names)})
    return names


def test_only_the_worker_imports_the_engines_and_nothing_imports_the_worker() -> None:
    for file in PACKAGE.rglob("*.py"):
        if file.is_relative_to(WORKER):
            continue
        found = {name for name in imports(file) if name.split(".")[0] in {"piper", "espeakng_loader"}}
        found |= {name for name in imports(file) if name.startswith(WORKER_NAME)}
        assert not found, f"{file.relative_to(PACKAGE)} imports {found}"


def test_the_worker_imports_little_of_orderline() -> None:
    light = (WORKER_NAME, "orderline.speak.tts.wire", "orderline.speak.tts.pieces", "orderline.events.speech")
    for file in WORKER.rglob("*.py"):
        heavy = {name for name in imports(file) if name.startswith("orderline.") and not name.startswith(light)}
        assert not heavy, f"{file.name} imports {heavy}"
