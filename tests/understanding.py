"""The packaged understanding, trained once for all tests of a machine."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from orderline.understand.understanding import Understanding

TRAINED = Path(tempfile.gettempdir()) / "orderline-tests-understanding"
"""Weights by the hash of what they were trained on: other examples never meet old weights."""


@cache
def packaged_understanding() -> Understanding:
    return Understanding.load(cache=TRAINED)


def share_trained(data_dir: Path) -> None:
    """Let a line with its data in `data_dir` take the weights that an earlier test has trained."""
    TRAINED.mkdir(exist_ok=True)
    data_dir.mkdir(parents=True, exist_ok=True)
    link = data_dir / "understanding"
    if not link.exists():
        link.symlink_to(TRAINED, target_is_directory=True)
