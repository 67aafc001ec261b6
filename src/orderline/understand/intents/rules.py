"""Patterns that point to a wish, as data beside the examples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from orderline.errors import ConfigurationError
from orderline.orders.identifiers import Language

PACKAGED = Path(__file__).parent.parent / "rules"
"""The rules that come with the line."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Compiled patterns of each intent."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]

    def hits(self, text: str) -> frozenset[str]:
        """The intents that a pattern points to."""
        return frozenset(intent for intent, pattern in self.patterns if pattern.search(text))


def load_rules(folder: Path, language: Language, intents: Sequence[str]) -> Rules:
    """Read `folder/<language>.yaml`.

    Raises:
        ConfigurationError: a pattern does not compile, or belongs to an intent without examples.
    """
    file = folder / f"{language}.yaml"
    patterns = []
    for intent, sources in yaml.safe_load(file.read_text("utf-8")).items():
        if intent not in intents:
            raise ConfigurationError(f"{file.name} has rules for {intent}, which has no examples.")
        for source in sources:
            try:
                patterns.append((intent, re.compile(source)))
            except re.error as error:
                raise ConfigurationError(f"A rule for {intent} in {file.name} cannot be read: {error}.") from error
    return Rules(tuple(patterns))
