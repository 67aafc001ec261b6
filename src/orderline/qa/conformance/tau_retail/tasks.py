"""Reference actions of tasks, from both shapes in which the data set comes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orderline.errors import ConfigurationError
from orderline.qa.conformance.tau_retail.shape import read_json

SPLITS = ("train", "test", "dev", "base")


@dataclass(frozen=True, slots=True)
class Call:
    """One reference action."""

    tool: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """One task: what has to be done, in order."""

    task_id: str
    calls: tuple[Call, ...]


def read_tasks(path: Path) -> dict[str, tuple[Task, ...]]:
    """Every set of tasks in a file, by name. Raises ConfigurationError.

    A list of tasks with `evaluation_criteria.actions` (name, arguments) is one τ² set, named after the split in the
    file's name (`train` where there is none): `tau2_train_74`. An object with a list for each split, its tasks with
    `actions` (name, kwargs), holds τ¹ sets: `tau1_train_500`; there a task's id is its place, from 0.
    """
    raw = read_json(path)
    groups = {split: raw[split] for split in SPLITS if split in raw} if isinstance(raw, dict) else {_split(path): raw}
    if not groups or any(not isinstance(tasks, list) for tasks in groups.values()):
        raise _odd(path, "it holds neither a list of tasks nor lists under `train`, `test` or `dev`")
    sets = {}
    for split, tasks in groups.items():
        second = any(isinstance(task, dict) and "evaluation_criteria" in task for task in tasks)
        name = f"{'tau2' if second else 'tau1'}_{split}_{len(tasks)}"
        sets[name] = tuple(_task(path, place, task) for place, task in enumerate(tasks))
    return sets


def _split(path: Path) -> str:
    words = re.split(r"[^a-z]+", path.stem.lower())
    return next((word for word in words if word in SPLITS), "train")


def _task(path: Path, place: int, task: Mapping[str, Any]) -> Task:
    try:
        if "evaluation_criteria" in task:
            actions: Sequence[Mapping[str, Any]] = (task["evaluation_criteria"] or {}).get("actions") or []
            return Task(str(task["id"]), tuple(Call(a["name"], a["arguments"]) for a in actions))
        return Task(str(place), tuple(Call(a["name"], a["kwargs"]) for a in task["actions"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise _odd(path, f"task {place} has no {error}") from error


def _odd(path: Path, what: str) -> ConfigurationError:
    return ConfigurationError(f"{path.name} is no tau-retail task file: {what}.")
