"""The example files: one YAML list of sentences a wish and language, editable by a shop, linted before use."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import yaml

from orderline.errors import ConfigurationError
from orderline.orders.identifiers import Language
from orderline.understand.normal import normalise, words_of

PACKAGED = Path(__file__).parent.parent / "examples"
"""The examples that come with the line."""
FEWEST = 12
"""Sentences a file must have. Source: reference/speech-and-nlu section 3, accuracy by seeds per intent."""


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence and what it asks for."""

    intent: str
    sentence: str
    """Normalised."""


def load_examples(folder: Path, language: Language) -> tuple[Example, ...]:
    """Read `folder/<language>/*.yaml`.

    Raises:
        ConfigurationError: a file is not a list of sentences, has too few, or clashes with another.
    """
    files = sorted((folder / language).glob("*.yaml"))
    if not files:
        raise ConfigurationError(f"There are no example files in {folder / language}.", do="Put one a wish there.")
    examples = tuple(example for file in files for example in _read(file))
    problems = lint(examples)
    if problems:
        raise ConfigurationError(f"The {language} examples clash: {' '.join(problems)}", do="Keep each in one file.")
    return examples


def _read(file: Path) -> list[Example]:
    try:
        sentences = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file.name} is not YAML: {error}") from error
    if not isinstance(sentences, list) or not all(isinstance(sentence, str) and sentence for sentence in sentences):
        raise ConfigurationError(f"{file.name} is not a list of sentences.", do='Write one a line, each after "- ".')
    if len(sentences) < FEWEST:
        raise ConfigurationError(f"{file.name} has {len(sentences)} sentences; a wish needs at least {FEWEST}.")
    return [Example(file.stem, normalise(sentence)) for sentence in sentences]


def lint(examples: tuple[Example, ...]) -> list[str]:
    """What is wrong with `examples`, one sentence each: a sentence twice, in one intent or in two."""
    intents: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        intents[words_of(example.sentence)].append(example.intent)
    problems = []
    for sentence, owners in intents.items():
        if len(set(owners)) > 1:
            problems.append(f'"{sentence}" is in {" and ".join(sorted(set(owners)))}.')
        elif len(owners) > 1:
            problems.append(f'"{sentence}" is in {owners[0]} {len(owners)} times.')
    return problems
