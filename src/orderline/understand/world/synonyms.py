"""Other words for a thing: data beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from orderline.understand.world.tokens import canonical


@cache
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """Other words for a word, likeliest first."""
    found: dict[str, dict[str, None]] = {}
    for group in yaml.safe_load((Path(__file__).parent / "synonyms.yaml").read_text("utf-8")):
        words = [canonical(word) for word in group]
        for word in words:
            found.setdefault(word, {}).update(dict.fromkeys(other for other in words if other != word))
    return {word: tuple(others) for word, others in found.items()}
