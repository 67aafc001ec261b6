"""The outside data: dialogues with recogniser n-best lists, and the people they may be.

Source: PolyAI-LDN/evi-paper, CC BY 4.0. It lies outside the project and is only measured on.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orderline.errors import ConfigurationError

DIALOGUES, RECORDS = "evi_dialogues_dev.tsv", "evi_records.csv"
ITEMS = ("postcode", "name", "dob")
"""What each dialogue asks for, in the order used here."""
ATTEMPTS = 3
"""How often each is said."""


@dataclass(frozen=True, slots=True)
class Record:
    """A person of the table."""

    key: str
    given: str
    family: str
    postcode: str
    born_on: date
    email: str


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One caller, saying each item three times."""

    key: str
    person: str
    """Key of the record that the caller was told to be."""
    heard: dict[tuple[str, int], tuple[str, ...]]
    """Item and attempt (from 0) → transcripts, best first; empty where nothing was recognised."""

    @property
    def is_tuning(self) -> bool:
        """Whether it is of the half that numbers were tuned on; the other half is only reported."""
        return int(hashlib.sha256(self.key.encode()).hexdigest(), 16) % 2 == 0


def read_records(folder: Path) -> dict[str, Record]:
    """The people by key. Raises ConfigurationError: there is no such file, or it is not what it should be."""
    try:
        return {
            row["scenario_id"]: Record(
                row["scenario_id"],
                row["name_first"],
                row["name_last"],
                row["postcode"],
                date.fromisoformat(row["dob"]),
                row["email"],
            )
            for row in _rows(folder / RECORDS, ",")
        }
    except (KeyError, ValueError) as fault:
        raise _broken(folder / RECORDS) from fault


def read_dialogues(folder: Path) -> list[Dialogue]:
    """All dialogues, in the order of their keys. Raises ConfigurationError as `read_records`."""
    people: dict[str, str] = {}
    heard: dict[str, dict[tuple[str, int], tuple[str, ...]]] = {}
    try:
        for row in _rows(folder / DIALOGUES, "\t"):
            key = row["dialogue_id"]
            people[key] = row["scenario_id"]
            heard.setdefault(key, {})[row["item"], int(row["attempt_num"])] = tuple(json.loads(row["nbest"]))
    except (KeyError, ValueError) as fault:
        raise _broken(folder / DIALOGUES) from fault
    return [Dialogue(key, people[key], heard[key]) for key in sorted(heard)]


def _rows(file: Path, delimiter: str) -> Iterator[dict[str, str]]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines, delimiter=delimiter)
    except OSError as fault:
        raise ConfigurationError(
            f"{file} cannot be read.",
            "Nothing was measured.",
            f"Name the folder that holds {DIALOGUES} and {RECORDS} with --data.",
        ) from fault


def _broken(file: Path) -> ConfigurationError:
    return ConfigurationError(f"{file.name} is not what it should be.", do="Take the file as its authors publish it.")
